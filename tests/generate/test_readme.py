from chartgen.generate.readme import values_table
from chartgen.model.component import Component
from chartgen.model.value import STRING, UNSET, Value, text


def test_each_value_is_a_row():
    values = (text("a.b", "x|y", "One | two."), Value("c", UNSET, "C.", STRING, ("d",)))
    assert values_table((Component("c", "Things", values),)).splitlines() == [
        "### Things",
        "",
        "| Value | Default | Meaning |",
        "|---|---|---|",
        r'| `a.b` | `"x\|y"` | One \| two. |',
        '| `c` | unset | C. Example: `"d"` |',
    ]
