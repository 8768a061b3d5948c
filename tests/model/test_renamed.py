from chartgen.model.catalogue import load
from chartgen.model.renamed import RENAMED

PATHS = [value.path for value in load().values]


def test_an_old_name_is_none_of_today_and_the_new_one_is() -> None:
    for old, new in RENAMED.items():
        assert not [path for path in PATHS if f"{path}.".startswith(f"{old}.")]
        assert [path for path in PATHS if f"{path}.".startswith(f"{new}.")]
