"""From a question and its answer to Markdown that ``parse_note`` reads back as that one card.

A card is a heading with its answer below it, where that is read as one card. What Markdown would take for more (a
label that divides, a mark of another card, a heading, an open comment) is written so that it shows the same and
means nothing; and where the heading alone would not be the prompt, it becomes a pair of headings, Question and Answer.
Little is assumed of the parser: each form is tried, with the card's neighbour behind it, and the first one that
is read back is taken. Only plain words below a plain heading, as most decks have them, are taken untried.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes.blocks import FENCE, HEADING, HTML, MATH, Document
from studycli.notes.cards import answer_text, asking, parse_note
from studycli.notes.cards.spans import says_something
from studycli.notes.inline import bare, has_chinese, has_words, identity
from studycli.notes.meta import EMPTY_META
from studycli.notes.model import CardOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from studycli.notes.model import Card

LEVEL = 2  # of a card's heading: the title has the first
_DEEPEST = 6
_DEFAULT = CardOptions()
_WITNESS = "\n\n## Witness <!-- study: id=witness -->\n\nIt stands `behind` every card.\n\n%%\n\n-->\n"
_SPECIAL_ID = re.compile(r"[^\w.:/+-]+")
_LINE = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_EDGE = re.compile(r"\A(?:[ \t]*\n)+")
_NUL = re.compile(r"[\0\ufeff\ue000-\uf8ff]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_COVERED = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?\n)?[ \t]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`)[^`\n]+?(?<!`)(?P=ticks)(?!`)"
    r"|\$\$.+?\$\$|(?<![\\$\w])\$(?!\s)[^$\n]*?[^\s\\$]\$(?!\d)",
    re.DOTALL | re.MULTILINE,
)
_SIGNS = re.compile(r"[*_`~=\[\]<>&\\!$#:{}%?|+.()-]")
_MARKS = re.compile(r":{2,}|={2,}|\{{2,}")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
# Lines that neither begin like a label, a number, a credit or a follow-up nor hold a sign of markup.
_PLAIN_LINES = re.compile(
    r"(?:(?!.{0,24}[:：])(?!.*://)[^\W\d_cCfFQ问提追延进可扩版第面题一二三四五六七八九十][^\n#*_`~=\[\]<>{}%\\$|!&?？©]*(?:\n\n?|\Z))+"
)
_PLAIN_PROMPT = re.compile(r"[^\n#*_`~=\[\]<>{}%\\$|!&]+")
_TAG_LINE = re.compile(r"^([ \t]*)#(?=[^\s#])")


class Pair(NamedTuple):
    """A question and its answer.

    Attributes:
        prompt: Markdown; of several lines, they become one.
        answer: Markdown.
        id: The card's id; '' to leave it to the note.
    """

    prompt: str
    answer: str
    id: str = ""


class Written(NamedTuple):
    """A note made of pairs: its text, and the line of each card's heading, counted from 1."""

    text: str
    lines: tuple[int, ...]


def note_of(title: str, pairs: Iterable[Pair], options: CardOptions) -> Written:
    """Return a note with a card for each pair, in their order, without frontmatter.

    Args:
        title: Its heading.
        pairs: Questions and answers.
        options: The vault's settings on what becomes a card.
    """
    key = identity(bare(title))
    if asking.is_no_card(key) or key in map(identity, options.not_cards):
        title = f"{title} (cards)"  # below a heading such as 'References' nothing is a card
    head = f"# {_one_line(title)}".rstrip()
    pairs = list(pairs)
    drafts = list(_drafts(pairs, {identity(bare(head[2:]))}))
    parts = {at: draft.text for at, draft in enumerate(drafts) if draft.is_plain and options == _DEFAULT}
    doubtful = [at for at, draft in enumerate(drafts) if not draft.is_twin and at not in parts]
    parts.update((at, drafts[at].text) for at in _read_back(head, drafts, doubtful, options))
    texts: list[str] = []
    lines: list[int] = []
    line = 1
    for at, (pair, draft) in enumerate(zip(pairs, drafts, strict=True)):
        text = parts.get(at) or card_text(pair, title, options, {draft.key} if draft.is_twin else set())
        lines.append(line + 2)
        line += 2 + text.count("\n")
        texts.append(text)
    return Written("\n\n".join([head, *texts]) + "\n", tuple(lines))


class _Draft(NamedTuple):
    """A card as a heading with its answer.

    Attributes:
        text: The card.
        answer: Its answer in it.
        id: The id that it sets; '' for none.
        key: Its prompt's identity.
        is_twin: Whether it cannot stay so: a heading above has the same words, or the prompt has several lines.
        is_plain: Whether it is known to be read back.
    """

    text: str
    answer: str
    id: str
    key: str
    is_twin: bool
    is_plain: bool


