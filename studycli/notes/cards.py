"""Notes into cards: which headings, parts, questions and marks of a note are asked, and with what answer.

A heading that asks is answered by its whole section. Any other heading with text of its own is a concept,
or several where bold labels divide it into parts. Questions in bold, in lists and in ``Q:``/``A:`` lines, and
cards that a person marked, stand beside those. Containers, summaries and generated parts are no cards.
"""

import re
import textwrap
import unicodedata
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from studycli.notes import asking
from studycli.notes.blocks import PARAGRAPH, Block, Document, unify
from studycli.notes.inline import bare, has_chinese, has_words, identity
from studycli.notes.marked import Marked, has_tag_line, inline_tags, marked_cards
from studycli.notes.model import Card, CardOptions, Issue, ParsedNote
from studycli.notes.patterns import lazy
from studycli.notes.region import (
    LABEL,
    QUESTION,
    STOP,
    Starter,
    follow_ups,
    nested_questions,
    starters,
)
from studycli.notes.sections import Outline, Section, context, generated_lines, is_generated, setting_at
from studycli.notes.spans import Span, says_something, span, why_nothing
from studycli.notes.split import front_span

if TYPE_CHECKING:
    from studycli.notes.frontmatter import Meta


class _Found(NamedTuple):
    """A card before it has an id; lines are counted from 0."""

    kind: str
    line: int
    place: int
    prompt: str
    anchor: str
    span: Span | None
    setting: str = ""


def parse_note(path: str, text: str, meta: "Meta", options: CardOptions) -> ParsedNote:
    """Return the cards of a note, in the order of its lines, and what is wrong in it.

    Args:
        path: The note's path in the vault; its Unicode form does not matter.
        text: The whole file, decoded, byte-order mark and line endings as they are.
        meta: The note's frontmatter.
        options: The settings that decide what becomes a card.
    """
    return _Extraction(path, text, meta, options).result()


def answer_text(text: str, card: Card) -> str:
    """Return a card's answer as it stands in its note; empty without an answer.

    The answer of a list item loses the item's indentation; any other keeps its own, which may be that of code.
    """
    if card.start < 0:
        return ""
    text = unify(text)
    answer = text[card.start : card.end].replace("\r\n", "\n")
    line_start = text.rfind("\n", 0, card.start) + 1
    if not text[line_start : card.start].strip():
        answer = text[line_start : card.start] + answer
    if not _LIST_ITEM.match(text.split("\n", card.line)[card.line - 1]):
        return answer
    first, line_feed, rest = answer.partition("\n")
    if first[:1].isspace():
        return textwrap.dedent(answer)
    return first + line_feed + textwrap.dedent(rest)


