"""What is a URL, and what a path."""

import pytest

from chartgen.registry.scheme import is_remote


@pytest.mark.parametrize("text", ["oci://h/c", "https://h#c", "http://h", "s3+x://bucket"])
def test_urls(text):
    assert is_remote(text)


@pytest.mark.parametrize(
    "text",
    ["", "charts/c", "./oci://h", "git:HEAD:charts", "C:/charts", "://h", "1a://h", "a b://h", "\\noci://h"],
)
def test_paths(text):
    assert not is_remote(text)
