"""A small vault with a fixed clock, and a way to run the program in this process."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from studycli.cli.app import main

NOW = "2026-11-23T08:30+08:00"
LOSSES = """\
---
created: '2026-11-20'
last_reviewed: null
next_review: '2026-11-20'
review_count: 0
difficulty: medium
mastery_level: 0.0
tags: [loss, 深度学习/损失函数]
related_outlines: []
---
# 损失函数

## 面试题

### 1. 为什么分类用交叉熵而不是 MSE？

梯度是 $p - y$，不含激活函数的导数。

## Huber loss

Quadratic near zero, linear far away.

**Pros**:
- bounded pull of outliers

**Cons**:
- one more parameter
"""
OPEN = """\
# Open questions

## What is a proper scoring rule?
"""


class Result(NamedTuple):
    """What a call of the program gave."""

    code: int
    out: str
    err: str


Study = Callable[..., Result]


@pytest.fixture(autouse=True)
def fixed_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Fix time, device, width and colours, and start in an empty folder."""
    for name in (
        "STUDY_VAULT",
        "STUDY_DEBUG",
        "VISUAL",
        "EDITOR",
        "NO_COLOR",
        "FORCE_COLOR",
        "_STUDY_COMPLETE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STUDY_NOW", NOW)
    monkeypatch.setenv("STUDY_DEVICE", "test")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def study(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Study:
    """Return a function that runs the program with some words, and gives code, output and errors."""

    def run(*words: str, stdin: str = "") -> Result:
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        capsys.readouterr()
        code = main(list(words))
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return run


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Return a vault of two notes, in the folder ``vault`` below the one that the program runs in."""
    folder = tmp_path / "vault"
    (folder / "math").mkdir(parents=True)
    (folder / "study.toml").write_text("", "utf-8")
    (folder / "losses.md").write_text(LOSSES, "utf-8")
    (folder / "math" / "open.md").write_text(OPEN, "utf-8")
    return folder
