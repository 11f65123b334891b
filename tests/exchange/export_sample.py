"""A vault with cards of every kind and a history of every kind of entry, to be exported."""

from __future__ import annotations

import os
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from studycli.clock import Clock
from studycli.collection import Collection, QueueOptions
from studycli.exchange.writers import writing
from studycli.exchange.writers.target import FORMATS
from studycli.settings import Settings
from studycli.terminal.dialect import parser
from tests.exchange.samples import ZONE

LOSSES = """\
---
tags: [loss, 深度学习/损失函数]
---
# 损失函数

## 为什么分类用交叉熵而不是 MSE？

梯度是 $p - y$，当 $a<b$ 时 **不含** 激活函数的导数。

$$
\\nabla L = p - y
$$

```python
x = 1

y = std::move(x)
```

![图](img/a%20b.png) ![there](https://example.org/c.png)

## Huber loss

Quadratic near zero, linear far away, as std::abs is.

- one

  ```text
  a

  b
  ```

**Pros**:
- bounded pull of outliers

**Cons**:
- one more parameter
"""
FLASH = """\
#flashcards

What is a::b c
Both:::ways <!--SR:!2024-01-01,3,250!2024-01-02,4,250-->

The ==capital== of ==France== is Paris

Two lines
of a prompt
?
answer
"""
PLAIN = """\
# Cafe\u0301 questions

## =1+1 and cafe\u0301 <b>?

-2 is an answer

## Is this open?
"""
PICTURE = b"\x89PNG picture"


def opened(root: Path, day: int, hour: int = 8) -> Collection:
    """Open the vault on a day of November 2026."""
    now = datetime(2026, 11, day, hour, 30, tzinfo=ZONE)
    return Collection.open(root, Settings(), Clock(date(2026, 11, day), now), {"STUDY_DEVICE": "test"})


def find(collection: Collection, words: str) -> str:
    """Return the id of the card whose prompt holds these words."""
    return next(card.id for card in collection.cards() if words in card.prompt)


def make(root: Path) -> Path:
    """Make the vault: answers on three days, one taken back, one on a heading that was reworded since."""
    for path, text in (("ml/losses.md", LOSSES), ("flash.md", FLASH), ("plain.md", PLAIN)):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.replace("## Huber loss", "## Huber's loss"), "utf-8")
    (root / "study.toml").write_text("", "utf-8")
    (root / "ml" / "img").mkdir()
    (root / "ml" / "img" / "a b.png").write_bytes(PICTURE)
    with opened(root, 18) as collection:
        for words, grade, seconds in (
            ("交叉熵", 1, 12.5), ("交叉熵", 4, None), ("Huber", 4, 3.0), ("What is a", 5, 2.0), ("ways", 3, 1.0),
            ("The […]", 4, 1.0), ("Cons", 4, 1.0), ("Pros", 4, 1.0),
        ):  # fmt: skip
            collection.answer(find(collection, words), grade, seconds)
        collection.undo()
    with opened(root, 19) as collection:
        collection.answer(find(collection, "交叉熵"), 4, 4.25)
        collection.answer(find(collection, "Huber"), 3)
        collection.answer(find(collection, "What is a"), 1, cram=True)
        collection.suspend(find(collection, "Cons"))
        collection.flag(find(collection, "Huber"), "unclear, ask")
    losses = root / "ml" / "losses.md"
    losses.write_text(losses.read_text("utf-8").replace("## Huber's loss", "## Huber loss"), "utf-8")
    with opened(root, 23) as collection:
        collection.bury(find(collection, "Two lines"))
    return root


def export(
    root: Path, to: str, dest: Path | str, day: int = 23, *, force: bool = False, **filters: str
) -> tuple[writing.Exported, bytes]:
    """Export the vault; return what was said, and what was printed."""
    out = BytesIO()
    request = writing.Request(FORMATS[to], os.fspath(dest), QueueOptions(**filters), force)
    with opened(root, day) as collection:
        exported = writing.export(collection, request, out, parser)
    return exported, out.getvalue()
