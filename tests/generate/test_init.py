from pathlib import Path

from chartgen.generate.chart import chart_files
from chartgen.generate.init import definition_text
from chartgen.model import catalogue
from chartgen.model.definition_file import read_definition

ROOT = Path(__file__).resolve().parent.parent.parent


def test_the_text_is_a_complete_definition(tmp_path: Path):
    path = tmp_path / "chartgen.yaml"
    path.write_text(definition_text("acme-net", catalogue.load()))
    definition = read_definition(path)
    assert definition.name == "acme-net"
    assert "Chart.yaml" in chart_files(definition, catalogue.load())


def test_the_images_are_those_of_our_own_definition(tmp_path: Path):
    path = tmp_path / "chartgen.yaml"
    path.write_text(definition_text("acme-net", catalogue.load()))
    assert read_definition(path).images == read_definition(ROOT / "chartgen.yaml").images
