"""Notion exports: Markdown and CSV under names that end in 32 hexadecimal digits.

The names lose their digits, the links that hold them lead to the new ones, the properties of a database's pages become
frontmatter, callouts become quotes. A database of questions and answers is a table of cards; of any other the pages
beside it are its rows already.
"""

from __future__ import annotations

import posixpath
import re
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.cards_text import outside_code
from studycli.exchange.facts import difficulty_in, front_of
from studycli.exchange.model import Attachment, Batch
from studycli.exchange.naming import safe_name
from studycli.exchange.readers.links import Files, is_hidden, links
from studycli.exchange.readers.markdown import is_note, read_notes
from studycli.exchange.readers.marks import folder_tag, text_tags
from studycli.exchange.tabular.columns import is_header
from studycli.exchange.tabular.csv_rows import header_of, table_of
from studycli.exchange.tabular.notes import notes_of
from studycli.exchange.texts import text_of
from studycli.notes.inline import has_words, identity, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from studycli.exchange.model import Arrival, ReadOptions, Source
    from studycli.notes.meta import Difficulty

_HASH = re.compile(r"[ -]([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=(?:_all)?(?:\.\w+)?$)")
_EXPORT = re.compile(r"(?:Private & Shared|Export-[0-9a-f-]{36}(?:-Part-\d+)?)$", re.IGNORECASE)
_WEB = re.compile(r"https?://(?:www\.)?notion\.(?:so|site)/[^\s()<>\"]*?([0-9a-f]{32})[^\s()<>\"]*")
_PROPERTY = re.compile(r"(?P<name>[^:\n]{1,60}): ?(?P<value>.*)$")
_ASIDE = re.compile(
    r"^(?P<indent>[ \t]*)<aside>[ \t]*\n?(?P<text>.*?)\n?[ \t]*</aside>[ \t]*$", re.DOTALL | re.MULTILINE
)
_KNOWN = frozenset(
    (
        "created", "createdtime", "createdby", "lastedited", "lasteditedtime", "lasteditedby", "updated", "tags", "tag",
        "status", "type", "url", "author", "date", "priority", "difficulty", "category", "topic", "reviewed", "source",
        "标签", "状态", "创建时间", "难度", "类型", "分类", "日期", "作者",
    )
)  # fmt: skip
_TAGS = frozenset(("tags", "tag", "标签", "multiselect", "topics", "labels"))
_CREATED = frozenset(("created", "createdtime", "创建时间", "createdat"))
_LINKED = re.compile(r"\s*\([^()]*[0-9a-f]{32}[^()]*\)")
_DIFFICULTIES = frozenset(("difficulty", "难度"))
_DATES = (
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y",
    "%Y/%m/%d %H:%M",
    "%Y/%m/%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日",
)
_PAGE_ENDINGS = (".md", ".csv")


