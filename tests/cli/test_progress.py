import sys

from chartgen.cli.progress import Progress


def test_nothing_before_a_second_and_then_a_line_that_is_written_over(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    now = [0.0]
    progress = Progress(quiet=False, clock=lambda: now[0])
    for now[0], text in ((0.9, "early"), (1.1, "a long text"), (1.2, "too soon"), (1.5, "short")):
        progress.show(text)
    assert capsys.readouterr().err == "\ra long text\rshort      "
    progress.clear()
    assert capsys.readouterr().err == "\r     \r"
    progress.clear()
    assert capsys.readouterr().err == ""


def test_nothing_where_nobody_looks(capsys, monkeypatch):
    times = iter(range(0, 1000, 10))
    for is_terminal, quiet in ((False, False), (True, True)):
        monkeypatch.setattr(sys.stderr, "isatty", lambda answer=is_terminal: answer, raising=False)
        progress = Progress(quiet=quiet, clock=lambda: float(next(times)))
        progress.show("text")
        progress.clear()
    assert capsys.readouterr().err == ""
