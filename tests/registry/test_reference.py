import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chartgen.core.errors import InputError
from chartgen.registry.reference import (
    OciReference,
    RepositoryReference,
    parse,
    parse_image,
    parse_oci,
    shown,
    tag_of,
    version_of,
)
from chartgen.registry.scheme import is_remote

DIGEST = f"sha256:{'0' * 64}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("oci://example.com/c", OciReference("example.com", "c")),
        ("OCI://Example.com:5000/a/b-c/d_e:1.0.0", OciReference("example.com:5000", "a/b-c/d_e", "1.0.0")),
        ("oci://localhost/c:1.0.0+b.1", OciReference("localhost", "c", "1.0.0_b.1")),
        (f"oci://[::1]:5000/c@{DIGEST}", OciReference("[::1]:5000", "c", "", DIGEST)),
        (f"oci://h/c:1@{DIGEST}", OciReference("h", "c", "1", DIGEST)),
        ("oci://docker.io/c:1", OciReference("docker.io", "library/c", "1")),
        ("oci://registry-1.docker.io/acme/c", OciReference("registry-1.docker.io", "acme/c")),
        (
            "https://example.com/charts/#c:1.0.0+b",
            RepositoryReference("https://example.com/charts/", "c", "1.0.0+b"),
        ),
        ("http://127.0.0.1:80?a=b#c_d.e", RepositoryReference("http://127.0.0.1:80?a=b", "c_d.e")),
    ],
)
def test_references(text, expected):
    assert is_remote(text)
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("oci://", "'' is no host"),
        ("oci://h", "names a host and no chart"),
        ("oci://h/", "names a host and no chart"),
        ("oci://h/:1", "names a host and no chart"),
        ("oci://-h/c", "is no host"),
        ("oci://h:99999/c", "is no host"),
        ("oci://h:0/c", "is no host"),
        ("oci://h:/c", "is no host"),
        ("oci://h x/c", "is no host"),
        ("oci://h/A", "is no path in a registry"),
        ("oci://h/a//b", "is no path"),
        ("oci://h/../b", "is no path"),
        ("oci://h/a?b", "is no path"),
        (f"oci://h/{'a' * 256}", "is no path"),
        ("oci://h/a:", "is no tag"),
        ("oci://h/a:-1", "is no tag"),
        ("oci://h/a:1\n", "is no tag"),
        (f"oci://h/a:{'1' * 129}", "is no tag"),
        ("oci://h/a@sha256:12", "is no digest"),
        ("oci://h/a@", "is no digest"),
        ("https://h/charts", "does not say which chart"),
        ("https://h/charts#", "does not say which chart"),
        ("https://h/charts#../c", "is no name of a chart"),
        ("https://h/charts#c:", "is no version"),
        ("https://h/charts#c:1 2", "is no version"),
        ("https:///charts#c", "is no host"),
        ("https://[x/charts#c", "is no URL"),
        ("https://h/a b#c", "characters in it"),
        ("https://h/a\\b#c", "characters in it"),
        ("https://h/ä#c", "characters in it"),
        ("https://h/\x1b#c", "characters in it"),
        ("ftp://h/charts#c", "are not read by ftp://"),
    ],
)
def test_what_is_no_reference(text, problem):
    with pytest.raises(InputError, match=problem) as caught:
        parse(text)
    assert caught.value.hint


def test_a_path_with_capitals():
    with pytest.raises(InputError) as caught:
        parse("oci://h/Acme/c")
    assert caught.value.hint == "write it in lower case"


@pytest.mark.parametrize(
    "text",
    [
        "oci://u:secret@h/c",
        "https://u:secret@h/charts#c",
        "https://secret@h/charts#c",
        "oci://secret@h/c",
        "https://u:secret?#/@h/charts#c",
        f"oci://u:secret@h/c@{DIGEST}",
    ],
)
def test_secrets_are_refused_and_not_shown(text):
    with pytest.raises(InputError, match="a user or password stands in the reference") as caught:
        parse(text)
    assert "secret" not in str(caught.value)
    assert "--registry-config" in caught.value.hint


@pytest.mark.parametrize("text", ["c", "./c", "c.tgz", "-", "git:HEAD:c", "C:/c", "a/b://c"])
def test_paths_are_no_references(text):
    assert not is_remote(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nginx", OciReference("docker.io", "library/nginx", "latest")),
        ("acme/net:1", OciReference("docker.io", "acme/net", "1")),
        (f"nginx@{DIGEST}", OciReference("docker.io", "library/nginx", "", DIGEST)),
        ("localhost/a", OciReference("localhost", "a", "latest")),
        ("gcr.io/a/b:v1-gke.6", OciReference("gcr.io", "a/b", "v1-gke.6")),
        ("h:5000/a", OciReference("h:5000", "a", "latest")),
    ],
)
def test_images(text, expected):
    assert parse_image(text) == expected


def test_what_is_no_image():
    with pytest.raises(InputError, match="a user or password"):
        parse_image("u:secret@h/a")
    with pytest.raises(InputError, match="no path"):
        parse_image("Nginx")
    with pytest.raises(InputError, match="is no reference to a registry"):
        parse_oci("https://h/a")


def test_as_text():
    for text in (
        "oci://h:1/a/b:1.0.0",
        f"oci://h/a@{DIGEST}",
        f"oci://h/a:1@{DIGEST}",
        "https://h/a#b:1",
        "https://h#b",
    ):
        assert str(parse(text)) == text
    assert str(parse("https://h/a?key=secret#b:1")) == "https://h/a#b:1"
    assert str(parse_oci(f"oci://h/a:1@{DIGEST}").with_tag("1.0.0+b")) == "oci://h/a:1.0.0_b"


@given(
    st.sampled_from(["oci://", "https://", "OCI://", "ftp://"]),
    st.text("ab:/?#@[]\\.% ", max_size=8),
    st.text("ab:/?#@[]\\.% +1", max_size=20),
)
def test_whatever_is_written_the_password_is_not_shown(scheme, before, behind):
    text = f"{scheme}u:{before}s3cret{before}@{behind}"
    with pytest.raises(InputError) as caught:
        parse(text)
    assert "s3cret" not in str(caught.value)


@given(st.text("ab:/?#@[]\\.%+1-_ \n\0é", max_size=30))
def test_nothing_else_is_raised(text):
    for each in (f"oci://{text}", f"https://{text}"):
        with contextlib.suppress(InputError):
            parse(each)
    with contextlib.suppress(InputError):
        parse_image(text)


def test_versions_and_tags():
    assert tag_of("1.0.0+b") == "1.0.0_b"
    assert version_of("1.0.0_b") == "1.0.0+b"


def test_what_may_be_secret_is_not_shown():
    assert shown("https://u:p@h/a/b?c=d#e") == "https://h/a/b"
    assert shown("https://u:p?/#@h/a") == "https://h/a"
    assert shown(f"oci://u:p@h/a@{DIGEST}") == f"oci://h/a@{DIGEST}"
    assert shown(f"oci://h/a@{DIGEST}") == f"oci://h/a@{DIGEST}"
    assert shown("https://h/@a/b") == "https://h/@a/b"
    assert shown("u:p@h/a") == "h/a"
    assert shown("https://h/a?next=https://x/y") == "https://h/a"
