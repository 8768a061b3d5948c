import json
from pathlib import Path

from chartgen.cli.init import _LONGEST, _NAME
from tests.cli.conftest import ROOT, Run


def test_a_new_definition_builds_and_renders_a_chart(run: Run, tmp_path: Path):
    assert run("init", "team", "--name", "acme-net").code == 0
    assert run("generate", "--definition", "team/chartgen.yaml").code == 0
    chart = tmp_path / "team/charts/acme-net"
    assert "multus-ipvlan" not in (chart / "templates/_names.tpl").read_text()
    rendered = run("render", str(chart), "--set", "networks.data.master=eth1,networks.data.range=10.0.0.0/24")
    assert rendered.code == 0
    assert 'app.kubernetes.io/part-of: "acme-net"' in rendered.out


def test_a_variant_keeps_its_mirror_and_defaults(run: Run, tmp_path: Path):
    run("init", "--name", "acme-net")
    definition = tmp_path / "chartgen.yaml"
    definition.write_text(
        definition.read_text()
        + '  global:\n    imageRegistry: "mirror.example.com"\n  networkDefaults:\n    master: "eth7"\n'
    )
    assert run("generate").code == 0
    rendered = run("render", "--set", "networks.data.range=10.0.0.0/24")
    assert rendered.code == 0
    assert 'image: "mirror.example.com/gke-release/multus-cni:' in rendered.out
    assert "eth7" in rendered.out


def test_an_existing_definition_is_never_overwritten(run: Run, tmp_path: Path):
    (tmp_path / "chartgen.yaml").write_text("mine\n")
    result = run("init")
    assert result.code == 5
    assert (tmp_path / "chartgen.yaml").read_text() == "mine\n"


def test_a_name_that_no_object_could_have(run: Run, tmp_path: Path):
    for name in ("Acme", "a" * 54, "a_b", "-a", ""):
        assert run("init", "--name", name).code == 2
    assert not list(tmp_path.iterdir())


def test_a_name_is_what_a_definition_takes():
    schema = json.loads((ROOT / "schemas/definition.schema.json").read_text())
    name = schema["properties"]["chart"]["properties"]["name"]
    assert (f"^{_NAME.pattern}$", _LONGEST) == (name["pattern"], name["maxLength"])


def test_a_link_that_leads_nowhere_is_kept(run: Run, tmp_path: Path):
    (tmp_path / "chartgen.yaml").symlink_to("nowhere")
    assert run("init").code == 5
    assert (tmp_path / "chartgen.yaml").is_symlink()
