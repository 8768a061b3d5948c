"""The picture: well-formed, inside its frame, the same each time. How it looks is for eyes to say."""

import re
import time
from pathlib import Path
from xml.etree import ElementTree as ET

from hypothesis import given, settings

from chartgen.networks.plan_svg import MOST_ROWS, render
from tests.networks.plans import DEMAND, NETWORKS, plan_of

SNAPSHOTS = Path(__file__).parent / "snapshots"
SVG = "{http://www.w3.org/2000/svg}"


def many(count):
    return plan_of(
        {f"n{at}": {"master": "eth1", "range": f"10.{at // 250}.{at % 250}.0/24"} for at in range(count)}
    )


def test_the_example(example, snapshot):
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(render(example), "example.svg")


@settings(max_examples=60, deadline=None)
@given(NETWORKS, DEMAND)
def test_every_picture_is_whole(networks, demand):
    planned = plan_of(networks, demand)
    text = render(planned)
    root = ET.fromstring(text.encode())  # noqa: S314 -- the text is our own
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    assert root.attrib["role"] == "img"
    for box in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert 0 <= x <= x + wide <= width
        assert 0 <= y <= y + high <= height
        assert min(wide, high) >= 2
    for line in root.iter(f"{SVG}text"):
        assert 0 <= float(line.attrib["x"]) <= width
        assert 0 <= float(line.attrib["y"]) <= height
    drawn = [box for box in root.iter(f"{SVG}rect") if box.get("class") == "free"]
    # One is that of the legend.
    assert len(drawn) == len(planned.ranges) + bool(planned.ranges)
    assert render(planned) == text


def test_a_picture_needs_nothing_from_elsewhere(example):
    text = render(example)
    assert re.findall(r"(?:href|src|url)\W*(\w+)", text.replace("url(#cg-hatch)", "")) == []
    assert "<script" not in text
    assert "@import" not in text
    assert all(int(size) >= 11 for size in re.findall(r"font(?:-size)?:(\d+)px", text))


def test_names_are_text():
    text = render(plan_of({"<script>&": {"master": "eth1", "range": "10.0.0.0/24"}, "a\x00b": {}}))
    assert "<script" not in text
    root = ET.fromstring(text.encode())  # noqa: S314 -- the text is our own
    assert any("<script>&:" in (line.text or "") for line in root.iter(f"{SVG}text"))


def test_of_too_many_the_first_are_drawn():
    root = ET.fromstring(render(many(MOST_ROWS + 7)).encode())  # noqa: S314 -- the text is our own
    assert len([box for box in root.iter(f"{SVG}rect") if box.get("class") == "free"]) == MOST_ROWS + 1
    assert any(
        (line.text or "").startswith("7 more ranges would not fit") for line in root.iter(f"{SVG}text")
    )


def test_many_excludes_are_few_marks():
    exclude = [f"10.0.{at // 128}.{at % 128 * 2}" for at in range(2000)]
    planned = plan_of({"a": {"master": "eth1", "range": "10.0.0.0/16", "exclude": exclude}})
    assert len(render(planned)) < 20_000


def test_many_networks_cost_little_more_each():
    """Ten times as many take far less than a hundred times as long."""

    def seconds(count: int) -> float:
        planned = many(count)
        start = time.process_time()
        render(planned)
        return time.process_time() - start

    assert seconds(10_000) < 40 * max(seconds(1000), 0.005)
