import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.networks.plan_shapes import (
    LEAST,
    LEFT,
    RIGHT,
    STYLE,
    Scale,
    fitted,
    number,
    width_of,
    wrapped,
    write,
)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0, 255, (LEFT, RIGHT - LEFT)),
        (0, 127, (LEFT, (RIGHT - LEFT) / 2)),
        (255, 255, (LEFT + 900.46, 3.54)),
    ],
)
def test_a_scale(first, last, expected):
    assert Scale(0, 256).bar(first, last) == pytest.approx(expected, abs=0.02)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_bars_stay_inside_and_are_seen(one, other):
    left, width = Scale(0, 2**64).bar(min(one, other), max(one, other))
    assert LEFT <= left <= left + width <= RIGHT + 0.001
    assert width >= LEAST


@given(st.text(), st.integers(30, 400), st.integers(1, 4))
def test_texts_are_broken_to_fit(text, width, most):
    lines = wrapped(text, width, most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line) <= width or len(line) <= 2 for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_text_that_fits_stays():
    assert fitted("short", 100) == "short"
    assert fitted("a text that is too long", 60) == "a text t…"


def test_texts_are_escaped():
    assert ET.fromstring(write(1, 2, "<b>&\"'")).text == "<b>&\"'"  # noqa: S314 -- the text is our own


@pytest.mark.parametrize(("value", "text"), [(28, "28"), (28.5, "28.5"), (28.125, "28.12"), (0.0, "0")])
def test_numbers(value, text):
    assert number(value) == text


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", STYLE.split("@media"), ids=["light", "dark"])
def test_all_that_is_to_be_read_stands_out(scheme):
    colors = dict(re.findall(r"\.cg (?:\.)?(\w+)\{.*?(?:fill|stroke):(#\w+)", scheme))
    page = luminance(colors.pop("page"))
    # A frame only holds together, a halo is of the page.
    for name in colors.keys() - {"frame", "halo"}:
        bright, dim = sorted((luminance(colors[name]), page), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, name
    assert {"text", "soft", "warn", "free", "line", "over", "gate", "track"} <= colors.keys()
