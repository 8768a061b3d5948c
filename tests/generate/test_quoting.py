import json

import yaml
from hypothesis import given
from hypothesis import strategies as st

from chartgen.generate.quoting import quoted


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x7f\x85\u2028\u2029\ufeff\ufffe\uffff")
    )
)
def test_yaml_and_json_read_back_what_was_quoted(text: str):
    assert json.loads(quoted(text)) == text
    if all(char.isprintable() or char in "\n\t" for char in text):
        assert yaml.safe_load(quoted(text)) == text
