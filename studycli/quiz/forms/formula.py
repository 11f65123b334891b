"""Formula: 'write the loss or update', where the note holds it and it can be marked by its value.

A formula of a loss that the prompt or heading names is asked for if the kernel gives the same value; what the kernel
does not know, if it is the one formula that a section defines its subject by.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from studycli.notes.inline import has_chinese, plain
from studycli.notes.patterns import lazy
from studycli.quiz import fitness
from studycli.quiz.making import question_id
from studycli.quiz.model import Expression, Offer, Question
from studycli.quiz.templates import say, wordings
from studycli.quiz.wording import short, spaced, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.losses.formula.reference import Reference
    from studycli.notes.model import Card
    from studycli.quiz.pieces import Formula
    from studycli.quiz.source import Source

_DERIVED = lazy(
    r"推导|证明|梯度|导数|初始值|示例|例子|derivation|proof|gradient|derivative|example|why|为什么|怎样|如何",
    re.IGNORECASE,
)
_ENDING = lazy(r"(?:\s*(?:的?(?:公式|数学形式|定义)|计算|formula))+$", re.IGNORECASE)
_PASSING = lazy(r"流程|过程|编码|采样|策略|步骤|sampling|process|pipeline|encoding|strategy", re.IGNORECASE)
_BASE = lazy(r"\\log_\{?(\w+)|\blog(2|10)\b")
_SLOPE = lazy(r"\\partial|\\nabla|\\Delta|∂|∇|\\mathrm\{d\}|'")
_DEFINING = lazy(
    r"公式|定义|表达式|更新|formula|definition|update|equation|objective|目标函数|形式", re.IGNORECASE
)
_MATRIX = frozenset("ABHKMQVWX")
"""Capitals that are matrices in notes: their products do not commute, and values of numbers would not tell."""

_LETTERS = frozenset("abcdefghijklmnopqrstuvwzACDEFGIJNORSTUYZ") - {"w", "y"}
"""Letters that say nothing by themselves, as w and y do."""

_LONGEST_NAME = 14  # characters of a variable; a longer one is a phrase
_LONGEST_ANSWER = 12  # lines; in a longer one a formula is one remark among others
_MOST_FORMULAS = 8  # of an answer, that are looked at
_FEWEST_VARIABLES = 2


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer the first formula of a card's answer that can be asked for."""
    if not card.answer_lines or card.kind not in ("concept", "part") or _DERIVED.search(card.prompt):
        return
    formulas = [each for each in source.answer(card).formulas if "=" in each.latex]
    if formulas:
        yield Offer("formula", partial(_question, source, card, formulas[:_MOST_FORMULAS]))


def _question(source: Source, card: Card, formulas: list[Formula]) -> Question | None:
    found = _of_a_loss(card, formulas) or _of_the_note(source, card, formulas)
    if found is None:
        return None
    formula, reference, subject = found
    language = source.language(card)
    return Question(
        id=question_id(card, "formula"),
        card=card.id,
        note=source.path,
        line=card.line,
        form="formula",
        language=language,
        shown=_shown(source, card, reference, subject or _subject(source, card)),
        answer=f"$${formula.latex}$$",
        answer_lines=((formula.first, formula.last),),
        key=Expression(
            reference.latex,
            reference.way.key if reference.way else "",
            tuple((each.name, " ".join(each.axes), each.domain) for each in reference.variables),
        ),
    )


# -- which formula ---------------------------------------------------------------------------------------------


def _of_a_loss(card: Card, formulas: list[Formula]) -> tuple[Formula, Reference, str] | None:
    """Return the formula of the loss that the prompt names, where the kernel agrees with it."""
    from studycli.losses.formula.reference import understand
    from studycli.losses.names import mentions

    named = {mention.key: card.prompt[mention.start : mention.end] for mention in mentions(card.prompt)}
    for formula in formulas:
        for key, words in named.items():
            reference = understand(formula.latex, key)
            if reference is not None and not _SLOPE.search(reference.left):
                return formula, reference, "" if _is_named_by(card, key) else words
    return None


def _is_named_by(card: Card, key: str) -> bool:
    """Tell whether a whole prompt names a loss, or one form of it."""
    from studycli.losses.names import key_of

    return key_of(card.prompt) == key or card.kind == "concept" or _DEFINING.search(card.prompt) is not None


def _of_the_note(
    source: Source, card: Card, formulas: list[Formula]
) -> tuple[Formula, Reference, str] | None:
    """Return the one formula that a section defines its subject by."""
    from studycli.losses.formula.reference import understand

    displayed = [each for each in source.answer(card).formulas if each.display]
    if len(displayed) != 1 or displayed[0] not in formulas or not _defines(source, card):
        return None
    reference = understand(displayed[0].latex)
    if reference is None or not _is_plain(reference) or _is_bare(source.answer(card).text, reference):
        return None
    return displayed[0], reference, ""


def _defines(source: Source, card: Card) -> bool:
    """Tell whether a card is what its formula defines."""
    label = source.label(card)
    if label and not _DEFINING.search(label):
        return False
    first, last = card.answer_lines or (0, 0)
    is_vague = fitness.is_thin(card.prompt) or fitness.is_bare(card.prompt) or "›" in card.prompt
    if is_vague or _PASSING.search(card.prompt) or last - first > _LONGEST_ANSWER:
        return False
    return not _names_a_loss(card)


