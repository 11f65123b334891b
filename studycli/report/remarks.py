"""What is to be said of a report besides its figures, in English or Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from studycli.report.model import LoadPart

FEW = 30  # answers below which shares say little

ENGLISH = {
    "no card": "No note here has a card yet; `study new` starts one that has.",
    "nothing": "Nothing was reviewed yet. `study review` asks the first cards; each answer fills this page.",
    "nothing since": "Nothing was reviewed since {since}.",
    "one": "So far there is 1 answer: shares of so few say little, as their ranges show.",
    "few": "So far there are {n} answers: shares of so few say little, as their ranges show.",
    "later": "Answers of a day after today: {n}, up to {last}; from another time zone, or of a clock that was wrong."
    " They count on their own days.",
    "gone": "Answers to cards that no note has any more: {n} (gone: {cards}). They count in history and retention;"
    " `study check` lists the cards.",
    "past": "The interview on {day} is past. `--date` or [interview] date in study.toml says when the next one is.",
    "today": "The interview is today: nothing more to plan.",
    "tomorrow": "The interview is tomorrow: no new cards any more, and today is light.",
}
CHINESE = {
    "no card": "这里的笔记还没有卡片；`study new` 可以新建一篇有卡片的笔记。",
    "nothing": "还没有复习过。运行 `study review`，从第一次回答起，这里就会有内容。",
    "nothing since": "自 {since} 起还没有复习过。",
    "one": "目前只有 1 次回答：样本太少，比例说明不了什么，看区间便知。",
    "few": "目前只有 {n} 次回答：样本太少，比例说明不了什么，看区间便知。",
    "later": "有 {n} 次回答的日期在今天之后，最晚为 {last}：来自别的时区，或当时时钟不准。它们仍记在各自的日期。",
    "gone": "有 {n} 次回答所属的 {cards} 张卡片已不在任何笔记中。它们仍计入历史和保持率；`study check` 会列出这些卡片。",
    "past": "{day} 的面试已经过去。下一次的日期可用 `--date` 给出，或写在 study.toml 的 [interview] 中。",
    "today": "今天就是面试日：没有什么可计划的了。",
    "tomorrow": "明天面试：不再学新卡，今天从轻。",
}
WORDS = {"en": ENGLISH, "zh": CHINESE}


def remarks(
    cards: int,
    load: LoadPart,
    since: date | None,
    gone: tuple[int, int],
    interview: date | None,
    language: str,
) -> tuple[str, ...]:
    """Return the sentences.

    Args:
        cards: How many can be asked.
        load: The section on load, whose history says how many answers there are.
        since: First day of history that counts; None for all.
        gone: Cards of the log that no note has any more, and the answers to them.
        interview: Its day; None for none.
        language: ``en`` or ``zh``.
    """
    words = WORDS[language]
    found = (*_of_answers(cards, load, since), *_of_gone(*gone), *_of_interview(interview, load.today.day))
    return tuple(words[key].format(**values) for key, values in found)


Remark = tuple[str, dict[str, object]]
"""Which sentence, and what is filled in."""


def _of_answers(cards: int, load: LoadPart, since: date | None) -> Iterator[Remark]:
    answered = sum(day.answers for day in load.days)
    if not (answered or cards):
        yield "no card", {}
    elif not answered:
        yield "nothing since" if since else "nothing", {"since": since}
    elif answered < FEW:
        yield "one" if answered == 1 else "few", {"n": answered}
    later = [day for day in load.days if day.day > load.today.day]
    if later:
        yield "later", {"n": sum(day.answers for day in later), "last": later[-1].day}


def _of_gone(cards: int, answers: int) -> Iterator[Remark]:
    if cards:
        yield "gone", {"n": answers, "cards": cards}


def _of_interview(day: date | None, today: date) -> Iterator[Remark]:
    """Yield what is to be said of an interview that is past, today or tomorrow."""
    days = (day - today).days if day else None
    if days is not None and days <= 1:
        yield ("tomorrow" if days == 1 else "today" if days == 0 else "past"), {"day": day}
