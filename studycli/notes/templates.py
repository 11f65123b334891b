"""The texts of new notes: the example of a new vault, and the template of ``study new``. Pure."""

import re
import unicodedata
from datetime import date

_FRONTMATTER = """\
---
created: '{today}'
last_reviewed: null
next_review: '{today}'
review_count: 0
difficulty: medium
mastery_level: 0.0
tags: [{tags}]
related_outlines: []
---
"""

_EXAMPLE = """\
# How notes become cards

## Interview questions

### 1. Why do classifiers use cross-entropy and not MSE?

Behind a sigmoid or softmax, the gradient of MSE carries the activation's slope, which is almost zero where
the output is near 0 or 1. With cross-entropy the slope cancels, and what is left is the error itself:

$$\\frac{\\partial L}{\\partial z} = \\hat{y} - y$$

So a confident wrong answer still learns fast.

### 2. 什么是过拟合，怎样发现它？

模型记住了训练数据里的噪声：训练损失继续下降，验证损失却开始上升。

## Huber loss

Quadratic for small errors, linear for large ones; $\\delta$ is where one becomes the other.

**Pros**:
- an outlier pulls with a bounded force
- smooth at zero, unlike MAE

**Cons**:
- one more number to choose, and it depends on the scale of the target

## Marked cards

A line with two colons is a card, question first::and the answer behind.

The ==cloze== is hidden when this line is asked.
"""

_QUESTIONS = {
    True: "## 面试重点问题\n\n### \n\n## 核心概念\n\n### \n\n**定义**：\n\n**特点**：\n\n## 总结\n",
    False: "## Interview questions\n\n### \n\n## Concepts\n\n### \n\n**Definition**:\n\n**Properties**:\n\n## Summary\n",
}

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
NAME_BYTES = 200
"""Longest name of a file in bytes, without its ending: file systems allow 255 for name, ending and what tools add."""


def example_note(today: date) -> str:
    """Return the note that ``study init`` puts into a new vault: one card of most kinds."""
    return _FRONTMATTER.format(today=today, tags="example") + _EXAMPLE


def new_note(title: str, today: date) -> str:
    """Return an empty note on a subject, in Chinese for a title with Chinese characters."""
    chinese = any("\u4e00" <= character <= "\u9fff" for character in title)
    return f"{_FRONTMATTER.format(today=today, tags='')}# {title}\n\n{_QUESTIONS[chinese]}"


def file_name(title: str) -> str:
    """Return the name of a title's file, safe on every system and not hidden; '' when nothing is left.

    Letters of every script stay; what Windows forbids becomes a space.
    """
    name = " ".join(_UNSAFE.sub(" ", unicodedata.normalize("NFC", title)).split()).strip(" .-")
    name = name.encode()[:NAME_BYTES].decode(errors="ignore").rstrip(" .")
    if _RESERVED.fullmatch(name):
        name += " note"
    return f"{name}.md" if name else ""
