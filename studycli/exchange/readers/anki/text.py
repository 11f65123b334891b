"""The note of a deck: its title, and each card as a heading with its answer below it.

``cards_text`` finds the form in which a card is read back as just that card, by trying. Most cards need no trial: those
whose text holds no sign of another card are known to be read back, and the others are tried together, as one note.
Only those that then are not what they were go through ``cards_text`` one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from studycli.exchange.cards_text import LEVEL, Pair, below, card_text
from studycli.notes.cards import asking, parse_note
from studycli.notes.cards.spans import says_something
from studycli.notes.inline import bare, has_chinese, has_words, identity, plain
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import CardOptions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEFAULT = CardOptions()
_WITNESS = "## Witness <!-- study: id=witness -->\n\nIt stands behind every card.\n"
_FENCE = re.compile(r"^[ \t>]*(`{3,})[^`\n]*\n(.*?)\n?[ \t>]*\1[ \t]*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[((?:[^\[\]\\]|\\.)*)\]\([^()]*\)")
_LEAD = re.compile(r"[>#\s]*(?:(?:[-*+]|\d+[.)])\s+)?")
_HEADING = re.compile(r"^#", re.MULTILINE)
_SETTING = " <!-- study: id="
# Two patterns a side: a class of signs, and words that begin with a letter each; both are searched for at C's speed.
_PROMPT_SIGNS, _PROMPT_WORDS = re.compile(r"[#<{%|]"), re.compile(r"::|==|!\[|追问|ollow|问题")
_ANSWER_SIGNS = re.compile(r"[?？<{%#>|!~©&]")
_ANSWER_WORDS = re.compile(r"::|==|://|\]\(|ollow|opyright|版权|问题|追问|扩展")
_LINE = re.compile(
    r"(?:(?: {1,3})?(?:(?:[-+*]|\d{1,9}\.) )?"
    r"(?!C:|(?:Question|Answer|Ans|A|Solution|参考|答|回|解|来源|出处|作者|转载|译者|关键词|标签"
    r"|[Aa]uthor|[Ss]ource|[Cc]redit|[Ll]icen[cs]e|[Kk]eyword|[Tt]ag|[Rr]eference)[^\n]{0,9}[:：]|```|\$\$)"
    r"[^\s*_Q问提(（\[【①-⑳\d~=+-][^\n]*(?:\n\n?|\Z))+"
)
_LONG = 40  # characters; no promise to write an answer is so long


class Draft(NamedTuple):
    """A card on its way into the note's text.

    Attributes:
        id: The id that its comment sets.
        prompt: Markdown on one line.
        words: Its words, without markup.
        answer: Markdown.
        tags: As they stand behind the prompt, each with a space and ``#`` before it; '' for none.
    """

    id: str
    prompt: str
    words: str
    answer: str
    tags: str


def draft(card: str, front: str, back: str, tags: str, title: str) -> Draft:
    """Return a card made of both its sides as Markdown; a side without a word gets the name of what it shows."""
    prompt = _one_line(front)
    shown = bare(prompt)
    if not has_words(shown) or ("](" in prompt and not says_something(prompt)):
        prompt = f"{title}: {_names(prompt)} {prompt or card}".replace("  ", " ")
        shown = bare(prompt)
    if "](" in back and not says_something(back):
        names = _names(back)
        if names:
            back = f"{'见' if has_chinese(prompt) else 'See'} {names}\n\n{back}"
    if "#" in back and _HEADING.search(back):
        back = below(back, LEVEL)
    return Draft(card, prompt, shown, back, tags)


def _one_line(text: str) -> str:
    """Return Markdown on one line; the lines of a block of code, which mean something, with ⏎ between them."""
    if "\n" not in text:
        return text
    if "```" in text:
        text = _FENCE.sub(_span, text)
    return " ".join(text.split())


def _span(fence: re.Match[str]) -> str:
    code = " ⏎ ".join(line.rstrip() for line in fence[2].split("\n") if line.strip())
    if "`" in code:
        return f"`` {code} ``"
    return f"`{code}`" if code else ""


def _names(text: str) -> str:
    """Return what the links and pictures of a text are called."""
    return ", ".join(dict.fromkeys(name for name in _LINK.findall(text) if name))


def note_text(title: str, drafts: Sequence[Draft], options: CardOptions) -> str:
    """Return a note with these cards.

    Args:
        title: The deck's name.
        drafts: The cards.
        options: The vault's settings on what becomes a card.
    """
    key = identity(bare(title))
    if asking.is_no_card(key) or key in map(identity, options.not_cards):
        title = f"{title} (Anki)"  # below a heading such as 'References' nothing is a card
    is_plain = options == _DEFAULT and not asking.collects_questions(
        title.replace("_", " ").replace("-", " ")
    )
    keys = [identity(each.words) for each in drafts]
    counts = Counter(
        [identity(bare(title)), *keys]
    )  # headings of the same words get the one above before them
    parts = [_heading(each) for each in drafts]
    doubtful = [
        place
        for place, (each, key) in enumerate(zip(drafts, keys, strict=True))
        if counts[key] > 1 or not (is_plain and _is_plain(each, key))
    ]
    if doubtful:
        _try(title, drafts, doubtful, parts, options)
    return "\n\n".join([f"# {title}", *parts]) + "\n"


def _heading(each: Draft) -> str:
    return f"## {each.prompt}{each.tags}{_SETTING}{each.id} -->\n\n{each.answer}".rstrip()


def _is_plain(each: Draft, key: str) -> bool:
    """Tell whether a heading and its answer are one card whatever stands around them."""
    prompt, answer = each.prompt, each.answer
    return (
        _PROMPT_SIGNS.search(prompt) is None
        and _PROMPT_WORDS.search(prompt) is None
        and _ANSWER_SIGNS.search(answer) is None
        and _ANSWER_WORDS.search(answer) is None
        and _LINE.fullmatch(answer) is not None
        and has_words(key)
        and not asking.needs_parent(each.words, key)
        and not asking.is_no_card(key)
        and not asking.is_draft(key)
        and not asking.is_question_name(key)
        and not asking.is_answer_name(key)
        and not asking.collects_questions(prompt)
        and (len(answer) > _LONG or says_something(answer))
    )


def _try(
    title: str, drafts: Sequence[Draft], doubtful: Sequence[int], parts: list[str], options: CardOptions
) -> None:
    """Give the cards that are not read back as they are another form.

    Args:
        title: The note's title.
        drafts: All cards.
        doubtful: Places of those to be tried.
        parts: The text of each card; is changed.
        options: The vault's settings.
    """
    careful: set[int] = set()
    while wrong := {*doubtful} - careful - {*_read_back(title, drafts, doubtful, parts, options)}:
        for place in wrong:
            parts[place] = _careful(title, drafts[place], options)
        careful |= (
            wrong  # those that stood beside them are tried again: a card can hide what is wrong with the next
        )


def _careful(title: str, each: Draft, options: CardOptions) -> str:
    """Return the text of a card that is no heading with its answer: as a pair of headings, else below the deck's name."""
    lines = (f"— {line}" if _is_follow_up(line) else line for line in each.answer.split("\n"))
    answer = "\n".join(lines)
    # Not the first of its words, for all that is known: the form must not depend on the headings above.
    text = card_text(Pair(each.prompt, answer, each.id), title, options, {identity(each.words)})
    text = text.replace(_SETTING, f"{each.tags}{_SETTING}", 1)
    if list(_read_back(title, [each._replace(answer=answer)], [0], [text], options)):
        return text
    prompt = f"{title}: {each.prompt}"
    text = card_text(Pair(prompt, answer, each.id), title, options, set())
    return text.replace(_SETTING, f"{each.tags}{_SETTING}", 1)