class _Extraction:
    """The walk over one note's sections."""

    def __init__(self, path: str, text: str, meta: "Meta", options: CardOptions) -> None:
        front = front_span(text)
        self.document = Document(text, front[2] if front else 0)
        self.path, self.text, self.meta, self.options = path, self.document.text, meta, options
        self.outline = Outline(self.document)
        self.found: list[_Found] = []
        self.issues: list[Issue] = []
        self.not_cards = frozenset(map(identity, options.not_cards))
        self.collecting = frozenset(map(identity, options.question_headings))

    def result(self) -> ParsedNote:
        """Extract everything and give the cards their ids."""
        title = self._title()
        if not self.meta.study:
            return ParsedNote(title, (), ())
        self.title = title
        self.skip = generated_lines(self.document) | self._tag_lines()
        self.off: set[int] = set()
        self.owns: dict[int, Span | None] = {}
        self.comments = "<!--" in self.text
        self.nests = "<summary>" in self.text or "[!" in self.text
        self.named = Counter(identity(section.words) for section in self.outline.sections)
        self.taken: set[int] = set()
        self.may_follow = any(sign in self.text for sign in ("追问", "延伸问题", "扩展问题", "ollow"))
        marked = marked_cards(self.document, bold_clozes=self.options.bold_clozes)
        self.marked_lines = {line for card in marked for line in range(card.first, card.last + 1)}
        self.whole_lines = {
            line for card in marked if card.whole for line in range(card.first, card.last + 1)
        }
        self.mark_starts = sorted({card.first for card in marked if card.whole})
        self.skip |= self.whole_lines
        self._walk()
        heads = [section.line for section in self.outline.sections]
        for card in marked:
            place = bisect_right(heads, card.line) - 1
            if place not in self.off and has_words(card.prompt) and self.text[card.start : card.end].strip():
                self.found.append(self._from_mark(card, place))
        self.found.sort(key=lambda found: found.line)
        return ParsedNote(title, self._cards(), tuple(sorted(self.issues)))

    def _title(self) -> str:
        outline = self.outline
        if outline.title > 0:
            return outline.sections[outline.title].words
        name = self.path.rsplit("/", 1)[-1]
        return self.meta.title or name.removesuffix(".md")

    # -- sections ---------------------------------------------------------------------------------------

    def _walk(self) -> None:
        sections = self.outline.sections
        answered = -1  # block up to which an asking heading's answer reaches
        skipped = -1  # block up to which a summary or a section that is off reaches
        inherits: list[bool] = [False] * len(sections)
        for place, section in enumerate(sections):
            if section.first <= skipped:
                self.off.add(place)
                continue
            if self._is_off(section, inside=section.first <= answered):
                skipped = section.end
                self.off.add(place)
                continue
            if self._is_pair(place):
                self._pair(place, section)
                answered = section.end
            elif section.level == 0 or place == self.outline.title:
                inherits[place] = place > 0 and identity(section.words) in _BARE_COLLECTIONS
                self._introduction(place, section)
            elif place in self.taken:
                answered = max(answered, section.end)
            elif section.first <= answered:
                if asking.asks(section.words) and self._is_question(place, section, inherited=False):
                    self._question(place, section)
            else:
                inherited = section.parent >= 0 and inherits[section.parent]
                collects = self._collects(section)
                if not collects and self._is_question(place, section, inherited=inherited):
                    self._question(place, section)
                    answered = section.end
                else:
                    inherits[place] = collects or (inherited and not self._own(section))
                    concept = not asking.is_draft(section.words) and not (
                        collects and self.outline.children(place)
                    )
                    if self._region(place, section, concept=concept, collecting=collects or inherited):
                        answered = section.end

    def _is_pair(self, place: int) -> bool:
        """Tell whether a heading is only 'Question' and the one behind it only 'Answer'."""
        sections = self.outline.sections
        if not asking.is_question_name(sections[place].words) or place + 1 >= len(sections):
            return False
        return asking.is_answer_name(sections[place + 1].words) and self._own(sections[place]) is not None

    def _pair(self, place: int, section: Section) -> None:
        """Add the card of a 'Question' section that an 'Answer' section follows."""
        asked = self._own(section)
        prompt = bare(" ".join(self.text[asked.start : asked.end].split("\n"))) if asked else ""
        answer = self.outline.sections[place + 1]
        found = span(self.document, answer.line + 1, self.outline.line_of(answer.end), question=True)
        self._add("question", section.line, place, prompt, identity(prompt), found, section.setting)
        self.taken.add(place + 1)

    def _is_off(self, section: Section, *, inside: bool) -> bool:
        """Tell whether a section and all below it are left out."""
        if section.setting == "off":
            return True
        if section.level == 0 or inside:
            return False
        if asking.is_no_card(section.words) or identity(section.words) in self.not_cards:
            return True
        return self.comments and is_generated(self.document, section)

    def _collects(self, section: Section) -> bool:
        return asking.collects_questions(section.words) or identity(section.words) in self.collecting

    def _own(self, section: Section) -> Span | None:
        """Return the text that stands between a heading and the next one, generated parts left out."""
        if section.first in self.owns:
            return self.owns[section.first]
        first, behind = self._own_lines(section)
        found = span(self.document, first, behind)
        if found and self.skip and self._only_skipped(found):
            found = None
        self.owns[section.first] = found
        return found

    def _own_answer(self, section: Section) -> Span | None:
        """Return the text below a heading, up to a question that is folded in it."""
        own = self._own(section)
        if own is None or not self.nests:
            return own
        nested = nested_questions(self.document, section.first, section.own_end)
        return span(self.document, own.first, nested[0].line) if nested else own

    def _own_lines(self, section: Section) -> tuple[int, int]:
        blocks = self.document.blocks
        first = blocks[section.first].line if section.first < len(blocks) else len(self.document.lines)
        return first, self.outline.line_of(section.own_end)

    def _only_skipped(self, found: Span) -> bool:
        """Tell whether nothing is said outside generated parts and marked cards."""
        lines = self.document.lines
        rest = "\n".join(lines[at] for at in range(found.first, found.last + 1) if at not in self.skip)
        return not says_something(rest)

    def _is_question(self, place: int, section: Section, *, inherited: bool) -> bool:
        """Tell whether a heading's section is the answer to it."""
        if not (inherited or asking.asks(section.words)):
            return False
        own = self._own(section)
        if own:
            return not self._begins_with_question(section, own, inherited=inherited)
        below = self.outline.children(place)
        if not below:
            return has_words(section.words)
        if not asking.asks(section.words):
            return False  # a category among questions
        if asking.has_question_mark(section.words):
            return True
        direct = self._direct(place, below)
        asked = sum(map(asking.asks, direct))
        return asked < len(direct) if asking.asks_plainly(section.words) else 2 * asked <= len(direct)

    def _direct(self, place: int, below: range) -> list[str]:
        """Return the headings directly below one."""
        sections = self.outline.sections
        return [sections[child].words for child in below if sections[child].parent == place]

    def _begins_with_question(self, section: Section, own: Span, *, inherited: bool) -> bool:
        """Tell whether a heading only gathers the questions that stand below it."""
        blocks = self.document.blocks
        if self.document.lines[own.first].lstrip()[:1] not in _QUESTION_STARTS:
            return False
        first = next(at for at in range(section.first, section.own_end) if blocks[at].end > own.first)
        found = starters(self.document, first, first + 1, self.skip, collecting=inherited)
        return bool(found) and found[0].kind == QUESTION and found[0].line <= own.first

    def _question(self, place: int, section: Section) -> None:
        """Add the card of a heading that asks, and those of the follow-up questions in its section."""
        first = section.line + 1
        if section.first > 0:
            first = self.document.blocks[section.first - 1].end
        behind = self._answer_end(place, section)
        follows = follow_ups(self.document, first, behind) if self.may_follow else []
        nested = nested_questions(self.document, section.first, section.own_end) if self.nests else []
        end = min([behind, *follows[:1], *(starter.line for starter in nested[:1])])
        answer = span(self.document, first, end, question=True)
        if answer is None and nested:
            answer = span(self.document, first, behind, question=True) if len(nested) > 1 else None
        prompt = self._prompt(place)
        words = section.words
        if asking.is_follow_up(words):
            parent = self.outline.sections[section.parent].words if section.parent >= 0 else self.title
            prompt = f"{parent} › {_follow_up_words(words)}"
        self._add("question", section.line, place, prompt, identity(words), answer, section.setting)
        self._follow_ups(place, prompt, follows, behind)
        for starter in nested:
            self._asked(place, starter, starter.behind)

    def _answer_end(self, place: int, section: Section) -> int:
        """Return the line behind a section, the headings at its end that have no text cut off."""
        end = self.outline.line_of(section.end)
        below = self.outline.children(place)
        if below and not self._own(section) and asking.has_question_mark(section.words):
            direct = self._direct(place, below)
            if all(map(asking.asks, direct)):
                return self.outline.sections[below[0]].line
        for child in reversed(below):
            last = self.outline.sections[child]
            if self._own_answer(last):
                break
            end = last.line
        return end

    def _follow_ups(self, place: int, asked: str, lines: list[int], behind: int) -> None:
        """Add a card for each follow-up that is written below a question."""
        heads = {section.line for section in self.outline.sections} if lines else set()
        for index, line in enumerate(lines):
            if line in heads:
                continue
            end = lines[index + 1] if index + 1 < len(lines) else behind
            words = _follow_up_words(bare(self.document.lines[line].lstrip("> \t-*+").strip()))
            if has_words(words):
                answer = span(self.document, line + 1, min(end, behind))
                self._add("question", line, place, f"{asked} › {words}", identity(words), answer)

    def _introduction(self, place: int, section: Section) -> None:
        """Read the text before the first heading or below the title: no concept, unless it is all there is."""
        alone = place == self.outline.title and len(self.outline.sections) == 2  # noqa: PLR2004 - and the preface
        if place == self.outline.title and (asking.has_question_mark(section.words) or alone):
            if (
                asking.asks(section.words)
                and self._own(section)
                and self._is_question(place, section, inherited=False)
            ):
                self._question(place, section)
                return
            if alone:
                self._region(place, section, concept=True)
                return
        self._region(place, section, concept=False)

    # -- the text below a heading -----------------------------------------------------------------------

    def _region(self, place: int, section: Section, *, concept: bool, collecting: bool = False) -> bool:
        """Add the concept, parts and questions that stand between a heading and the next one.

        Returns whether the sections below belong to the answer of the last question.
        """
        first, behind = self._own_lines(section)
        if first >= behind:
            return False
        found = self._starters(section, first, behind, collecting=collecting)
        if concept and has_words(section.words):
            self._concept(place, section, first, found[0].line if found else behind)
        for index, starter in enumerate(found):
            end = found[index + 1].line if index + 1 < len(found) else behind
            if starter.behind > starter.line:
                end = min(starter.behind, end)
            if starter.kind == LABEL:
                self._part(place, section, starter, end)
            elif starter.kind == QUESTION:
                if starter is found[-1] and self._is_answered_below(section, starter, end):
                    self._asked(place, starter, self.outline.line_of(section.end))
                    return True
                self._asked(place, starter, end)
        return False

    def _starters(self, section: Section, first: int, behind: int, *, collecting: bool) -> list[Starter]:
        """Return the starters of a section that count: labels only where two divide it."""
        found = starters(self.document, section.first, section.own_end, self.skip, collecting=collecting)
        if not found:
            return found
        found = _independent(found)
        found = [
            starter._replace(kind=LABEL)
            if starter.kind == STOP and self._says(starter, found, behind)
            else starter
            for starter in found
        ]
        if sum(starter.kind == LABEL for starter in found) < 2:  # noqa: PLR2004 - one label divides nothing
            found = [starter for starter in found if starter.kind != LABEL]
        if all(starter.kind == STOP for starter in found):
            return []
        return self._with_marks(found, first, behind)

    def _says(self, stop: Starter, found: list[Starter], behind: int) -> bool:
        """Tell whether a label such as 来源 is followed by more than links: then it is a part like others."""
        end = next((starter.line for starter in found if starter.line > stop.line), behind)
        return span(self.document, stop.body, end, stop.start) is not None if stop.body < end else False

    def _is_answered_below(self, section: Section, starter: Starter, end: int) -> bool:
        """Tell whether a question ends in ``**Answer:**`` and only the headings below say the answer."""
        if section.level == 0 or section.end == section.own_end or starter.behind >= 0:
            return False
        rest = "\n".join(self.document.lines[starter.body : end]).strip()
        return rest != "" and span(self.document, starter.body, end, starter.start, question=True) is None

    def _with_marks(self, found: list[Starter], first: int, behind: int) -> list[Starter]:
        """Let a marked card end the question before it."""
        stops = [Starter(STOP, line, "", line, -1, -1) for line in self.mark_starts if first <= line < behind]
        if not stops or not any(starter.kind == QUESTION for starter in found):
            return found
        return sorted([*found, *stops], key=lambda starter: starter.line)

    def _concept(self, place: int, section: Section, first: int, behind: int) -> None:
        while behind > first and (
            behind - 1 in self.whole_lines or not self.document.lines[behind - 1].strip()
        ):
            behind -= 1
        answer = span(self.document, first, behind)
        if answer is None or (self.skip and self._only_skipped(answer)):
            return
        if self.marked_lines and self._only_marked(answer):
            return
        self._add(
            "concept",
            section.line,
            place,
            self._prompt(place),
            self._path_anchor(place),
            answer,
            section.setting,
        )

    def _only_marked(self, answer: Span) -> bool:
        """Tell whether all that an answer says is in paragraphs with clozes."""
        lines = self.document.lines
        rest = [lines[at] for at in range(answer.first, answer.last + 1) if at not in self.marked_lines]
        return not says_something("\n".join(rest))

    def _asked(self, place: int, starter: Starter, behind: int) -> None:
        """Add a question written in bold, in a list or behind ``Q:``."""
        follows = follow_ups(self.document, starter.body, behind) if self.may_follow else []
        end = follows[0] if follows else behind
        answer = None
        if starter.body < end:
            answer = span(self.document, starter.body, end, starter.start, question=True)
        prompt = self._asked_prompt(place, starter)
        setting = self._setting(starter.line)
        self._add("question", starter.line, place, prompt, identity(starter.prompt), answer, setting)
        self._follow_ups(place, prompt, follows, behind)

    def _asked_prompt(self, place: int, starter: Starter) -> str:
        """Return a question with its subject where it has none of its own."""
        prompt = starter.prompt
        if _RELATES.match(prompt):
            return _with_subject(self._subject(place), prompt)
        is_task = _NUMBERED_TASK.match(self.document.lines[starter.line]) and not asking.asks(prompt)
        if is_task or asking.needs_parent(prompt):
            return f"{self._subject(place)} › {prompt}"
        return prompt

    def _part(self, place: int, section: Section, starter: Starter, behind: int) -> None:
        """Add a labelled part; a label without text is only a label."""
        answer = span(self.document, starter.body, behind, starter.start) if starter.body < behind else None
        if answer is None:
            return
        prompt = _part_prompt(self._subject(place), section.words, starter.prompt)
        anchor = f"{self._path_anchor(place)}›{identity(starter.prompt)}"
        self._add("part", starter.line, place, prompt, anchor, answer, self._setting(starter.line))

    def _setting(self, line: int) -> str:
        """Return what a comment on a prompt's line, or the line behind, sets."""
        return setting_at(self.document, Block("", line)) if self.outline.settings else ""

    # -- prompts and anchors ----------------------------------------------------------------------------

    def _prompt(self, place: int) -> str:
        """Return a heading with as much of the path above it as it needs."""
        words = self.outline.sections[place].words
        if asking.needs_parent(words) or self._has_twin(place):
            above = context(self.outline, place, self.title)
            if above and identity(above) != identity(words):
                return f"{above} › {words}"
        return words

    def _subject(self, place: int) -> str:
        """Return what the labels and questions below a heading are about."""
        words = self.outline.sections[place].words
        if not words:
            return self.title
        if asking.collects_questions(words) or asking.only_divides(words):
            return context(self.outline, place, self.title)
        return self._prompt(place)

    def _has_twin(self, place: int) -> bool:
        return self.named[identity(self.outline.sections[place].words)] > 1

    def _path_anchor(self, place: int) -> str:
        """Return the identity of the headings above and here, the title left out: renaming it renames no card."""
        parts: list[str] = []
        while place > 0 and place != self.outline.title:
            parts.append(identity(self.outline.sections[place].words))
            place = self.outline.sections[place].parent
        return "›".join(reversed(parts)) or identity(self.title)

    # -- cards ------------------------------------------------------------------------------------------

    def _from_mark(self, card: Marked, place: int) -> _Found:
        last = self.text.count("\n", 0, card.end)
        first = self.text.count("\n", 0, card.start)
        return _Found(
            card.kind, card.line, place, card.prompt, card.anchor, Span(first, last, card.start, card.end)
        )

    def _add(
        self,
        kind: str,
        line: int,
        place: int,
        prompt: str,
        anchor: str,
        answer: Span | None,
        setting: str = "",
    ) -> None:
        if setting == "off" or not has_words(prompt):
            return
        self.found.append(_Found(kind, line, place, prompt, anchor, answer, setting))

    def _cards(self) -> tuple[Card, ...]:
        """Give every card its id: of the note, the anchor and its place among twins, or the one that is set."""
        tags = self._tags()
        path = unicodedata.normalize("NFC", self.path)
        seen: dict[str, int] = {}
        used: dict[str, int] = {}
        cards: list[Card] = []
        for found in self.found:
            twin = seen[found.anchor] = seen.get(found.anchor, 0) + 1
            anchor = found.anchor if twin == 1 else f"{found.anchor}#{twin}"
            card_id = found.setting or card_id_of(path, anchor)
            if card_id in used:
                self._issue(
                    found.line,
                    "duplicate-id",
                    card_id,
                    f"line {used[card_id]} has this id: give one of them another",
                )
                card_id = card_id_of(path, anchor)
            used[card_id] = found.line + 1
            if found.span is None:
                self._unanswered(found)
            cards.append(self._card(found, card_id, anchor, tags))
        return tuple(cards)

    def _card(self, found: _Found, card_id: str, anchor: str, tags: tuple[str, ...]) -> Card:
        answer = found.span
        own = inline_tags(self.document.lines[found.line]) if "#" in self.document.lines[found.line] else []
        return Card(
            card_id,
            found.kind,
            found.line + 1,
            (answer.first + 1, answer.last + 1) if answer else None,
            answer.start if answer else -1,
            answer.end if answer else -1,
            self.outline.sections[found.place].path,
            found.prompt,
            (*tags, *(tag for tag in own if tag not in tags)) if own else tags,
            anchor,
        )

    def _tags(self) -> tuple[str, ...]:
        """Return the note's tags: its frontmatter's, and those on lines that hold nothing else."""
        tags = list(self.meta.tags)
        for line in sorted(self.tag_lines):
            tags.extend(tag for tag in inline_tags(self.document.lines[line]) if tag not in tags)
        return tuple(tags)

    def _tag_lines(self) -> set[int]:
        """Return the lines of paragraphs that hold tags and nothing else."""
        self.tag_lines: set[int] = set()
        if has_tag_line(self.text):
            for block in self.document.blocks:
                if block.kind == PARAGRAPH:
                    for line in range(block.line, block.end):
                        words = self.document.lines[line].split()
                        if words and all(word.startswith("#") for word in words):
                            self.tag_lines.add(line)
        return self.tag_lines

    def _unanswered(self, found: _Found) -> None:
        section = self.outline.sections[found.place]
        below = self.document.lines[found.line + 1 : self.outline.line_of(section.end)]
        code = why_nothing("\n".join(below)) if section.line == found.line else "no-answer"
        self._issue(found.line, code, found.prompt, _MEANT[code])

    def _issue(self, line: int, code: str, found: str, meant: str) -> None:
        self.issues.append(Issue(line + 1, code, found, meant))


