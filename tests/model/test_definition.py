from pathlib import PurePosixPath

import pytest

from chartgen.core.location import Location
from chartgen.model.definition import Definition, Image

DIGEST = "sha256:" + "0" * 64


@pytest.mark.parametrize(
    ("image", "reference"),
    [
        (Image("ghcr.io/a/b", "v1"), "ghcr.io/a/b:v1"),
        (Image("ghcr.io/a/b", digest=DIGEST), f"ghcr.io/a/b@{DIGEST}"),
        (Image("localhost:5000/b", "v1", DIGEST), f"localhost:5000/b:v1@{DIGEST}"),
    ],
)
def test_reference_is_what_a_container_runtime_takes(image, reference) -> None:
    assert image.reference == reference


def definition(**more) -> Definition:
    return Definition("c", "1.0.0", "A chart", ">=1.28.0-0", PurePosixPath("charts/c"), (), {}, {}, **more)


def test_where_it_stands_is_no_part_of_what_it_says() -> None:
    elsewhere = definition(locate=lambda _path: Location("other.yaml", 3, 4))
    assert elsewhere == definition()
    assert elsewhere != definition(home="https://example.com")
    assert elsewhere.locate(()) == Location("other.yaml", 3, 4)


def test_without_a_file_things_stand_in_the_usual_one() -> None:
    assert definition().locate(("images",)) == Location("chartgen.yaml")
