"""Follow-up questions, which stand in the answer of another: '追问：…', 'Follow-up: …'."""

from studycli.notes.blocks import Document
from studycli.notes.cards import asking
from studycli.notes.inline import bare, plain
from studycli.notes.patterns import lazy

_LEAD = lazy(r"\s*(?:[-*+]|\d+[.)])(?:\s+|$)(?:\[[ xX]\]\s+)?")


def follow_up_lines(document: Document, first: int, behind: int) -> list[int]:
    """Return the lines of a range on which a follow-up question begins."""
    lines = document.lines
    return [line for line in range(first, behind) if _is_follow_up(lines[line])]


def _is_follow_up(text: str) -> bool:
    if not ("追问" in text or "问题" in text or "ollow" in text):
        return False
    return asking.is_follow_up(plain(_LEAD.sub("", text.lstrip("> \t"), count=1)).lstrip("#").strip())


def follow_up_words(words: str) -> str:
    """Return what a follow-up asks, without the label before it; empty where it is only the label."""
    if asking.is_follow_up(f"{words}:") and not asking.asks(words):
        return ""
    for sign in ("：", ":"):
        head, found, tail = words.partition(sign)
        if found and asking.is_follow_up(head + sign):
            return bare(tail)
    return words