_NUMBERED_TASK = lazy(r"\s*(?:\*\*|__)\s*\d")
_ABOUT = lazy(r"对(?!数|比|称|角|偶|象|抗)|[由当从在]|按(?!钮)")
_RELATES = lazy(r"[与和跟同](?=.*(?:区别|对比|比较|关系|联系|异同|不同|差异|相比))|相比")
_CLASS_WORD = lazy(r"(?<=..)(?:损失函数|损失|函数|算法|方法|模型|网络|正则化)$")
_LIST_ITEM = lazy(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_MEANT = {
    "no-answer": "a question without an answer is not asked: write the answer below it",
    "answer-is-links": "the answer is only a link: write the answer in words, or leave the card out with <!-- study: off -->",
    "answer-is-picture": "the answer is only a picture: write it in words, or leave the card out with <!-- study: off -->",
}

_QUESTION_STARTS = tuple("*_<Q问提-+0123456789")
_BARE_COLLECTIONS = frozenset(
    map(identity, ("面试题", "常见问题", "面试问题", "面试重点问题", "Interview questions", "FAQ", "Q&A"))
)


def card_id_of(path: str, anchor: str) -> str:
    """Return twelve hexadecimal digits that stand for a card: made of its note and its anchor."""
    from hashlib import blake2b

    return blake2b(f"{path}\0{anchor}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _follow_up_words(words: str) -> str:
    if asking.is_follow_up(f"{words}:") and not asking.asks(words):
        return ""
    for sign in ("：", ":"):
        head, found, tail = words.partition(sign)
        if found and asking.is_follow_up(head + sign):
            return bare(tail)
    return words


def _independent(found: list[Starter]) -> list[Starter]:
    """Drop the labels that stand inside a question's answer."""
    kept: list[Starter] = []
    open_question = False
    for starter in found:
        if starter.kind == QUESTION:
            open_question = starter.behind < 0
            kept.append(starter)
        elif not open_question:
            kept.append(starter)
    return kept


def _part_prompt(subject: str, heading: str, label: str) -> str:
    """Return a label with its subject: '均方误差（MSE）的特点', 'Random forest: pros', never a bare label."""
    words = identity(label)
    alone = not asking.needs_parent(label)
    if alone and (
        _defines(label) or any(len(name) > 1 and name in words for name in map(identity, _names(heading)))
    ):
        return label
    if asking.asks_plainly(label):
        return f"{subject} › {label}"
    return _with_subject(subject, label)


def _with_subject(subject: str, label: str) -> str:
    if not has_chinese(label):
        return f"{subject}: {label}"
    if _RELATES.match(label):
        return f"{subject} {label}" if subject[-1:].isascii() else subject + label
    return f"{subject}：{label}" if _ABOUT.match(label) else f"{subject}的{label}"


def _defines(label: str) -> bool:
    folded = label.casefold()
    return folded.startswith(("什么是", "what is ", "what are ")) or folded.endswith(
        ("是什么", "是什么？", "是什么?")
    )


def _names(heading: str) -> list[str]:
    """Return the names in a heading: '交叉熵损失（Cross-Entropy）' has 交叉熵 and Cross-Entropy."""
    flat = heading.replace("（", "(").replace("）", ")")
    head, _, tail = flat.partition("(")
    parts = (head, *tail.rstrip(")").replace("，", ",").split(","))
    return [name for part in parts if (name := _CLASS_WORD.sub("", part.strip()))]
