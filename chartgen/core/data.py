"""Where the data files of `schemas/` are, in a wheel and in a checkout."""

from pathlib import Path


def data_root() -> Path:
    """Give the folder of the data files: inside the package in a wheel, beside it in a checkout.

    Nobody else builds this path: an editable install does not see `schemas/` under the package.
    """
    package = Path(__file__).resolve().parent.parent
    packaged = package / "schemas"
    return packaged if packaged.is_dir() else package.parent / "schemas"
