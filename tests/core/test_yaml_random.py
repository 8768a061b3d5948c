"""Documents by chance, as Helm reads them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chartgen.core import yaml
from chartgen.core.errors import InputError
from tests.helm_reading import ours, theirs

TOKENS = [
    "a",
    "b",
    "1",
    "~",
    "yes",
    "'1'",
    '"a b"',
    "1e3",
    "!!str ",
    "&x ",
    "*x",
    "<<",
    ": ",
    ":",
    ", ",
    "[",
    "]",
    "{",
    "}",
    "- ",
    "? ",
    " ",
    "\n",
    "\n  ",
    "\n- ",
    "#",
    "|",
    "é",
    "'",
    '"',
    "a: ",
    "b: ",
    "\na: ",
    "\nb:\n  a: ",
]


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join).map("a: {}\n".format))
def test_random_documents_mean_what_they_mean_to_helm(text: str):
    assert ours(text) == theirs(text)


@settings(max_examples=600, deadline=None)
@given(
    st.binary(max_size=60)
    | st.text("ab:-[]{}&*!|>'\"%@`#,? \n\t\r\x00\ufeff\x85é<", max_size=40).map(str.encode)
)
def test_any_bytes_give_a_document_or_an_input_error(data: bytes):
    try:
        document = yaml.load(data, file="x")
        documents = yaml.load_all(data, file="x")
    except InputError as error:
        place = str(error)
    else:
        place = document.locate(("a", 0)).file
        assert isinstance(document, yaml.Document)
        assert isinstance(documents, list)
    assert place.startswith("x")
