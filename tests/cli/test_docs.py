from pathlib import Path

from tests.cli.conftest import ROOT, Run


def test_the_committed_pages_are_up_to_date(run: Run):
    result = run("docs", "--check", cwd=ROOT)
    assert (result.code, result.out) == (0, "")


def test_drift_is_shown_and_mended(run: Run, tmp_path: Path):
    assert run("docs", "--check", "--output", "pages").code == 1
    assert run("docs", "--output", "pages").code == 0
    assert (tmp_path / "pages/platforms/gke.md").is_file()
    assert run("docs", "--check", "--output", "pages").code == 0
    (tmp_path / "pages/platforms/gone.md").write_text("old\n")
    result = run("docs", "--check", "--output", "pages")
    assert (result.code, "-old" in result.out) == (1, True)
    assert run("docs", "--output", "pages").code == 0
    assert not (tmp_path / "pages/platforms/gone.md").exists()
    assert (tmp_path / "pages/rules/README.md").is_file()
    (tmp_path / "pages/rules/gone.md").write_text("old\n")
    assert "-old" in run("docs", "--check", "--output", "pages").out
    assert run("docs", "--output", "pages").code == 0
    assert not (tmp_path / "pages/rules/gone.md").exists()
    assert "-h, --help" in (tmp_path / "pages/cli.md").read_text().split("## chartgen render")[1]
