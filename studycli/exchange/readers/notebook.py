"""Jupyter notebooks: text cells as they are, code in fences, what it printed and drew below.

The format is plain JSON, versions 3 and 4 of it, so that the standard library is enough: nbformat would check and upgrade
what is only read here.
"""

from __future__ import annotations

import binascii
import os
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.markdown_of_html import markdown_of
from studycli.exchange.model import Arrival, Attachment, Batch, Item
from studycli.exchange.readers.day import day_of
from studycli.exchange.readers.links import NOTE_ENDINGS, Files, attachments, is_hidden, neighbours
from studycli.exchange.readers.marks import folder_tag, text_tags
from studycli.exchange.tabular.json_rows import loads
from studycli.exchange.texts import of_json, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studycli.exchange.model import ReadOptions, Source

_ENDING = ".ipynb"
_PICTURES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg"}
_LONGEST_LINES, _LONGEST = 30, 2000  # lines and characters that are kept of what code printed
_SAMPLE = 4096  # bytes that tell a notebook by
_ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_ATTACHED = re.compile(r"attachment:([^\s()\"'<>]+)")
_FRONT = re.compile(r"---[ \t]*\n.*\n---[ \t]*\n?", re.DOTALL)


def fits(source: Source) -> bool:
    """Tell whether a source is a notebook, or a folder of them without notes in Markdown."""
    visible = [item for item in source.items if not is_hidden(item.path)]
    if any(item.path.lower().endswith(NOTE_ENDINGS) for item in visible):
        return False
    if any(map(_is_notebook, visible)):
        return True
    return len(visible) == 1 and not os.path.splitext(visible[0].path)[1] and _looks_so(visible[0])


def _is_notebook(item: Item) -> bool:
    return item.path.lower().endswith(_ENDING)


def _looks_so(item: Item) -> bool:
    """Tell whether a file without an ending begins as a notebook does."""
    start = item.read()[:_SAMPLE].lstrip()
    return start.startswith(b"{") and b'"cells"' in start and b'"cell_type"' in start


def read(source: Source, options: ReadOptions) -> Batch:
    """Read the notebooks of a source, with the pictures in them and beside them.

    Raises:
        ImportFailed: None of them can be taken.
    """
    visible = [item for item in source.items if not is_hidden(item.path)]
    items = [item for item in visible if _is_notebook(item)] or visible
    batch = Batch([], [], [])
    for done, item in enumerate(items):
        options.told(done, len(items))
        try:
            note = note_of(item, options)
        except ImportFailed as error:
            batch.problems.append(Problem(item.path, 0, "not-taken", str(error), "see the sentence"))
            continue
        batch.notes.append(note.arrival)
        batch.attachments.extend(note.pictures)
    if not batch.notes:
        raise ImportFailed(
            batch.problems[0].found if batch.problems else f"{source.label} holds no notebook."
        )
    files = Files((*source.items, *neighbours(source)))
    batch.attachments.extend(attachments(batch.notes, files, files.beside))
    return batch


class Notebook(NamedTuple):
    """A notebook as a note, and the pictures that were in it."""

    arrival: Arrival
    pictures: list[Attachment]


def note_of(item: Item, options: ReadOptions) -> Notebook:
    """Return a notebook as a note.

    Raises:
        ImportFailed: It is no JSON, or no notebook.
    """
    text = of_json(text_of(item))
    cells, language = _cells(item.path, loads(item.path, text.text))
    page = _Page(item, language)
    parts = [part for at, cell in enumerate(cells) for part in page.parts(cell, first=at == 0)]
    if not parts:
        raise ImportFailed(f"{item.path} has no cell with text.")
    body = "\n\n".join(parts) + "\n"
    arrival = Arrival(
        key=item.path,
        path=f"{_stem(item.path)}.md",
        text=body,
        created=day_of(item, options),
        tags=tuple(tag for tag in (folder_tag(item.path), *text_tags(body)) if tag),
        encoding=text.encoding,
        remarks=(*text.remarks, *page.remarks),
    )
    return Notebook(arrival, page.pictures)


def _stem(path: str) -> str:
    return path[: -len(_ENDING)] if path.lower().endswith(_ENDING) else path


