from dataclasses import dataclass, field

from chartgen.lint.catalogue import entries
from chartgen.lint.options import Option, options_of


@dataclass(frozen=True, slots=True)
class Options:
    """Some options."""

    most: int = 5
    """So many are
    right."""
    names: tuple[str, ...] = field(default_factory=lambda: ("a", "b"))
    is_bare: bool = False

    def method(self) -> None:
        """Nothing of it is an option."""


def test_the_options_of_a_class():
    assert options_of(Options) == [
        Option("most", "int", 5, "So many are right."),
        Option("names", "tuple[str, ...]", ("a", "b"), ""),
        Option("isBare", "bool", default=False, text=""),
    ]
    assert options_of(None) == ()


def test_each_option_of_a_rule_says_what_it_means():
    silent = [
        f"{entry.id}: {option.name}"
        for entry in entries().values()
        for option in options_of(entry.options)
        if not option.text.endswith(".")
    ]
    assert silent == []
