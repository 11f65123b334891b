"""What the columns of a table say: by their names, or as ``--columns`` gives them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from studycli.errors import ImportFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

QUESTION, ANSWER = "question", "answer"
_NAMES = {
    QUESTION: "question questions prompt front q term word query concept title 问题 题目 题干 问 正面 术语 概念 提问 面试题",
    ANSWER: "answer answers back a definition response solution meaning reply 答案 回答 答 背面 释义 解答 参考答案 定义 内容",
    "tags": "tags tag labels label keywords 标签 关键词",
    "difficulty": "difficulty level 难度",
    "id": "id guid uuid card_id key 编号 序号",
    "topic": "topic deck category section subject chapter folder note 分类 类别 主题 章节 牌组 科目",
    "extra": "extra explanation notes hint comment 解析 备注 说明 补充 解释",
    "options": "options choices 选项",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split()}
_ASSIGNED = re.compile(r"\s*(\w+)\s*=\s*(.+?)\s*")
_OWN = frozenset(("id", "note", "kind", "prompt", "answer", "due", "interval", "ease", "repetitions", "last"))


class Row(NamedTuple):
    """One row of a table: its line in the file, counted from 1, and its values by column."""

    line: int
    values: Mapping[str, Any]


class Columns(NamedTuple):
    """The columns of a table.

    Attributes:
        by_role: The column's name for each of `ROLES` that the table has.
        unused: Names of columns that none of them is.
    """

    by_role: Mapping[str, str]
    unused: tuple[str, ...]

    def value(self, row: Row, role: str) -> Any:
        """Return what a row has in the column of a role, or in another of that role; None without one."""
        if role not in self.by_role:
            return None
        if self.by_role[role] in row.values:
            return row.values[self.by_role[role]]
        return next((value for name, value in row.values.items() if role_of(name) == role), None)


def role_of(name: str) -> str:
    """Return what a column of that name says; '' where that is not known."""
    folded = name.strip().strip(":：*").casefold().replace(" ", "_")
    return _ROLE_OF.get(folded, "")


def is_own(names: Sequence[str]) -> bool:
    """Tell whether columns are those of ``study export``."""
    return set(names) >= _OWN


def is_header(names: Sequence[str]) -> bool:
    """Tell whether cells are names of columns: one of a question and one of an answer are among them."""
    return {QUESTION, ANSWER} <= set(map(role_of, names))


def columns_of(names: Sequence[str], wanted: str = "", *, loose: bool = False) -> Columns:
    """Return what the columns of a table say.

    Args:
        names: Their names; numbers, from 1, of a table without a header.
        wanted: What ``--columns`` gives: ``front,back``, ``1,3`` or ``question=2,answer=5,tags=1``; '' for none.
        loose: Whether each row has names of its own, as objects of JSON have: several names of a role are used.

    Raises:
        ImportFailed: A column that is wanted is not there, or question or answer is not found.
    """
    by_role = _wanted(names, wanted) if wanted else {}
    for name in names:
        role = role_of(name)
        if role and role not in by_role and name not in by_role.values():
            by_role[role] = name
    missing = [role for role in (QUESTION, ANSWER) if role not in by_role]
    if missing:
        raise ImportFailed(
            f"No column of the table is the {' or '.join(missing)}; its columns are {', '.join(names)}. "
            "Name them: --columns QUESTION,ANSWER takes names, or numbers from 1."
        )
    used = {*by_role.values(), *(name for name in names if loose and role_of(name) in by_role)}
    return Columns(by_role, tuple(name for name in names if name not in used))


def _wanted(names: Sequence[str], wanted: str) -> dict[str, str]:
    parts = [part for part in wanted.split(",") if part.strip()]
    roles = (QUESTION, ANSWER, "tags")
    found: dict[str, str] = {}
    for place, part in enumerate(parts):
        assigned = _ASSIGNED.fullmatch(part)
        if assigned:
            role, column = role_of(assigned[1]), assigned[2]
        elif place < len(roles):
            role, column = roles[place], part.strip()
        else:
            role, column = "", part
        if not role:
            raise ImportFailed(
                f"--columns has '{part.strip()}', which says no use of a column. Write question=…,answer=…, and where there "
                f"are more: {', '.join(role for role in _NAMES if role not in (QUESTION, ANSWER))}."
            )
        found[role] = _column(names, column)
    return found


def _column(names: Sequence[str], wanted: str) -> str:
    """Return the name of the column that a person names, or counts from 1."""
    for name in names:
        if name.strip().casefold() == wanted.casefold():
            return name
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    raise ImportFailed(f"The table has no column '{wanted}'; its columns are {', '.join(names)}.")
