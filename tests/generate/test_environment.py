import pytest
from jinja2 import UndefinedError

from chartgen.generate.environment import environment


def test_helms_own_actions_stay_and_ours_are_run():
    text = "a: {{ .Values.a }} [[ name | quoted ]]\n  [% if name %]\nb\n  [% endif %]\n[# no #]\n"
    assert environment().from_string(text).render(name="<x>") == 'a: {{ .Values.a }} "<x>"\nb\n'


def test_an_unknown_name_is_an_error():
    with pytest.raises(UndefinedError):
        environment().from_string("[[ nothing ]]").render()
