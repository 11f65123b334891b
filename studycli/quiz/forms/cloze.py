"""Cloze: one fact of the note hidden: a term, an operative word, a number, a sign of a formula."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.patterns import lazy
from studycli.quiz import fitness, wording
from studycli.quiz.blanks import GAP, Blank, leaks
from studycli.quiz.blanks_formula import formula_blanks
from studycli.quiz.blanks_terms import called, defined, explained, is_term, lists_examples
from studycli.quiz.blanks_units import units
from studycli.quiz.blanks_words import cell_blank, number_blanks, word_blanks
from studycli.quiz.garbled import is_garbled
from studycli.quiz.making import question_id
from studycli.quiz.model import Names, Offer, Question
from studycli.quiz.templates import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.blanks_units import Unit
    from studycli.quiz.source import Source


_KINDS = lazy(
    r"类型|子类|分类|种类|[几两二三四五六]项|技术|阶段|思想|基础|概念|归纳偏置|原理|任务|思路|方法|\b(?:kinds|types|techniques|models|metrics|stages|concepts|methods)\b",
    re.IGNORECASE,
)
"""What a list is of whose items are named things."""
_GAPPED = lazy(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_REMARK = lazy(r"(?<=[?？])\s*[（(].*[)）]$")
_TWO_QUESTIONS = lazy(
    r"[?？]\s*[^\s（(].*[?？]?$|[,，]\s*(?:并|包括|以及|为什么|如果|and (?:how|why|what))|\s包括"
)
_BRACKETED = lazy(r"^[^›]*[)）]$")
_FORMULA_LABEL = lazy(r"公式$|^(?:损失函数|formula)$", re.IGNORECASE)
_WHOLE_FORMULA = lazy(r"\$\$?([^$]+)\$\$?$")
_NO_FORMULA = lazy(r"机制|场景|特点|动机|作用|应用")
_PRACTICE = lazy(
    r"题库|策略|流程|挑战|[坑与]|工程|生产|上线|数据构建|配方|超参|要点|模板|追问|参数如何|如何选择|怎[样么]|[；→]|应对|优先"
)
_SEVERAL = lazy(r"[；→:：]|应对|优先")


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer every gap in a card's answer that only one filling fits."""
    if not _is_fit(source, card):
        return
    for unit in units(source, card):
        for blank, shown in _asked(source, card, unit):
            if not leaks(shown, blank.wordings):
                yield Offer("cloze", partial(_question, source, card, unit, blank, shown))


def _is_fit(source: Source, card: Card) -> bool:
    """Tell whether a card's subject can be named and its answer read by itself."""
    if not card.answer_lines or card.kind not in ("question", "concept", "part"):
        return False
    if fitness.is_index(source.title) or is_garbled(f"{source.title} {card.prompt}"):
        return False
    if fitness.is_thin(card.prompt) or fitness.is_message(card.prompt) or not wording.asks_something(card):
        return False
    answer = source.answer(card)
    return fitness.stands_alone(answer) and not fitness.is_handling(answer)


def _question(source: Source, card: Card, unit: Unit, blank: Blank, shown: str) -> Question:
    note = source.answer(card).slice(unit.first, unit.last).strip()
    return Question(
        id=question_id(card, "cloze", f"{unit.label}:{unit.column}:{blank.text}"),
        card=card.id,
        note=source.path,
        line=unit.first,
        form="cloze",
        language=source.language(card),
        shown=shown,
        answer=f"**{blank.wordings[0]}**\n\n{note}",
        answer_lines=((unit.first, unit.last),),
        key=Names((blank.wordings,)),
        hidden=blank.hidden,
    )


