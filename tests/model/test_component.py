import dataclasses

import pytest

from chartgen.model.component import Component
from chartgen.model.value import text


def test_a_component_is_data_that_nobody_changes() -> None:
    component = Component("c", "A part", (text("c.a", "", "A."),))
    assert component == Component("c", "A part", (text("c.a", "", "A."),))
    with pytest.raises(dataclasses.FrozenInstanceError):
        component.name = "d"  # type: ignore[misc]
