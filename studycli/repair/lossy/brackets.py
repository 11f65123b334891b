"""What the brackets of a line say about a character in question: an opening one wants its closing one, and the reverse."""

PAIRS = ("「」", "『』", "【】", "〖〗", "《》", "〈〉", "〔〕", "（）", "“”", "‘’", "〝〞")
"""Opening and closing brackets and quotation marks."""
WANTED = 8.0
"""Nats in favour of a bracket whose partner stands in its line and has no other."""
UNWANTED = -3.0
"""Nats for a bracket that has no partner in its line."""

BRACKETS = frozenset("".join(PAIRS))
"""All of them."""

_PAIR = {bracket: pair for pair in PAIRS for bracket in pair}


def favour(before: str, after: str, choice: str) -> float:
    """Return the nats in favour of a choice, by the sound text before and after it in its line."""
    pair = _PAIR.get(choice)
    if pair is None:
        return 0.0
    opened = before.rfind(pair[0]) > before.rfind(pair[1])
    closed = _first(after, pair[1]) < _first(after, pair[0])
    wanted = (closed and not opened) if choice == pair[0] else (opened and not closed)
    return WANTED if wanted else UNWANTED


def _first(text: str, char: str) -> int:
    at = text.find(char)
    return at if at >= 0 else len(text)
