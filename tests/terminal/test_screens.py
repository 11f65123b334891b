"""Whole screens, exact to the cell: each ``screens/NAME.keys`` has a twin for every width.

The first line of a ``.keys`` file is the options (``rows=20 typing sm2 cram``), the second the keys. With
``UPDATE_SCREENS=1`` in the environment the twins are written instead of compared; read them before you commit.
"""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from studycli.collection.values import QueueOptions
from studycli.schedule.sm2 import Schedule
from studycli.terminal.frame import Frame, compose

HERE = Path(__file__).parent / "screens"
SCENES = sorted(path.stem for path in HERE.glob("*.keys"))
WIDTHS = (40, 60, 80, 120)
ROWS = 20
MSE = """\
**公式**：$L = \\frac{1}{n}\\sum_{i=1}^{n}(y_i - \\hat{y}_i)^2$

**特点**：
- 对异常值敏感：误差被平方放大
- 处处可微，梯度为 $2(\\hat{y} - y)/n$

| 损失 | 异常值 | 最优预测 |
| --- | --- | --- |
| MSE | 敏感 | 均值 |
| MAE | 稳健 | 中位数 |

```python
def mse(y, p):
    return np.mean((y - p) ** 2)
```
"""
WHY = "Because its gradient with respect to the logits is `p - y`: it does not vanish where the sigmoid saturates."


@pytest.fixture
def vault(make_collection: Callable[..., Any], make_card: Callable[..., Any]) -> Callable[..., Any]:
    """Return a maker of a collection with a Chinese card, an English one, and one without an answer."""
    old = Schedule(3, 15, 2.5, date(2026, 11, 20), date(2026, 11, 5), 1, passed=True)
    mse = make_card(
        "aaaa",
        "均方误差（MSE）的公式与特点是什么？",
        "深度学习/损失函数设计.md",
        heading_path=("损失函数设计", "核心概念", "回归任务的损失函数", "均方误差（MSE）"),
        state=old,
    )
    why = make_card("bbbb", "Why is cross-entropy used for classification rather than MSE?")
    empty = make_card("cccc", "What is the focal loss?", empty=True)
    return lambda **settings: make_collection([(mse, MSE), (why, WHY), (empty, "")], **settings)


def scene(name: str) -> tuple[dict[str, str], list[str]]:
    """Return the options and keys of a scene."""
    options, keys = (HERE / f"{name}.keys").read_text(encoding="utf-8").splitlines()[:2]
    return dict(part.partition("=")[::2] for part in options.split()), keys.split()


def text_of(frame: Frame) -> str:
    """Return the screen as text, with '▏' before the cell of the cursor."""
    lines = ["".join(segment.text for segment in row) for row in frame.rows]
    if frame.cursor:
        column, row = frame.cursor
        cut = next(at for at in range(len(lines[row]) + 1) if cell_len(lines[row][:at]) >= column)
        lines[row] = f"{lines[row][:cut]}▏{lines[row][cut:]}"
    return "".join(f"{line.rstrip()}\n" for line in lines)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SCENES)
def test_a_screen_is_as_its_twin(
    name: str,
    width: int,
    vault: Callable[..., Any],
    make_session: Callable[..., Any],
    make_console_of: Callable[..., Console],
    key: Callable[[str], Any],
) -> None:
    options, keys = scene(name)
    collection = vault(grades="sm2" if "sm2" in options else "buttons")
    session = make_session(collection, QueueOptions(cram="cram" in options), typing="typing" in options)
    for pressed in keys:
        session.press(key(pressed))
    console = make_console_of(width, int(options.get("rows", ROWS)))
    frame = compose(console, session, int(options.get("scroll", 0)))
    twin = HERE / f"{name}.{width}.txt"
    if os.environ.get("UPDATE_SCREENS"):
        twin.write_text(text_of(frame), encoding="utf-8")
    assert text_of(frame) == twin.read_text(encoding="utf-8")
    assert len(frame.rows) == console.height
    assert max(sum(segment.cell_length for segment in row) for row in frame.rows) <= width


def test_there_is_a_twin_for_every_scene_and_a_scene_for_every_twin() -> None:
    twins = {path.name for path in HERE.glob("*.txt")}
    assert twins == {f"{name}.{width}.txt" for name in SCENES for width in WIDTHS}
