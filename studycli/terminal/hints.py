"""A hint: enough of the answer to set memory going, and no more."""

import re

from studycli.terminal.notetext import one_line, plain

WORDS = 4  # first words of an answer without a list
CHARACTERS = 8  # of a text that is written without spaces, such as Chinese
_LABEL = re.compile(
    r"^[ \t]*(?:[-*+]|\d+[.)、])?[ \t]*(?:\*\*(?P<stars>[^*\n]+?)\*\*|__(?P<lines>[^\n]+?)__)", re.MULTILINE
)
_COLONS = ":： "
_LATIN_WORD = re.compile(r"[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+")


def labels(answer: str) -> list[str]:
    """Return the bold labels at the start of lines and list items of Markdown, each once."""
    found = (match["stars"] or match["lines"] for match in _LABEL.finditer(answer))
    return list(dict.fromkeys(one_line(label.strip(_COLONS)) for label in found))


def first_words(text: str) -> str:
    """Return the first words of plain text, followed by '…' where there are more."""
    flat = " ".join(text.split())
    end, words = 0, 0.0
    while end < len(flat) and words < WORDS:
        match = _LATIN_WORD.match(flat, end)
        words += 1 if match else (0 if flat[end] == " " else WORDS / CHARACTERS)
        end = match.end() if match else end + 1
    return flat if end >= len(flat) else f"{flat[:end].rstrip()} …"


def hint(answer: str) -> str:
    """Return the labels of the answer's list, or else its first words.

    Args:
        answer: The answer as Markdown.
    """
    found = labels(answer)
    return " · ".join(found) if len(found) > 1 else first_words(plain(answer))
