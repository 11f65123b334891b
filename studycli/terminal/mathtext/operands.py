"""Which fractions of a row need brackets on one line, where no bar shows how far they reach.

``ln(a/b)`` is not ``(ln a)/b`` and ``(1/z) p`` not ``1/(zp)``. What is clear has none: a fraction that ends a product
(``g v/w`` is the same either way), one of single letters before a sum or a bracket (``1/n ∑ xᵢ``), and a derivative
without its function (``d/dx f``).
"""

import re
from collections import Counter
from collections.abc import Sequence

from .spacing import Placed
from .symbols import BIG, BIN, CLOSE, FIRST_CJK, FRAC, OP, OPEN, ORD, PUNCT, REL, TEXT
from .tree import Fence, Node, Script, Symbol

_OPERATORS = frozenset("∂∇Δ𝔼d")  # they take hold of what stands next to them
_BARS = frozenset("|‖")
_BEHIND = frozenset("!/")  # they take hold of what stands before them
_SIGNS = frozenset("+−±∓-")
_FIRST_MATHEMATICAL = "\U0001d400"  # letters that are bold, script and so on: behind the Chinese ones
_DERIVATIVE = re.compile(r"[∂d][²³⁴-⁹ⁿᵏᵐ]?/\(?[∂d][^\W\d_ₐ-ₜᵢᵣᵤᵥᵦᵧᵨᵩᵪ]")
_WORD = re.compile(r"[a-z]{2,}$")


def bracketed(placed: Sequence[Placed], words: Sequence[str], simple: Sequence[bool]) -> list[bool]:
    """Return for each node of a row whether it is a fraction that needs brackets.

    ``words`` are the nodes as shown; ``simple`` tells of each whether it is a fraction of single numbers or letters.
    One pass: linear in the length of the row.
    """
    left = Counter(_sign(item.node) for item in placed)  # bars that may still close
    seen: Counter[str] = Counter()
    in_argument = False  # of a function that has no brackets itself
    found: list[bool] = []
    for index, item in enumerate(placed):
        in_argument = in_argument and _goes_on(item)
        torn = False
        if item.kind == FRAC and "/" in words[index] and not isinstance(item.node, Script):
            torn = in_argument or (index > 0 and _binds(placed[index - 1], item, words[index - 1]))
            after = placed[index + 1] if index + 1 < len(placed) else None
            if not torn and after is not None and not _closes(_sign(after.node), seen, left):
                torn = _multiplies(after, words[index + 1], words[index], simple=simple[index])
        found.append(torn)
        seen[_sign(item.node)] += 1
        left[_sign(item.node)] -= 1
        in_argument = in_argument or is_function(item)
    return found


def _closes(sign: str, seen: Counter[str], left: Counter[str]) -> bool:
    """Tell whether a sign is a bar that ends something: the partner of one before it, or one without any."""
    return sign in _BARS and (seen[sign] % 2 == 1 or left[sign] == 1)


def is_function(item: Placed) -> bool:
    """Tell whether a node is a function's name; a limit reaches as far as a sum and is none."""
    return item.kind == OP and not _sign(item.node).startswith("lim")


def applies(item: Placed) -> bool:
    """Tell whether the bracket behind a node stands close to it: behind functions, differentials and slashes."""
    return is_function(item) or _sign(item.node) in _OPERATORS or _sign(item.node) == "/"


def _sign(node: Node) -> str:
    """Return the text of a symbol, scripts left away; '' for what is none."""
    node = node.base if isinstance(node, Script) else node
    return node.text if isinstance(node, Symbol) else ""


def _goes_on(item: Placed) -> bool:
    """Tell whether a function's argument can go on with a node."""
    if item.kind in (BIN, REL, PUNCT, CLOSE, BIG) or item.gap > 1 or isinstance(item.node, Fence):
        return False
    sign = _sign(item.node)
    return sign not in _BARS and (item.kind != OPEN or sign in _SIGNS)


def _binds(before: Placed, item: Placed, word: str) -> bool:
    """Tell whether what stands before a fraction would take hold of its numerator alone."""
    if item.gap > 1:
        return False
    if before.kind == FRAC:
        return "/" in word
    return applies(before) or (before.kind == TEXT and _WORD.match(word) is not None)


def _multiplies(after: Placed, word: str, fraction: str, *, simple: bool) -> bool:
    """Tell whether what stands behind a fraction would be read as a factor of its denominator."""
    if after.gap > 1 or _DERIVATIVE.match(fraction):
        return False
    sign = _sign(after.node)
    if after.kind in (BIG, OPEN) or isinstance(after.node, Fence) or sign in _BARS:
        return not simple
    if after.kind in (FRAC, OP) or sign in _BEHIND:
        return True
    return after.kind in (ORD, TEXT) and _begins_factor(word[:1])


def _begins_factor(char: str) -> bool:
    """Tell whether a factor begins with a character: a letter or digit, but no Chinese one, a root or a derivative."""
    letter = char.isalnum() and not FIRST_CJK <= char < _FIRST_MATHEMATICAL
    return letter or (char != "" and char in "√∂∇")