def _asked(source: Source, card: Card, unit: Unit) -> Iterator[tuple[Blank, str]]:
    """Yield each gap of a statement, with the whole of what is shown."""
    if not (unit.label or unit.formula or unit.column):
        term = defined(unit.text) or called(unit.text)
        if term:  # which needs no other subject
            yield term, say(source.language(card), "cloze", "term", text=wording.tidy(term.text))
            return
    if _TWO_QUESTIONS.search(_REMARK.sub("", card.prompt)):
        return
    if unit.formula:
        yield from _of_formula(source, card, unit.formula, "")
    elif unit.column:
        yield from _of_cell(source, card, unit)
    else:
        yield from _of_statement(source, card, unit)


def _of_formula(source: Source, card: Card, latex: str, head: str) -> Iterator[tuple[Blank, str]]:
    for blank in formula_blanks(latex):
        yield blank, _about(source, card, f"{head}${blank.text}$", "formula")


def _of_cell(source: Source, card: Card, unit: Unit) -> Iterator[tuple[Blank, str]]:
    blank = None if asking.asks_plainly(card.prompt) else cell_blank(unit.text)
    if blank:
        told = say(
            source.language(card), "cloze", "cell", row=unit.label, column=unit.column, text=blank.text
        )
        yield blank, _about(source, card, told, "fill")


def _of_statement(source: Source, card: Card, unit: Unit) -> Iterator[tuple[Blank, str]]:
    """Yield the label of an item, or the signs, operative words and numbers of any statement."""
    label = _labelled(card, unit)
    if label:
        yield label, _of_label(source, card, unit, label)
        return
    colon = "：" if source.language(card) == "zh" else ": "
    head = f"{unit.label}{colon}" if unit.label and not _FORMULA_LABEL.search(unit.label) else ""
    formula = _WHOLE_FORMULA.match(unit.text)
    if formula:
        yield from _of_formula(source, card, formula[1].strip(), head)
        return
    # In the answer to a question a number mostly belongs to an example.
    numbers = () if asking.asks_plainly(card.prompt) else number_blanks(unit.text)
    for blank in (*word_blanks(unit.text), *numbers):
        yield blank, _about(source, card, head + blank.text, "fill")


def _labelled(card: Card, unit: Unit) -> Blank | None:
    """Return an item without its label, where the list is one of named things and its items are explained."""
    about = f"{card.prompt} {unit.lead}"
    if not _KINDS.search(about) or _PRACTICE.search(about) or _SEVERAL.search(unit.text):
        return None
    named = sum(map(is_term, unit.siblings))
    return explained(unit.label, unit.text) if named * 2 >= len(unit.siblings) else None


def _of_label(source: Source, card: Card, unit: Unit, blank: Blank) -> str:
    if lists_examples(unit.text):
        told = say(source.language(card), "cloze", "belongs", examples=unit.text, gap=GAP)
        return _about(source, card, told, "fill")
    lead = unit.lead.strip(" :：") if asking.asks_plainly(card.prompt) else ""
    name = "within" if lead and lead not in card.prompt else "fill"
    return _about(source, card, blank.text, name, lead)


def _subject(source: Source, card: Card) -> str:
    """Return what a card is about: with its context, unless brackets tell already what is meant."""
    return card.prompt if _BRACKETED.search(card.prompt) else wording.stem(source, card)


def _heading(source: Source, card: Card) -> str:
    """Return what a formula that follows a part is of: the part's heading, where the part is no formula's."""
    if card.kind == "part" and _NO_FORMULA.search(source.label(card)):
        return wording.short(source.heading(card))
    return _subject(source, card)


def _about(source: Source, card: Card, text: str, name: str, lead: str = "") -> str:
    """Return a text with a gap behind what it is about, which is a question or a name."""
    language = source.language(card)
    subject = _heading(source, card) if name == "formula" else _subject(source, card)
    kind = "asked" if asking.asks_plainly(subject) or asking.demands(subject) else "about"
    subject = _GAPPED.sub("", _REMARK.sub("", subject))
    if kind == "asked":
        subject = wording.ended(subject, language)
    return say(language, "cloze", f"{name}-{kind}", subject=subject, text=text, lead=lead)
