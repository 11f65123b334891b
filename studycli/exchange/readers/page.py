"""HTML pages: questions in headings, folds, definition lists, tables and FAQ data; the rest of the page with them.

The whole page becomes one note. What asks keeps its place in it and is written so that it is a card there: a fold stays
one, a definition becomes ``term :: definition`` or a heading. What only the page's data hold (schema.org's FAQPage) is
added at the end.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.cards_text import Pair, card_text
from studycli.exchange.markdown_of_html import markdown_of, markdown_of_tag, plain_text, soup_of
from studycli.exchange.model import Arrival, Batch
from studycli.exchange.readers.day import day_of
from studycli.exchange.readers.links import NOTE_ENDINGS, Files, attachments, is_hidden, links, neighbours
from studycli.exchange.readers.marks import folder_tag
from studycli.exchange.tabular.columns import ANSWER, QUESTION, is_header, role_of
from studycli.exchange.texts import text_of, whole_characters
from studycli.notes.cards import asking, parse_note
from studycli.notes.inline import bare, has_words, identity
from studycli.notes.meta import EMPTY_META

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import BeautifulSoup, Tag

    from studycli.exchange.model import Item, ReadOptions, Source

_ENDINGS = (".html", ".htm", ".xhtml")
_SAMPLE = 2048  # bytes that tell a page by
_FURNITURE = (
    "script", "style", "nav", "footer", "noscript", "template", "iframe", "form", "button", "svg", "link", "meta",
    '[role="navigation"]', '[role="contentinfo"]', '[role="search"]', '[aria-hidden="true"]', "[hidden]",
)  # fmt: skip
_REVEALS = re.compile(
    r"(?:show|hide|see|view|reveal|click|toggle|expand|more|details?|solution|spoiler)\b|查看|显示|展开|点击|详情|详述|更多",
    re.IGNORECASE,
)
_HEADS = re.compile(r"h[1-6]$")
_HOLD = "\ue010{}\ue011"
_HOLD_SIGNS = re.compile("[\ue010\ue011]")  # a page's own would be taken for them
_HELD = re.compile("\ue010(\\d+)\ue011")
_DEEPEST = 6


def fits(source: Source) -> bool:
    """Tell whether a source is a page, or a folder with pages and without notes in Markdown."""
    visible = [item for item in source.items if not is_hidden(item.path)]
    if any(item.path.lower().endswith(NOTE_ENDINGS) for item in visible):
        return False
    if any(map(_is_page, visible)):
        return True
    return len(visible) == 1 and not os.path.splitext(visible[0].path)[1] and _looks_so(visible[0])


def _is_page(item: Item) -> bool:
    return item.path.lower().endswith(_ENDINGS)


def _looks_so(item: Item) -> bool:
    start = item.read()[:_SAMPLE].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the pages of a source, and the files beside them that they show.

    Raises:
        ImportFailed: None of them can be taken.
    """
    visible = [item for item in source.items if not is_hidden(item.path)]
    items = [item for item in visible if _is_page(item)] or visible
    files = Files((*source.items, *neighbours(source)))
    batch = Batch([], [], [])
    for done, item in enumerate(items):
        options.told(done, len(items))
        try:
            batch.notes.append(_arrival(item, options, files))
        except ImportFailed as error:
            batch.problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
    if not batch.notes:
        raise ImportFailed(batch.problems[0].found if batch.problems else f"{source.label} holds no page.")
    found = attachments(batch.notes, files, files.beside)
    pages = {item.path for item in items}
    return batch._replace(attachments=[each for each in found if each.path not in pages])


def _arrival(item: Item, options: ReadOptions, files: Files) -> Arrival:
    text = text_of(item)
    body = page_text(text.text, _stem(item.path).rpartition("/")[2], options)
    if not has_words(body.text):
        raise ImportFailed(
            f"{item.path} has no text: a page that is only a program shows it in a browser alone."
        )
    return Arrival(
        key=item.path,
        path=f"{_stem(item.path)}.md",
        text=_relinked(body.text, item.path, files),
        created=day_of(item, options),
        tags=tuple(filter(None, [folder_tag(item.path)])),
        encoding=text.encoding,
        remarks=(*text.remarks, *body.remarks),
    )