def _drafts(pairs: Iterable[Pair], seen: set[str]) -> Iterator[_Draft]:
    for pair in pairs:
        prompt, answer = _one_line(pair.prompt), below(_tidy(pair.answer), LEVEL)
        key = identity(bare(prompt))
        is_twin = key in seen or "\n" in pair.prompt.strip()
        seen.add(key)
        form = _heading(prompt, answer, _setting(pair))
        is_plain = not is_twin and _is_plain(prompt, key, answer)
        yield _Draft(form.text, answer, card_id(pair.id), key, is_twin, is_plain)


def _read_back(
    head: str, drafts: Sequence[_Draft], places: Sequence[int], options: CardOptions
) -> Iterator[int]:
    """Yield the places of those cards that are read back as they are when all stand in one note: in a tenth of the time."""
    starts: list[int] = []
    line = 3
    for place in places:
        starts.append(line)
        line += drafts[place].text.count("\n") + 2
    starts.append(line)  # of the witness
    text = "\n\n".join([head, *(drafts[place].text for place in places)]) + _WITNESS
    found: dict[int, list[Card]] = {}
    for card in parse_note("note.md", text, EMPTY_META, options).cards:
        found.setdefault(bisect_right(starts, card.line) - 1, []).append(card)
    for at, place in enumerate(places):
        draft, cards = drafts[place], found.get(at, [])
        if (
            len(cards) == 1
            and cards[0].line == starts[at]
            and _is_it(cards[0], draft.id, draft.key)
            and answer_text(text, cards[0]).strip() == draft.answer.strip()
        ):
            yield place


def _is_it(card: Card, wanted: str, key: str) -> bool:
    """Tell whether a card has the id that its comment sets, its prompt, and no tags."""
    return identity(card.prompt) == key and not card.tags and wanted in ("", card.id)


def _setting(pair: Pair) -> str:
    return f" <!-- study: id={card_id(pair.id)} -->" if pair.id else ""


def card_text(pair: Pair, title: str, options: CardOptions, seen: set[str]) -> str:
    """Return one card, without blank lines around it.

    Where no form is read back as the card (its prompt has no word, or its answer says nothing), it is the plainest one.

    Args:
        pair: Question and answer.
        title: The note's title.
        options: The vault's settings on what becomes a card.
        seen: Identities of the headings of the note so far; the card's own is added.
    """
    prompt, answer = _one_line(pair.prompt), _tidy(pair.answer)
    setting = _setting(pair)
    key = identity(bare(prompt))
    is_twin = key in seen
    seen.add(key)
    if not is_twin and "\n" not in pair.prompt and _is_plain(prompt, key, answer) and options == _DEFAULT:
        return _heading(prompt, answer, setting).text
    wanted = _Wanted(card_id(pair.id), key, f"# {_one_line(title)}", options)
    plainest = None
    for form in _forms(pair, setting, bold=options.bold_clozes):
        if form.is_pair or not is_twin:
            plainest = form
            if wanted.is_read(form):
                break
    assert plainest is not None  # noqa: S101 - there are always pairs among the forms
    return plainest.text


def card_id(text: str) -> str:
    """Return an id as a comment can hold it: other signs than letters, digits and ``_.:/+-`` become ``-``."""
    return _SPECIAL_ID.sub("-", text).replace("--", "-").strip("-")


def literal(words: str) -> str:
    """Return Markdown whose words, as a prompt, are just these: what would be markup gets a backslash.

    Words of several lines are a block of Markdown, and stay.
    """
    if bare(words) == words or "\n" in words:
        return words
    return outside_code(words, lambda text: _SIGNS.sub(r"\\\g<0>", text))


class _Form(NamedTuple):
    """One way to write a card: its text, its answer in it, and whether it is a pair of headings."""

    text: str
    answer: str
    is_pair: bool


class _Wanted(NamedTuple):
    """What a form must be read as."""

    id: str
    key: str
    head: str
    options: CardOptions

    def is_read(self, form: _Form) -> bool:
        text = f"{self.head}\n\n{form.text}{_WITNESS}"
        cards = parse_note("note.md", text, EMPTY_META, self.options).cards
        return (
            len(cards) == 2  # noqa: PLR2004 - the card and its witness
            and cards[1].id == "witness"
            and _is_it(cards[0], self.id, self.key)
            and answer_text(text, cards[0]).strip() == form.answer.strip()
        )


def _forms(pair: Pair, setting: str, *, bold: bool) -> Iterator[_Form]:
    """Yield the forms of a card, the one that is read most easily first.

    Args:
        pair: Question and answer.
        setting: The comment with its id.
        bold: Whether words in bold are clozes.
    """
    asked, answer = _tidy(_COMMENT.sub(" ", pair.prompt)), _tidy(pair.answer)
    prompt = _one_line(asked)
    deeper = below(answer, LEVEL)
    closed = _closed(deeper)
    harmless = _harmless(closed, bold=bold)
    if "\n" not in asked:
        for text in (deeper, closed, harmless):
            yield _heading(prompt, text, setting)
    for shown in dict.fromkeys((_closed(asked), prompt, _harmless(prompt, bold=bold))):
        for text in (deeper, closed, _flat(closed), harmless, _flat(harmless), _fenced(answer)):
            yield _pair(shown, text, setting)


