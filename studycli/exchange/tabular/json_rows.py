"""Rows of JSON: a list of objects, alone or under a name, a list for each topic, or one object a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from studycli.collection.values import Problem
from studycli.errors import ImportFailed
from studycli.exchange.tabular.columns import Row, columns_of, is_header, is_own, role_of
from studycli.exchange.tabular.csv_rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIGNS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|\n', re.DOTALL)
_PAIR = 2


class _Object(dict[str, Any]):
    """An object of JSON that knows its line."""

    line = 0


def loads(path: str, text: str) -> Any:
    """Return what a JSON text holds, objects with their lines.

    Raises:
        ImportFailed: It is no JSON, with the line and column where it breaks.
    """
    order: list[_Object] = []

    def kept(pairs: list[tuple[str, Any]]) -> _Object:
        order.append(_Object(pairs))
        return order[-1]

    try:
        found = json.loads(text, object_pairs_hook=kept)
    except json.JSONDecodeError as error:
        raise ImportFailed(
            f"{path}:{error.lineno}: the JSON breaks at column {error.colno}: {error.msg}; mend it there."
        ) from None
    except (ValueError, RecursionError) as error:
        said = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ImportFailed(f"{path} cannot be read as JSON: {said}.") from None
    for each, line in zip(order, _lines(text), strict=False):
        each.line = line
    return found


def _lines(text: str) -> Iterator[int]:
    """Yield the line on which each object begins, in the order in which they end, as the decoder makes them."""
    open_: list[int] = []
    line = 1
    for match in _SIGNS.finditer(text):
        sign = match[0]
        if sign == "{":
            open_.append(line)
        elif sign == "}":
            yield open_.pop() if open_ else line
        else:
            line += sign.count("\n")


def table_of(path: str, text: str, wanted: str = "") -> Table:
    """Return the rows of a JSON file.

    Args:
        path: The file's path within the source.
        text: Its text.
        wanted: What ``--columns`` gives.

    Raises:
        ImportFailed: It is no JSON, holds no list of objects, or its fields are not known.
    """
    problems: list[Problem] = []
    if is_lines(text):
        rows = list(_json_lines(path, text, problems))
    else:
        rows = list(_rows(path, loads(path, text), problems))
    if not rows:
        raise ImportFailed(f"{path} holds no list of questions: objects with a question and an answer each.")
    names = tuple(dict.fromkeys(name for row in rows for name in row.values))
    return Table(columns_of(names, wanted, loose=True), names, rows, problems)


def is_lines(text: str) -> bool:
    """Tell whether a text has one JSON object a line, on two lines or more."""
    lines = [line for line in text.split("\n") if line.strip()][:2]
    return len(lines) > 1 and all(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines
    )


def _json_lines(path: str, text: str, problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
        except json.JSONDecodeError as error:
            problems.append(_broken(path, number, f"the JSON breaks at column {error.colno}: {error.msg}"))
            continue
        except (ValueError, RecursionError):
            problems.append(_broken(path, number, "no JSON that can be read"))
            continue
        if isinstance(values, dict):
            yield from (row._replace(line=number) for row in _rows(path, [values], problems))
        else:
            problems.append(_broken(path, number, f"no object but {_shown(values)}"))


def _broken(path: str, line: int, found: str) -> Problem:
    return Problem(path, line, "bad-row", found, "an object with a question and an answer; it was left out")


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]


def _rows(path: str, found: Any, problems: list[Problem]) -> Iterator[Row]:
    """Yield the rows of decoded JSON: of a list, and of the lists that an object has, each a topic unless its name is general."""
    if isinstance(found, list):
        yield from _list(path, found, "", problems)
    elif isinstance(found, dict) and is_header(list(found)):
        yield from _object(path, found, "", problems)
    elif isinstance(found, dict):
        for name, value in found.items():
            if isinstance(value, list):
                topic = "" if _is_general(name) else name
                yield from _list(path, value, topic, problems)


def _is_general(name: str) -> bool:
    """Tell whether a name of a list says only that it is one of questions."""
    return name.casefold() in ("cards", "items", "data", "notes", "flashcards", "results", "rows") or bool(
        role_of(name)
    )


def _list(path: str, found: Sequence[Any], topic: str, problems: list[Problem]) -> Iterator[Row]:
    for place, value in enumerate(found, 1):
        if isinstance(value, dict):
            yield from _object(path, value, topic, problems)
        elif isinstance(value, list) and len(value) >= _PAIR and all(isinstance(each, str) for each in value):
            yield Row(0, {"question": value[0], "answer": value[1], **({"topic": topic} if topic else {})})
        else:
            problems.append(_broken(path, 0, f"item {place} is no object but {_shown(value)}"))


def _object(path: str, found: dict[str, Any], topic: str, problems: list[Problem]) -> Iterator[Row]:
    """Yield an object as a row, or the rows of the list below it: ``{"topic": …, "questions": [{…}]}``."""
    names = list(found)
    lists = [name for name in names if _has_objects(found[name])]
    if lists and not is_header(names) and not is_own(names):
        above = next((found[name] for name in names if role_of(name) == "topic"), None)
        title = next((found[name] for name in names if name in ("name", "title")), None)
        inner = str(above or title or topic)
        for name in lists:
            yield from _list(path, found[name], inner, problems)
        return
    values = dict(found)
    if topic and not any(role_of(name) == "topic" for name in names):
        values["topic"] = topic
    yield Row(getattr(found, "line", 0), values)


def _has_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)