def fits(source: Source) -> bool:
    """Tell whether most notes and tables of a source have names that end in Notion's digits."""
    names = [
        item.path
        for item in source.items
        if item.path.lower().endswith(_PAGE_ENDINGS) and not is_hidden(item.path)
    ]
    marked = sum(_HASH.search(name.rpartition("/")[2]) is not None for name in names)
    return marked > 0 and 2 * marked >= len(names)


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the pages of an export, its databases of questions, and the files that pages show.

    Raises:
        ImportFailed: None of them can be taken.
    """
    return _Export(source, options).read()


class _Export:
    """An export: its files, where each will stand, and what its databases are."""

    def __init__(self, source: Source, options: ReadOptions) -> None:
        self._options, self._source = options, source
        self._items = [item for item in source.items if not is_hidden(item.path)]
        self._files = Files(self._items)
        self._places = places(item.path for item in self._items)
        self._by_hash = {
            match[1].replace("-", ""): item.path
            for item in self._items
            if is_note(item) and (match := _HASH.search(item.path))
        }
        self._headers = dict(self._databases())
        self._rows: set[str] = set()  # folders whose pages are rows of a table of questions

    def read(self) -> Batch:
        """Return the notes."""
        tables = self._tables()
        pages = [item for item in self._items if is_note(item)]
        raw = read_notes(self._source, pages, self._options, self._made)
        notes = [note for note in raw.notes if not self._is_row(note)]
        if not notes and not tables.notes:
            raise ImportFailed(f"{self._source.label} holds no page with text.")
        shown = self._attachments(raw.notes)
        return Batch(
            [*(self._relinked(note) for note in notes), *tables.notes],
            shown,
            [*raw.problems, *tables.problems],
        )

    # -- databases ---------------------------------------------------------------------------------------

    def _databases(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the folder that holds the pages of each database, and the names of its columns."""
        for item in self._items:
            if item.path.lower().endswith(".csv"):
                yield _folder_of(item.path), header_of(text_of(item).text)

    def _tables(self) -> Batch:
        """Return the notes of the databases of questions; of two files of one database the one with all rows."""
        batch = Batch([], [], [])
        tables = {_folder_of(item.path): item for item in self._items if item.path.lower().endswith(".csv")}
        for folder, item in tables.items():
            if not is_header(self._headers[folder]):
                continue
            try:
                text = text_of(item)
                table = table_of(item.path, text.text, self._options.columns)
                found = notes_of(
                    f"{_folder_of(self._places[item.path])}.csv", table, text, self._options.cards, own=False
                )
            except ImportFailed as error:
                batch.problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
                continue
            self._rows.add(folder)
            batch.notes.extend(note._replace(key=f"{item.path}#{note.path}") for note in found.notes)
            batch.problems.extend(found.problems)
        return batch

    def _is_row(self, note: Arrival) -> bool:
        """Tell whether a page is a row of a table of questions and says nothing more."""
        folder = posixpath.dirname(note.key)
        return folder in self._rows and not has_words(_without_title(_body(note.text)))

    # -- pages -------------------------------------------------------------------------------------------

    def _made(self, note: Arrival) -> Arrival:
        """Return a page with a clean name, its properties as frontmatter, its callouts as quotes."""
        head, properties, rest = _parted(note.text, self._headers.get(posixpath.dirname(note.key)))
        place = self._places[note.key]
        created, tags, difficulty, facts = _facts(properties)
        gone = note.text.count("\n") - rest.count("\n") - head.count("\n")
        front = front_of(facts)
        text = front + head + _quoted(rest)
        return note._replace(
            path=place,
            text=text,
            created=created or note.created,
            tags=tuple(tag for tag in dict.fromkeys((*tags, folder_tag(place), *text_tags(text))) if tag),
            difficulty=difficulty or note.difficulty,
            repairs=tuple(
                repair._replace(line=repair.line + front.count("\n") - gone)
                for repair in note.repairs
                if repair.line > gone + 1
            ),
        )

    def _attachments(self, notes: Sequence[Arrival]) -> list[Attachment]:
        """Return the files that pages link, at their clean places; databases whose cards are taken are none."""
        pages = {note.key for note in notes}
        named = {self._files.beside(note.key, link.target) for note in notes for link in links(note.text)}
        return [
            Attachment(self._places[item.path], item)
            for item in self._items
            if item.path in named and item.path not in pages and not self._is_taken(item.path)
        ]

    def _is_taken(self, path: str) -> bool:
        return path.lower().endswith(".csv") and _folder_of(path) in self._rows

    def _relinked(self, note: Arrival) -> Arrival:
        """Return a page whose links lead to the new names."""
        folder = posixpath.dirname(note.path) or "."

        def target(path: str) -> str:
            place = self._places[path]
            if self._is_taken(path):
                place = f"{_folder_of(place)}.md"
            return quote(posixpath.relpath(place, folder), safe="/()!,'&@+=~;")

        def changed(text: str) -> str:
            for link in sorted(links(text), reverse=True):
                found = self._files.beside(note.key, link.target)
                if found is not None:
                    _, mark, anchor = link.target.partition("#")
                    text = text[: link.start] + target(found) + mark + anchor + text[link.end :]
            return _WEB.sub(
                lambda web: target(self._by_hash[web[1]]) if web[1] in self._by_hash else web[0], text
            )

        return note._replace(text=outside_code(note.text, changed))


