"""A formula on one line: ``1/n ∑ᵢ₌₁ⁿ (yᵢ − ŷᵢ)²``."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from .operands import applies, bracketed
from .spacing import Placed, place
from .symbols import FIRST_CJK, FRACTIONS, OPEN, ORD, TEXT, lowered, raised
from .tree import EMPTY, Accent, Arrow, Brace, Fence, Fraction, Node, Root, Row, Script, Symbol, Table

_SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬ-ᵂⱽᵝᵞᵟᶿᵠᵡ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ′"
_ATOM = re.compile(
    rf"[∂dΔ]?(?:\d+(?:\.\d+)?|\w[\u0300-\u036f\u20d0-\u20ff]*|[A-Z]{{2,}}|[A-Za-z]{{3,}})[{_SMALL}]*$"
)
_CALL = re.compile(rf"(?:√|\d+\^|(?!\d)[\w{_SMALL}]*(?:_\w*|\^)?)$")
_NARROW = re.compile(rf"√?\w[_^]\w+$|√\w+$|[|‖][^|‖]+[|‖](?:[_^]\w+|[{_SMALL}]*)$")
_BARE_SCRIPT = re.compile(r"[_^]\w+$")
_VULGAR = frozenset(FRACTIONS.values())
_EVERY_LETTER = "\u0305\u0332\u0336"


def text(node: Node, *, compact: bool = False) -> str:
    """Return a node on one line; compact leaves out the blanks around operators, as in scripts."""
    return _RENDERERS[type(node)](node, compact)


def _symbol(node: Symbol, _compact: bool) -> str:
    return node.text


def _brace(node: Brace, compact: bool) -> str:
    return text(node.body, compact=compact)


def _arrow(node: Arrow, _compact: bool) -> str:
    words = text(node.above, compact=True)
    arrow = f"—{words}{node.char}" if words else node.char
    return attach(arrow, node.below if node.below.items else None, None)


def _row(row: Row, compact: bool) -> str:
    shown: list[str] = []
    before = ""
    for (_, kind, gap), word in _bracketed(place(row, compact=compact), compact):
        close = before in _VULGAR and kind in (ORD, OPEN, TEXT)
        shown += (" " * max(0 if close else gap, runs_together(before, word)), word)
        before = word
    return "".join(shown)


def _bracketed(placed: list[Placed], compact: bool) -> Iterator[tuple[Placed, str]]:
    """Yield each node with its text, fractions in brackets where they would be torn apart."""
    words = [text(item.node, compact=compact) for item in placed]
    needed = bracketed(placed, words, list(map(_is_simple, words)))
    for index, (item, word) in enumerate(zip(placed, words, strict=True)):
        if needed[index]:
            close = index > 0 and item.gap == 1 and applies(placed[index - 1])
            yield item._replace(gap=0 if close else item.gap), f"({word})"
        else:
            yield item, word


def _is_simple(shown: str) -> bool:
    """Tell whether a fraction is one of single numbers or letters."""
    above, _, below = shown.partition("/")
    return "(" not in shown and is_atom(above) and is_atom(below)


def runs_together(before: str, word: str) -> int:
    """Return 1 where a script without brackets would swallow the letter behind it (``d_model x``), else 0."""
    return int(bool(word) and word[0].isalnum() and _BARE_SCRIPT.search(before) is not None)


def is_atom(shown: str) -> bool:
    """Tell whether text is one thing to a reader: a number, a letter with scripts, a word, a call, brackets."""
    if _ATOM.match(shown) or (shown.isalnum() and any(char > FIRST_CJK for char in shown)):
        return True
    head, bracket, _ = shown.partition("(")
    if bracket and _CALL.match(head):
        product = head != "" and head in shown[len(head) :]  # p(1 − p) is no call
        return not product and _closes_at(shown, len(head)) == len(shown) - 1
    return _NARROW.match(shown) is not None


def _closes_at(shown: str, start: int) -> int:
    """Return where the bracket at ``start`` closes; -1 when it does not."""
    depth = 0
    for index in range(start, len(shown)):
        depth += {"(": 1, ")": -1}.get(shown[index], 0)
        if depth == 0:
            return index
    return -1


def _fraction(node: Fraction, compact: bool) -> str:
    above, below = text(node.above, compact=compact), text(node.below, compact=compact)
    if not node.bar:
        return f"{above} over {below}"
    if not above or not below:
        return above + below
    if (above, below) in FRACTIONS:
        return FRACTIONS[above, below]
    if not is_atom(above) and not _is_product(above):
        above = f"({above})"
    return f"{above}/{below if is_atom(below) else f'({below})'}"


def _is_product(shown: str) -> bool:
    """Tell whether text has nothing at its top level that a slash behind it could tear apart."""
    depth = 0
    for index, char in enumerate(shown):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(char, 0)
        if depth == 0 and (char in " /,=<>+∑" or (char == "−" and index)):
            return False
    return bool(shown)


def _root(node: Root, compact: bool) -> str:
    body = text(node.body, compact=compact)
    degree = text(node.degree or EMPTY, compact=True)
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree)
    if sign is None:
        sign = (raised(degree) or f"[{degree}]") + "√"
    return sign + (body if is_atom(body) or not body else f"({body})")


def accented(node: Accent, compact: bool = False) -> str:
    """Return the body with its mark; the scripts of an accented letter stay without one."""
    items = node.body.items
    if len(items) == 1 and isinstance(items[0], Script):
        inner = items[0]
        return _script(inner._replace(base=Accent(Row((inner.base,)), node.mark)), compact)
    body = text(node.body, compact=compact)
    everywhere = node.mark in _EVERY_LETTER or len(body) == 1
    marked = (char + node.mark if (everywhere and char != " ") or char.isalpha() else char for char in body)
    return unicodedata.normalize("NFC", "".join(marked))


def _fence(node: Fence, compact: bool) -> str:
    items = node.body.items
    if len(items) == 1 and isinstance(items[0], Fraction) and not items[0].bar:
        return f"C({text(items[0].above)}, {text(items[0].below)})"
    return f"{node.left}{text(node.body, compact=compact)}{node.right}"


def _script(node: Script, _compact: bool) -> str:
    inner = unwrapped(node.base)
    base = text(inner)
    if isinstance(inner, Brace):
        base = f"[{base}]"
    elif isinstance(inner, Fraction) or (isinstance(inner, Row) and not is_atom(base) and " " in base):
        base = f"({base})"
    return attach(base, node.below, node.above)


def unwrapped(node: Node) -> Node:
    """Return the only node of a group, or the node itself."""
    while isinstance(node, Row) and len(node.items) == 1:
        node = node.items[0]
    return node


def attach(base: str, below: Row | None, above: Row | None) -> str:
    """Return the base with its scripts: first those that have characters of their own, then ``_`` and ``^``."""
    small, plain = "", ""
    for row, sign, mapped in ((below, "_", lowered), (above, "^", raised)):
        if row is None:
            continue
        words = script_text(row)
        character = mapped(words)
        if character is not None:
            small += character
        else:
            plain += sign + (words if is_bare(words) else f"({words})")
    return base + small.replace("′′", "″") + plain


def script_text(row: Row) -> str:
    """Return the text of a script, without the blanks that it can do without."""
    return text(row, compact=True).strip()


def is_bare(words: str) -> bool:
    """Tell whether a script needs no brackets: one word, or brackets of its own."""
    if len(words) == 1:
        return words != "_"
    if words.isalnum() and (words.isascii() or any(char > FIRST_CJK for char in words)):
        return True
    if words[:1] == "(":
        return _closes_at(words, 0) == len(words) - 1
    return words[:1] + words[-1:] in ("[]", "{}") and not any(char in "[]{}" for char in words[1:-1])


def _table(node: Table, _compact: bool) -> str:
    between = "" if node.joined else ", "
    rows = [between.join(filter(None, map(_cell, row))) for row in node.rows]
    if node.joined:
        rows = [" ".join(filter(None, map(_cell, row))) for row in node.rows]
    body = "; ".join(filter(None, rows)).replace(",, ", ", ")
    left, right = node.left, node.right
    if not left and not right:
        return body
    return f"{left}{' ' if left == '{' else ''}{body}{' ' if right == '}' else ''}{right}"


def _cell(cell: Row) -> str:
    return text(cell).strip()


_RENDERERS: dict[type, Callable[[Any, bool], str]] = {
    Symbol: _symbol,
    Row: _row,
    Script: _script,
    Fraction: _fraction,
    Root: _root,
    Accent: accented,
    Fence: _fence,
    Brace: _brace,
    Arrow: _arrow,
    Table: _table,
}