def _cells(path: str, found: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the cells of a notebook of version 3 or 4, and the language of its code.

    Raises:
        ImportFailed: It has none.
    """
    cells = found.get("cells") if isinstance(found, dict) else None
    if cells is None and isinstance(found, dict):
        sheets = found.get("worksheets")
        cells = [
            cell
            for sheet in (sheets if isinstance(sheets, list) else [])
            if isinstance(sheet, dict)
            for cell in _list(sheet.get("cells"))
        ]
    if not isinstance(cells, list) or not cells:
        raise ImportFailed(f"{path} is no Jupyter notebook: it has no cells.")
    meta = _dict(found.get("metadata"))
    spec, info = _dict(meta.get("kernelspec")), _dict(meta.get("language_info"))
    language = str(info.get("name") or spec.get("language") or "python").lower()
    return [cell for cell in cells if isinstance(cell, dict)], re.sub(r"[^\w+#.-]", "", language)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a text that is one string or a list of lines."""
    if isinstance(value, list):
        return "".join(str(each) for each in value)
    return value if isinstance(value, str) else ""


def _level(cell: dict[str, Any]) -> int:
    level = cell.get("level")
    return level if isinstance(level, int) and 1 <= level <= 6 else 1  # noqa: PLR2004 - Markdown has six


class _Page:
    """A notebook on its way into Markdown: the pictures taken out of it so far, and what is to be said of it."""

    def __init__(self, item: Item, language: str) -> None:
        self._item, self._language = item, language
        self.pictures: list[Attachment] = []
        self.remarks: list[str] = []

    def parts(self, cell: dict[str, Any], *, first: bool) -> Iterator[str]:
        """Yield the pieces of Markdown of one cell."""
        kind = cell.get("cell_type")
        source = _text(cell.get("source", cell.get("input"))).replace("\r\n", "\n").strip("\n")
        if kind == "code":
            if source.strip():
                yield _fenced(source, self._language)
            for output in _list(cell.get("outputs")):
                yield from self._output(_dict(output))
        elif kind == "heading":  # of version 3
            yield f"{'#' * _level(cell)} {source}"
        elif kind == "raw" and not (first and _FRONT.fullmatch(source)):
            if source.strip():
                yield _fenced(source, "text")
        elif source.strip():
            yield self._attached(source, _dict(cell.get("attachments")))

    def _attached(self, source: str, attached: dict[str, Any]) -> str:
        """Return a text cell with the pictures in it as files."""
        names: dict[str, str] = {}
        for name, data in attached.items():
            link = self._picture(_dict(data), name)
            if link:
                names[name] = link
        return _ATTACHED.sub(lambda match: names.get(match[1], match[0]), source) if names else source

    def _output(self, output: dict[str, Any]) -> Iterator[str]:
        """Yield what one output shows: a picture, else Markdown, formulas or a table, else text."""
        if output.get("output_type") == "stream":
            yield from self._printed(_text(output.get("text")))
            return
        if output.get("output_type") in ("error", "pyerr"):
            yield from self._printed(f"{output.get('ename', 'Error')}: {output.get('evalue', '')}")
            return
        data = _dict(output.get("data")) or _old(output)
        link = self._picture(data)
        if link:
            yield f"![]({link})"
        elif _text(data.get("text/markdown")).strip() or _text(data.get("text/latex")).strip():
            yield (_text(data.get("text/markdown")) or _text(data.get("text/latex"))).strip("\n")
        elif "<table" in _text(data.get("text/html")):
            shown = markdown_of(_text(data.get("text/html")))
            yield shown if len(shown) <= _LONGEST else self._cut(shown)
        else:
            yield from self._printed(_text(data.get("text/plain")))

    def _printed(self, text: str) -> Iterator[str]:
        text = _ANSI.sub("", text).replace("\r\n", "\n").strip("\n")
        if text.strip():
            yield _fenced(self._cut(text), "text")

    def _cut(self, text: str) -> str:
        """Return the first lines of a long output."""
        lines = text[:_LONGEST].split("\n")[:_LONGEST_LINES]
        kept = "\n".join(lines)
        if len(kept) == len(text):
            return text
        remark = "long outputs of code were cut"
        if remark not in self.remarks:
            self.remarks.append(remark)
        return f"{kept}\n…"

    def _picture(self, data: dict[str, Any], name: str = "") -> str:
        """Take the picture of an output as a file; return its address from the note, or '' where there is none."""
        for kind, ending in _PICTURES.items():
            content = _picture_bytes(_text(data.get(kind)), kind)
            if content:
                stem = _stem(self._item.path)
                file = _file_name(name) or f"output_{len(self.pictures) + 1}.{ending}"
                path = f"{stem}_files/{file}"
                item = Item(path, len(content), self._item.modified, lambda content=content: content)  # type: ignore[misc]
                self.pictures.append(Attachment(path, item))
                return quote(f"{stem.rpartition('/')[2]}_files/{file}", safe="/")
        return ""


def _file_name(name: str) -> str:
    return re.sub(r"[^\w.-]+", "_", name).lstrip(".")


def _picture_bytes(text: str, kind: str) -> bytes:
    """Return the bytes of a picture: SVG is text, the others are base64; none of what is neither."""
    if kind == "image/svg+xml":
        return text.encode()
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _old(output: dict[str, Any]) -> dict[str, Any]:
    """Return the data of an output of version 3, which has them under short names."""
    names = {
        "png": "image/png",
        "jpeg": "image/jpeg",
        "svg": "image/svg+xml",
        "html": "text/html",
        "text": "text/plain",
        "latex": "text/latex",
    }
    return {kind: output[name] for name, kind in names.items() if name in output}


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    mark = "`" * (longest + 1)
    return f"{mark}{language}\n{text}\n{mark}"
