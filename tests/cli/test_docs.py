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