def _is_follow_up(line: str) -> bool:
    """Tell whether a line begins a question of its own: '追问：…', 'Follow-up: …'."""
    return asking.is_follow_up(plain(_LEAD.sub("", line)))


def _read_back(
    title: str, drafts: Sequence[Draft], doubtful: Sequence[int], parts: Sequence[str], options: CardOptions
) -> Iterator[int]:
    """Yield the places of the cards that are read back as they are when they stand in one note."""
    text, at, lines = f"# {title}\n\n", 3, []
    tried: list[str] = [text]
    for place in doubtful:
        lines.append(at)
        at += parts[place].count("\n") + 2
        tried.append(f"{parts[place]}\n\n")
    text = "".join([*tried, _WITNESS])
    lines.append(at)
    found: dict[int, list[bool]] = {}
    for card in parse_note("note.md", text, EMPTY_META, options).cards:
        place = bisect_right(lines, card.line) - 1
        if place < len(doubtful):
            each = drafts[doubtful[place]]
            said = text[card.start : card.end].strip() if card.start >= 0 else ""
            is_it = (
                card.id == each.id
                and identity(card.prompt) == identity(each.words)
                and (said in each.answer if said else not says_something(each.answer))
            )
            found.setdefault(place, []).append(is_it)
    return (place for at, place in enumerate(doubtful) if found.get(at) == [True])
