"""Words that are several names: ``yp`` is y times p, ``ylog`` is y times the logarithm of what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.losses.formula import words
from studycli.losses.formula.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_LONGEST = 24  # letters of a word that is parted
_LONG_NAME = 3  # letters; a longer name is one that may be mistyped
_FEWEST = 2  # letters of a function's name within a word; one more than of a variable's
_INDEX_LETTERS = frozenset("ijkct")  # behind another index they are one too
_KNOWN = (
    frozenset(words.FUNCTIONS)
    | frozenset(words.BIG)
    | words.MODULES
    | words.KEYWORDS
    | words.CONDITION_WORDS
    | words.NAMES
    | frozenset(["pi", "inf", "and", "or", "True", "False"])
)
_INSIDE = {name for name in (*words.FUNCTIONS, *words.BIG) if len(name) >= _FEWEST and name.isalpha()} - {
    "one"
}


def parted(tokens: list[Token], names: Collection[str] | None, *, is_latex: bool) -> list[Token]:
    """Return tokens with every word that is no name parted into names, where that can be done.

    Args:
        tokens: All tokens of a formula.
        names: Names that may be used, and what they may be called otherwise. None where they are not known: then
            a word of two letters is parted in LaTeX if both stand alone elsewhere.
        is_latex: Whether the formula is LaTeX, where letters side by side are multiplied.
    """
    if names is None:
        single = {token.text for token in tokens if token.kind == "word" and len(token.text) == 1}
        pieces = single if is_latex else set()
    else:
        pieces = {name.partition("_")[0] for name in names} | set(names)
    found: list[Token] = []
    for at, token in enumerate(tokens):
        is_below = bool(found) and found[-1].text == "_" and found[-1].kind == "sign"
        is_name = token.kind != "word" or token.text in pieces or token.text.lower() in _KNOWN
        if is_below and is_latex and len(token.text) > 1:
            found += _below(token, None if names is None else pieces)
        elif is_name or is_below or _is_in_group_below(found):
            found.append(token)
        else:
            is_base = at + 1 < len(tokens) and tokens[at + 1].text == "^"
            found += _pieces(token, {*pieces, "e"} if is_base else pieces)
    return found


def _below(token: Token, names: Collection[str] | None) -> list[Token]:
    r"""Part a word behind an underscore, as LaTeX does: its first letter alone is the index of ``x_iy_i``.

    Where names are known, ``y_ic`` has two indices, for c is no name.
    """
    rest = token.text[1:]
    if names is not None and rest in _INDEX_LETTERS:
        return [token]
    if token.kind != "word" or token.text in words.NAME_ENDINGS:
        return [token]
    if names is not None and rest not in names and rest.lower() not in _KNOWN:
        return [token]
    middle = token.start + 1
    return [token._replace(text=token.text[0], end=middle), Token("word", rest, middle, token.end)]


def _is_in_group_below(found: list[Token]) -> bool:
    """Tell whether the next token stands in a group below a name or sum."""
    depth = 0
    for at in range(len(found) - 1, 0, -1):
        text = found[at].text
        depth += (text == "}") - (text == "{")
        if depth < 0:
            return found[at - 1].text == "_"
    return False


def _is_slip(text: str, names: Collection[str]) -> bool:
    """Tell whether a word is a long name with a letter too many at its end: ``yhatt`` is no product of yhat and t."""
    return len(text) > _LONG_NAME and text[:-1] in names and text[-1] == text[-2]


def _pieces(token: Token, names: Collection[str]) -> Iterator[Token]:
    """Give a word's pieces, the fewest that are all names; the word itself where there are none."""
    text = token.text
    ways: list[tuple[str, ...] | None] = [(), *[None] * len(text)]
    if len(text) <= _LONGEST and not _is_slip(text, names):
        for end in range(1, len(text) + 1):
            for start in range(end):
                before, piece = ways[start], text[start:end]
                if before is not None and (piece in names or piece in _INSIDE):
                    best = ways[end]
                    if best is None or len(before) + 1 < len(best):
                        ways[end] = (*before, piece)
    at = token.start
    width = token.end - token.start
    for number, piece in enumerate(ways[-1] or (text,)):
        end = at + len(piece) if width == len(text) else token.end
        yield Token(
            "word", piece, at if width == len(text) else token.start, end, token.spaced and number == 0
        )
        at = end