def places(paths: Iterable[str]) -> dict[str, str]:
    """Return where each file of an export stands without the digits in its name; names that clash then get a number."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}  # folded new path -> the old one
    folders: dict[str, str] = {"": ""}

    def free(old: str, new: str) -> str:
        stem, dot, ending = new.rpartition(".") if "." in new.rpartition("/")[2] else (new, "", "")
        number, wanted = 1, new
        while taken.setdefault(wanted.casefold(), old) != old:
            number += 1
            wanted = f"{stem} {number}{dot}{ending}"
        return wanted

    def folder(path: str) -> str:
        if path not in folders:
            above, _, name = path.rpartition("/")
            outer = folder(above)
            clean = _clean(name)
            page = found.get(f"{path}.md")
            if _EXPORT.fullmatch(name):
                folders[path] = outer
            elif page is not None:  # the folder of a page is called as the page is
                folders[path] = page.removesuffix(".md")
            else:
                folders[path] = free(path, f"{outer}/{clean}".lstrip("/"))
        return folders[path]

    for path in sorted(paths, key=lambda path: (path.count("/"), path)):
        above, _, name = path.rpartition("/")
        found[path] = free(path, f"{folder(above)}/{_clean(name)}".lstrip("/"))
    return found


def _clean(name: str) -> str:
    _, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 5 or " " in ending:  # noqa: PLR2004 - a dot within a title
        return safe_name(_HASH.sub("", name))
    return f"{safe_name(_HASH.sub('', name).removesuffix(f'.{ending}'))}.{ending}"


def _folder_of(path: str) -> str:
    """Return the folder that holds the pages of a database."""
    return path[: -len(".csv")].removesuffix("_all")


def _body(text: str) -> str:
    """Return a note without the frontmatter that `front_of` made."""
    return text.partition("\n---\n")[2] if text.startswith("---\n") else text


def _without_title(text: str) -> str:
    return re.sub(r"\A\s*# [^\n]*", "", text)


def _parted(text: str, columns: Sequence[str] | None) -> tuple[str, dict[str, str], str]:
    """Return a page's title, the properties below it, and the rest.

    Args:
        text: The page.
        columns: Names of the columns of the database that it is of; None where that is not known.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not lines[0].startswith("# "):
        return "", {}, text
    at = 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    end = at
    found: dict[str, str] = {}
    while end < len(lines) and (match := _PROPERTY.fullmatch(lines[end])):
        found[match["name"].strip()] = match["value"].strip()
        end += 1
    closed = end == len(lines) or not lines[end].strip()
    if not found or not closed or not _are_properties(list(found), columns):
        return f"{lines[0]}\n", {}, "\n".join(lines[1:])
    return f"{lines[0]}\n", found, "\n".join(lines[end:])


def _are_properties(names: Sequence[str], columns: Sequence[str] | None) -> bool:
    """Tell properties from a first paragraph with colons: they are columns, or one has a name that Notion gives."""
    if columns is not None:
        return set(names) <= {name.strip() for name in columns}
    return any(identity(name) in _KNOWN for name in names)


def _facts(properties: Mapping[str, str]) -> tuple[date | None, list[str], Difficulty, dict[str, str]]:
    """Return what properties say: the day a page was made, its tags, its difficulty, and the others as they are."""
    created: date | None = None
    tags: list[str] = []
    difficulty: Difficulty = ""
    facts: dict[str, str] = {}
    for name, value in properties.items():
        key = identity(name)
        if key in _TAGS:
            tags += [re.sub(r"[^\w/-]+", "-", part.strip()).strip("-/") for part in value.split(",")]
        elif key in _CREATED and (day := _day(value)):
            created = day
        elif key in _DIFFICULTIES and (level := difficulty_in(value)):
            difficulty = level
        else:
            facts[name] = _LINKED.sub("", plain(value))
    return created, [tag for tag in tags if tag], difficulty, facts


def _day(value: str) -> date | None:
    """Return a day in one of the forms that Notion writes; month names are English whatever the locale."""
    for form in _DATES:
        try:
            return datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    return None


def _quoted(text: str) -> str:
    """Return text with its callouts as quotes."""

    def quote_of(match: re.Match[str]) -> str:
        lines = match["text"].strip("\n").split("\n")
        return "\n".join(f"{match['indent']}> {line.strip()}".rstrip() for line in lines)

    return outside_code(text, lambda words: _ASIDE.sub(quote_of, words))