def _stem(path: str) -> str:
    stem, ending = os.path.splitext(path)
    return stem if ending.lower() in _ENDINGS else path


def _relinked(text: str, path: str, files: Files) -> str:
    """Return a note whose links to other pages of the source lead to their notes."""
    for link in sorted(links(text), reverse=True):
        found = files.beside(path, link.target)
        if found and found.lower().endswith(_ENDINGS):
            place = posixpath.relpath(f"{_stem(found)}.md", posixpath.dirname(path) or ".")
            anchor = link.target.partition("#")[2]
            target = place.replace(" ", "%20") + (f"#{anchor}" if anchor else "")
            text = text[: link.start] + target + text[link.end :]
    return text


class Page(NamedTuple):
    """A page as Markdown, and what is to be said of it."""

    text: str
    remarks: tuple[str, ...]


def page_text(html: str, name: str, options: ReadOptions) -> Page:
    """Return a page as a note without frontmatter.

    Args:
        html: The page.
        name: What it is called where it has no title.
        options: The vault's settings on what becomes a card.
    """
    soup = soup_of(_HOLD_SIGNS.sub("", html))
    faq = list(_faq(soup))
    title = plain_text(str(soup.title.string or "")) if soup.title else ""
    for each in soup.select(", ".join(_FURNITURE)):
        each.extract()
    main = _main(soup)
    body = _Body(main).text()
    if not has_words(body) and not faq:
        return Page("", ())
    first = main.find(_HEADS)
    if first is None or first.name != "h1":
        body = f"# {title or name}\n\n{body}"
    seen = {identity(bare(line.lstrip("#"))) for line in body.split("\n") if line.startswith("#")}
    asked = _asked(body, options)
    missing = [pair for pair in faq if identity(bare(pair.prompt)) not in asked]
    parts = [body.strip(), *(card_text(pair, title or name, options.cards, seen) for pair in missing)]
    remark = f"{len(missing)} questions stood in the page's data alone" if missing else ""
    return Page("\n\n".join(parts) + "\n", (remark,) if remark else ())


def _asked(text: str, options: ReadOptions) -> set[str]:
    """Return the identities of the prompts of a note that have an answer."""
    cards = parse_note("page.md", text, EMPTY_META, options.cards).cards
    return {identity(card.prompt) for card in cards if card.answer_lines}


def _main(soup: BeautifulSoup) -> Tag:
    """Return the part of a page that is its content."""
    for name in ("main", "article", "body"):
        found = soup.find_all(name)
        if len(found) == 1 and has_words(found[0].get_text()):
            return found[0]
    return soup


# -- questions in the page's data --------------------------------------------------------------------------


def _faq(soup: BeautifulSoup) -> Iterator[Pair]:
    """Yield the questions and answers of schema.org's FAQPage and QAPage in a page's JSON-LD."""
    for script in soup.find_all("script", attrs={"type": "application/ld+json"}):
        try:
            data = json.loads(whole_characters(script.get_text()))
        except (ValueError, RecursionError):
            continue
        yield from _questions(data, 0)


def _questions(data: Any, depth: int) -> Iterator[Pair]:
    if depth > 8:  # noqa: PLR2004 - the schema has three levels
        return
    if isinstance(data, list):
        for each in data:
            yield from _questions(each, depth + 1)
    elif isinstance(data, dict):
        prompt = data.get("name") or data.get("text")
        if data.get("@type") == "Question" and isinstance(prompt, str):
            answer = _answer(data.get("acceptedAnswer") or data.get("suggestedAnswer"))
            if has_words(plain_text(prompt)) and answer:
                yield Pair(markdown_of(prompt), answer)
        else:
            for each in (data.get("mainEntity"), data.get("@graph")):
                yield from _questions(each, depth + 1)


def _answer(data: Any) -> str:
    if isinstance(data, list):
        data = data[0] if data else None
    text = data.get("text") if isinstance(data, dict) else None
    return markdown_of(text) if isinstance(text, str) else ""


# -- questions in the page's text --------------------------------------------------------------------------