def _names_a_loss(card: Card) -> bool:
    """Tell whether the kernel knows what is asked for: then it would have to agree, and did not."""
    from studycli.losses.formula.known import ways
    from studycli.losses.names import mentions

    return any(ways(mention.key) for mention in mentions(card.prompt))


def _is_plain(reference: Reference) -> bool:
    """Tell whether a formula is of numbers, all named, and is alone."""
    names = [each.name for each in reference.variables]
    is_single = not reference.others and bool(reference.left) and not _SLOPE.search(reference.left)
    are_numbers = all(name.partition("_")[0] not in _MATRIX for name in names)
    are_short = all(len(name) <= _LONGEST_NAME and not has_chinese(name) for name in names)
    return is_single and are_numbers and are_short and len(names) >= _FEWEST_VARIABLES


def _is_bare(text: str, reference: Reference) -> bool:
    """Tell whether several symbols are single letters that nothing says the meaning of."""
    bare = [
        symbol
        for variable, symbol in zip(reference.variables, reference.symbols, strict=True)
        if _says_nothing(variable.name) and not _told_meaning(text, symbol)
    ]
    return len(bare) > 1


def _says_nothing(name: str) -> bool:
    """Tell whether a name is a letter that does not speak for itself, as n_in does."""
    base, _, below = name.partition("_")
    return base in _LETTERS and len(below) <= 1


# -- what is shown ---------------------------------------------------------------------------------------------


def _subject(source: Source, card: Card) -> str:
    """Return what a card is about, without further names and without a 'formula' that would be said twice."""
    words = short(stem(source, card))
    return _ENDING.sub("", words) or words


def _shown(source: Source, card: Card, reference: Reference, subject: str) -> str:
    language = source.language(card)
    conditions = ("，" if language == "zh" else "; ").join(_conditions(reference, language))
    what = _put(say(language, "formula", "write"), subject, say(language, "formula", "of"))
    first = say(
        language, "formula", "asked" if conditions else "asked-plainly", what=what, conditions=conditions
    )
    symbols = ("，" if language == "zh" else ", ").join(_symbols(source, card, reference, language))
    left = [] if reference.way else [f"${reference.left} = ?$"]
    return "\n\n".join([first, *left, say(language, "formula", "symbols", symbols=symbols)])


def _conditions(reference: Reference, language: str) -> list[str]:
    way, names = reference.way, []
    if way and ("target", "1") in way.arguments and "p_t" not in reference.names.values():
        names.append("positive")
    elif reference.reduction in ("mean", "sum", "single"):
        names.append(reference.reduction)
    if reference.factor != 1:
        names.append("half")
    if way and way.key in ("l1", "l2", "elastic-net") and "lambda" not in reference.names.values():
        names.append("unscaled")
    base = _BASE.search(reference.latex)
    if reference.has_log:
        names.append("base" if base else "natural")
    number = (base[1] or base[2]) if base else ""
    return [say(language, "formula", name, base=number) for name in names]


def _put(*pieces: str) -> str:
    """Put pieces together, Chinese with a space beside Latin letters."""
    return spaced(*pieces) if has_chinese("".join(pieces)) else "".join(pieces)


def _symbols(source: Source, card: Card, reference: Reference, language: str) -> Iterator[str]:
    """Give each symbol of a formula with its meaning, as far as that is known."""
    text = source.answer(card).text
    for variable, symbol in zip(reference.variables, reference.symbols, strict=True):
        meaning = _known_meaning(reference, variable.name, language) or _told_meaning(text, symbol)
        yield _symbol(symbol, meaning, language)
    for size in reference.sizes:
        told = wordings(language)["formula"]
        known = told.get(f"means-{size.lower()}", "") if reference.way else ""
        yield _symbol(size, known or _told_meaning(text, size) or told["means-size"], language)


def _symbol(symbol: str, meaning: str, language: str) -> str:
    if not meaning:
        return f"${symbol}$"
    what = _put(say(language, "formula", "is"), meaning)
    return say(language, "formula", "symbol", symbol=symbol, meaning=what)


def _known_meaning(reference: Reference, name: str, language: str) -> str:
    """Return the meaning of a variable of a loss that the kernel knows."""
    if reference.way is None:
        return ""
    known = reference.names[name]
    domain = next(each.domain for each in reference.way.variables if each.name == known)
    kinds = {"binary": "class", "probability": "class", "nonnegative": "count"}
    told = wordings(language)["formula"]
    if known == "alpha" and reference.way.key == "elastic-net":
        known = "rho"
    ends = (reference.way.key, kinds.get(domain, domain))
    fine = [told[f"means-{known}-{end}"] for end in ends if f"means-{known}-{end}" in told]
    return fine[0] if fine else told.get(f"means-{known}", "")


def _told_meaning(text: str, symbol: str) -> str:
    """Return what a note says a symbol is, in few words; '' where it says nothing."""
    match = re.search(
        rf"\$\s*{re.escape(symbol)}\s*\$\s*(?:[:：]|是|为|表示|代表|is |are |denotes )\s*"
        r"([^$\\，。,.;；\n（(]{1,30})(?=[，。,.;；\n（(]|\Z)",
        text,
    )
    return plain(match[1]).strip() if match else ""
