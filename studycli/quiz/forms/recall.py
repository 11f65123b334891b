"""Recall: the card as it is, where its prompt names its subject and its answer can be read by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studycli.notes.cards import asking
from studycli.notes.inline import has_chinese, identity
from studycli.notes.patterns import lazy
from studycli.quiz import fitness
from studycli.quiz.making import answer_span, question_id
from studycli.quiz.model import Checklist, Offer, Question
from studycli.quiz.points import key_points
from studycli.quiz.templates import say
from studycli.quiz.wording import asks_something, context, ended, is_compound, is_vague, stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.notes.model import Card
    from studycli.quiz.pieces import Answer
    from studycli.quiz.source import Source

_BIDS = lazy(r"简[要单]|详细|谈|说|讲|聊|设计|实现|判断|用|给|如果|对比|描述|手写")
"""How a demand begins in Chinese, beside those that `asking.demands` knows."""
_MARKED = ("basic", "reversed", "cloze")


def offers(source: Source, card: Card, seed: int) -> Iterator[Offer]:  # noqa: ARG001 the same for every seed
    """Offer the card, where it has an answer and is fit to ask."""
    if card.answer_lines and _is_fit(source, card):
        yield Offer("recall", lambda: _question(source, card))


def _is_fit(source: Source, card: Card) -> bool:
    """Tell whether a card is fit; what a person has marked as a card only has to say something."""
    answer = _answer(source, card)
    if card.kind in _MARKED:
        return _is_fit_mark(source, card, answer)
    if not _is_whole(source, card, answer):
        return False
    if card.kind == "question":
        is_vast = is_vague(card.prompt) and is_compound(card.prompt) and not asking.demands(card.prompt)
        return asking.asks_plainly(card.prompt) or not (is_vast or fitness.is_thin(card.prompt))
    return _explains(card, answer) and (card.kind == "part" or _names_something(source, card))


def _is_whole(source: Source, card: Card, answer: Answer) -> bool:
    """Tell whether a prompt and its answer can be understood by themselves, and nothing is left open."""
    is_readable = fitness.stands_alone(answer) and asks_something(card)
    is_open = (
        fitness.only_asks(answer)
        or fitness.is_word(answer)
        or fitness.is_unfinished(answer)
        or "TODO" in card.prompt
    )
    is_cut = fitness.begins_late(answer) or _goes_on(source, card) or _lacks_picture(source, card)
    is_odd = fitness.is_message(card.prompt) or fitness.points_back(card.prompt) or fitness.is_manual(source)
    return is_readable and not (is_open or is_cut or is_odd)


def _explains(card: Card, answer: Answer) -> bool:
    """Tell whether a heading names something, and its answer says what an interviewer wants to hear of it."""
    if fitness.is_only_code(answer) or fitness.is_handling(answer) or fitness.is_advice(answer):
        return False
    if fitness.is_meagre(answer) or fitness.asks_on(answer) or _only_lists(card, answer):
        return False
    return not fitness.is_thin(card.prompt) and not fitness.names_no_problem(card.prompt)


def _answer(source: Source, card: Card) -> Answer:
    """Return a card's answer, without the next question where its heading stands inside of it."""
    return fitness.up_to_next_question(source.answer(card))


def _is_fit_mark(source: Source, card: Card, answer: Answer) -> bool:
    """Tell whether a card that a person has marked can be asked: it lacks no picture and gives nothing away."""
    if fitness.is_placeless(card.prompt) or _lacks_picture(source, card):
        return False
    if card.kind == "cloze" and identity(answer.text) in identity(card.prompt):
        return False
    return fitness.says_something(answer)


def _lacks_picture(source: Source, card: Card) -> bool:
    """Tell whether a picture stands between a prompt and its answer, which is not shown with the prompt."""
    first = card.answer_lines[0] if card.answer_lines else card.line + 1
    asked = "\n".join(source.document.lines[card.line - 1 : first - 1])
    return fitness.has_picture(asked)


def _goes_on(source: Source, card: Card) -> bool:
    """Tell whether a task goes on below its prompt: behind a colon, or in words above the code that solves it."""
    line = source.document.lines[card.line - 1].rstrip(" *_\r")
    _, several, last = line.rpartition(". ")
    if several and line.endswith((":", "：")) and not asking.asks_plainly(last):
        return True
    code = source.answer(card).code
    is_task = card.kind == "question" and ". " in card.prompt and not asking.asks_plainly(card.prompt)
    return is_task and bool(code) and code[0].first > source.answer(card).first + 1


def _only_lists(card: Card, answer: Answer) -> bool:
    """Tell whether the kinds of a concept are listed and not explained; what '优点' lists is explained by it."""
    return card.kind == "concept" and "的" not in card.prompt and fitness.only_names(answer)


def _names_something(source: Source, card: Card) -> bool:
    """Tell whether a heading names its subject, alone or by what it belongs to."""
    if fitness.is_index(source.title):
        return False
    if not is_vague(card.prompt):
        return True
    above = context(source, card)
    lacking = is_compound(card.prompt) and not above
    return not lacking and not fitness.names_no_problem(above)


def _asked(shown: str, card: Card, language: str) -> str:
    """Return a heading as a question: with its mark, or with the demand to explain it."""
    if asking.asks_plainly(card.prompt):
        return ended(shown, language)
    if card.kind == "question" and not _is_noun(card.prompt):
        return shown
    return say(language, "recall", "explain", subject=shown)


def _is_noun(prompt: str) -> bool:
    """Tell whether a Chinese heading asks by a noun alone, as 最大池化与平均池化的区别 does, and so needs a verb."""
    bids = asking.demands(prompt) or _BIDS.match(prompt) or prompt.endswith(tuple("。.；;"))
    return has_chinese(prompt) and not bids


def _question(source: Source, card: Card) -> Question:
    language = source.language(card)
    shown, answer = stem(source, card), _answer(source, card)
    if card.kind not in _MARKED and not asking.has_question_mark(shown):
        shown = _asked(shown, card, language)
    return Question(
        id=question_id(card, "recall"),
        card=card.id,
        note=source.path,
        line=card.line,
        form="recall",
        language=language,
        shown=shown,
        answer=answer.text,
        answer_lines=answer_span(card, answer),
        key=Checklist(key_points(answer)),
    )