class _Body:
    """A page's content on its way into Markdown: what asks is taken out, written as a card, and put back in its place."""

    def __init__(self, main: Tag) -> None:
        self._main = main
        self._held: list[str] = []

    def text(self) -> str:
        """Return the content as Markdown."""
        for details in reversed(self._main.find_all("details")):  # the inner ones first
            self._fold(details)
        for table in self._main.find_all("table"):
            self._table(table)
        for terms in self._main.find_all("dl"):
            self._terms(terms)
        return self._with_held(markdown_of_tag(self._main))

    def _with_held(self, text: str) -> str:
        return _HELD.sub(lambda match: self._with_held(self._held[int(match[1])]), text)

    def _hold(self, tag: Tag, text: str) -> None:
        """Put a text in the place of a tag, as a paragraph of its own."""
        from bs4 import BeautifulSoup

        self._held.append(text)
        holder = BeautifulSoup("", "html.parser").new_tag("p")
        holder.string = _HOLD.format(len(self._held) - 1)
        tag.replace_with(holder)

    def _fold(self, details: Tag) -> None:
        """Write a fold: open where its summary only reveals, as a fold where it asks, else below a heading."""
        summary = details.find("summary")
        words = ""
        if summary is not None:
            words = " ".join(_inside(summary).lstrip("# ").split())
            summary.extract()
        answer = markdown_of_tag(details)
        bared = bare(words)
        if not has_words(bared) or asking.is_answer_name(identity(bared)) or _REVEALS.match(bared):
            self._hold(details, answer)
        elif asking.asks(bared):
            self._hold(details, f"<details>\n<summary>{words}</summary>\n\n{answer}\n\n</details>")
        else:
            self._hold(details, _below(details, words, answer))

    def _table(self, table: Tag) -> None:
        """Write a table whose header names a question and an answer as cards, with its other columns below."""
        rows = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
        names = [plain_text(cell.decode_contents()) for cell in rows[0]] if rows else []
        if not is_header(names) or table.find("table"):
            return
        roles = [role_of(name) for name in names]
        asks, answers = roles.index(QUESTION), roles.index(ANSWER)
        pairs = []
        for row in rows[1:]:
            cells = [_inside(cell) for cell in row]
            cells += [""] * (len(names) - len(cells))
            rest = [
                f"{names[at]}: {cells[at]}"
                for at in range(len(names))
                if at not in (asks, answers) and cells[at]
            ]
            pairs.append((cells[asks], "\n\n".join([cells[answers], *rest])))
        self._hold(table, _pairs(table, pairs))

    def _terms(self, terms: Tag) -> None:
        """Write a definition list as cards: the terms before a definition ask for it."""
        pairs: list[tuple[str, str]] = []
        names: list[str] = []
        bodies: list[str] = []
        for each in terms.find_all(["dt", "dd"]):
            if each.name == "dd":
                bodies.append(_inside(each))
                continue
            if bodies:
                pairs.append((", ".join(names), "\n\n".join(bodies)))
                names, bodies = [], []
            names.append(_inside(each))
        pairs.append((", ".join(names), "\n\n".join(bodies)))
        self._hold(terms, _pairs(terms, pairs))


def _inside(tag: Tag) -> str:
    """Return what a cell, a term or its definition holds as Markdown."""
    tag.name = "div"
    return markdown_of_tag(tag)


def _pairs(tag: Tag, pairs: list[tuple[str, str]]) -> str:
    """Return questions and their answers as cards: each on a line if all can stand on one, else below headings."""
    flat = [(" ".join(prompt.split()), answer.strip()) for prompt, answer in pairs]
    of_lines = not any(
        "\n" in answer or "::" in prompt + answer or _HELD.search(answer) for prompt, answer in flat
    )
    parts = []
    for prompt, answer in flat:
        if not prompt or not answer:
            parts.append(prompt or answer)
        else:
            parts.append(f"{prompt} :: {answer}" if of_lines else _below(tag, prompt, answer))
    return "\n\n".join(part for part in parts if part)


def _below(tag: Tag, words: str, text: str) -> str:
    """Return a text below a heading one level deeper than the one that the tag stands under."""
    above = tag.find_previous(_HEADS)
    level = min(int(above.name[1]) + 1, _DEEPEST) if above is not None else 2
    return f"{'#' * level} {words}\n\n{text}"
