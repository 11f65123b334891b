"""Clashes that an import has left in a note: both versions between comments, until a person decides."""

from studycli.notes.model import Issue

START = "<!-- study: import clash with "
MIDDLE = "<!-- study: the vault's text is above, the imported one below -->"
END = "<!-- study: end of import clash -->"
_MEANT = "keep what is right of both versions, and delete the three comments"


def clashes(text: str) -> list[Issue]:
    """Return an issue for each clash of a note."""
    if START not in text:
        return []
    lines = text.splitlines()
    return [
        Issue(number, "import-clash", line.strip()[len(START) : -len(" -->")], _MEANT)
        for number, line in enumerate(lines, 1)
        if line.strip().startswith(START)
    ]
