"""The bar for long work: only for much of it, only on a terminal, and gone at the end."""

from io import StringIO

from studycli.terminal.waiting import MANY, Waiting


class Terminal(StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_much_work_shows_a_bar_that_vanishes() -> None:
    file = Terminal()
    waiting = Waiting("Reading the history", file)
    waiting(0, 2 * MANY)
    waiting(MANY, 2 * MANY)
    waiting(2 * MANY, 2 * MANY)
    assert "Reading the history" in file.getvalue()
    assert file.getvalue().endswith("\x1b[2K")  # the line of the bar is erased


def test_little_work_and_a_pipe_show_nothing() -> None:
    for file, parts in ((Terminal(), MANY - 1), (StringIO(), 2 * MANY)):
        waiting = Waiting("Reading the history", file)
        waiting(0, parts)
        waiting(parts, parts)
        assert file.getvalue() == ""
