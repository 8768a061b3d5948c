"""`python -m chartgen`, and the program `chartgen`."""

import gc
from importlib import import_module


def main() -> None:
    """Run the program."""
    # Values and findings live as long as the run, and modules too: looking for garbage among them takes a
    # third of it. So the rest is imported only now, by its name.
    gc.set_threshold(50_000, 20, 50)
    import_module("chartgen.cli").main()


if __name__ == "__main__":
    main()