def _is_plain(prompt: str, key: str, answer: str) -> bool:
    """Tell whether a heading and its answer are plain words, which are one card whatever stands around them."""
    return (
        _PLAIN_LINES.fullmatch(answer) is not None
        and _PLAIN_PROMPT.fullmatch(prompt) is not None
        and bare(prompt) == prompt
        and not asking.needs_parent(prompt, key)
        and not asking.is_no_card(key)
        and not asking.is_draft(key)
        and not asking.is_follow_up(prompt)
        and not asking.is_question_name(key)
        and not asking.is_answer_name(key)
        and not asking.collects_questions(prompt)
        and says_something(answer)
    )


def _heading(prompt: str, answer: str, setting: str) -> _Form:
    return _Form(f"## {prompt}{setting}\n\n{answer}".rstrip(), answer, is_pair=False)


def _pair(prompt: str, answer: str, setting: str) -> _Form:
    asks, answers = ("问题", "答案") if has_chinese(prompt) else ("Question", "Answer")
    return _Form(f"## {asks}{setting}\n\n{prompt}\n\n## {answers}\n\n{answer}".rstrip(), answer, is_pair=True)


def _one_line(text: str) -> str:
    """Return a text on one line without comments: a heading has no more, and a prompt's words are read so."""
    return " ".join(_COMMENT.sub(" ", _NUL.sub("", text)).split())


def _tidy(text: str) -> str:
    """Return an answer without blank edges, with line feeds only; two blanks at the end of a line break it, and stay."""
    return _BLANK_EDGE.sub("", _LINE.sub("\n", _NUL.sub("", text))).rstrip()


def below(text: str, level: int) -> str:
    """Return Markdown with its headings moved below a level, those at the deepest level as bold lines at most."""
    document = Document(text)
    heads = [block for block in document.blocks if block.kind == HEADING]
    if not heads:
        return text
    shift = max(level + 1 - min(block.level for block in heads), 0)
    lines = list(document.lines)
    for block in reversed(heads):
        depth = min(block.level + shift, _DEEPEST)
        lines[block.line : block.end] = [f"{'#' * depth} {block.text}".rstrip()]
    return "\n".join(lines)


def _flat(text: str) -> str:
    """Return Markdown with its headings as paragraphs in bold: one that asks would be a card of its own."""
    document = Document(text)
    lines = list(document.lines)
    for block in reversed(document.blocks):
        if block.kind == HEADING:
            lines[block.line : block.end] = [
                "",
                block.text if "**" in block.text else f"**{block.text}**",
                "",
            ]
    return "\n".join(lines).strip("\n")


def _closed(text: str) -> str:
    """Return Markdown in which no fence, comment or raw HTML is left open at the end."""
    blocks = Document(f"{text}\n\n# end").blocks
    last = blocks[-1]
    if last.kind == HEADING and last.text == "end":
        return text
    if last.kind == FENCE:
        lead = text.split("\n")[last.line].lstrip()
        mark = lead[: len(lead) - len(lead.lstrip(lead[0]))]
        return f"{text}\n{mark}"
    if last.kind == HTML:
        lines = text.split("\n")
        lines[last.line] = lines[last.line].replace("<", "&lt;", 1).replace("%%", "&#37;%", 1)
        return _closed("\n".join(lines))
    return text


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change a text, its code and its formulas left out."""
    parts: list[str] = []
    at = 0
    for match in _COVERED.finditer(text):
        parts += [change(text[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*parts, change(text[at:])])


def _harmless(text: str, *, bold: bool) -> str:
    """Return Markdown that shows the same and in which nothing begins a card: outside of blocks of code and formulas."""
    kept: set[int] = set()
    for block in Document(text).blocks:
        if block.kind in (FENCE, MATH):
            kept.update(range(block.line, block.end))
    lines = text.split("\n")
    return "\n".join(line if at in kept else _harmless_line(line, bold=bold) for at, line in enumerate(lines))


def _harmless_line(line: str, *, bold: bool) -> str:
    if line.strip() in ("?", "??"):
        return line.replace("?", "\\?")
    line = _TAG_LINE.sub(r"\1\\#", outside_code(line, _without_marks))
    return outside_code(line, lambda words: _BOLD.sub(r"__\1__", words)) if bold else line


def _without_marks(text: str) -> str:
    """Return text with the marks of cards and comments written as plain signs."""
    text = _MARKS.sub(lambda run: "".join(f"\\{sign}" for sign in run[0]), text)
    return text.replace("<!--", "&lt;!--").replace("%%", "\\%\\%").replace("C:", "C\\:")


def _fenced(text: str) -> str:
    """Return a text in a fence that it cannot close."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * max(longest + 1, 3)
    return f"{mark}text\n{text}\n{mark}" if has_words(text) else text
