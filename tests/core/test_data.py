from pathlib import Path

from chartgen.core import data


def test_the_data_of_a_checkout_is_found():
    assert (data.data_root() / "definition.schema.json").is_file()


def test_the_data_of_a_wheel_goes_first(tmp_path: Path, monkeypatch):
    module = tmp_path / "chartgen" / "core" / "data.py"
    module.parent.mkdir(parents=True)
    module.touch()
    monkeypatch.setattr(data, "__file__", str(module))
    assert data.data_root() == tmp_path / "schemas"
    (tmp_path / "chartgen" / "schemas").mkdir()
    assert data.data_root() == tmp_path / "chartgen" / "schemas"
