"""A vault of generated notes: half in Chinese, half in English, the same for the same seed.

Each note has a frontmatter of ten keys, six questions with whole answers, a table, a fence and a formula,
and is filled with paragraphs up to its size.
"""

import random
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

NOTE_BYTES = 8192
NOTES_PER_FOLDER = 50
TODAY = date(2026, 11, 23)


class Language(NamedTuple):
    """The words that a note is put together from."""

    heading: str
    subjects: tuple[str, ...]
    questions: tuple[str, ...]
    sentences: tuple[str, ...]
    table: str
    formula: str
    tag: str
    difficulties: tuple[str, str, str]


ENGLISH = Language(
    heading="Interview questions",
    subjects=(
        "dropout",
        "weight decay",
        "batch normalisation",
        "attention",
        "Adam",
        "label smoothing",
        "AUC",
        "warm-up",
    ),
    questions=(
        "Why does {} help on small data, case {}?",
        "How is {} computed in step {}?",
        "What is the cost of {} at scale {}?",
        "When would you avoid {} in setting {}?",
        "What goes wrong when {} is tuned badly, example {}?",
        "How do you explain {} to a colleague in {} minutes?",
    ),
    sentences=(
        "The estimate has less variance, at the price of a small bias that shrinks with more data. ",
        "Its gradient is proportional to the error, so learning does not stall where the output saturates. ",
        "In practice the value is chosen on a validation set, and a rough grid is enough. ",
        "It trades **a little accuracy** on the training set for a smaller gap to the test set. ",
        "Memory grows with the square of the length, time with the number of layers. ",
        "A good answer names the assumption, shows where it fails, and says what to try instead. ",
    ),
    table="| choice | cost | use |\n| --- | --- | --- |\n| small | O(n) | first try |\n| large | O(n^2) | final run |\n",
    formula="$$\nL(\\theta) = \\frac{1}{n} \\sum_{i=1}^{n} (\\hat{y}_i - y_i)^2 + \\lambda \\|\\theta\\|^2\n$$\n",
    tag="machine-learning",
    difficulties=("easy", "medium", "hard"),
)
CHINESE = Language(
    heading="面试重点问题",
    subjects=(
        "随机失活",
        "权重衰减",
        "批归一化",
        "注意力机制",
        "自适应优化器",
        "标签平滑",
        "评估指标",
        "学习率预热",
    ),
    questions=(
        "为什么{}在小数据上有效（第{}例）？",
        "如何在第{1}步计算{0}？",
        "什么是{}在规模{}下的代价？",
        "{}在第{}种情形下是否合适？",
        "怎么判断{}的参数设错了（例{}）？",
        "{}与常规做法的区别是什么（之{}）？",
    ),
    sentences=(
        "这样得到的估计方差更小，代价是一点偏差，而偏差会随数据增多而减小。",
        "梯度与误差成正比，所以输出饱和时学习也不会停下来。",
        "实践中用验证集选择取值，先做粗略的网格搜索就够了。",
        "它用训练集上的**少许精度**换取更小的泛化差距。",
        "显存随序列长度的平方增长，时间随层数线性增长。",
        "好的回答先说明假设，再指出假设何时不成立，最后给出替代办法。",
    ),
    table="| 选择 | 代价 | 用途 |\n| --- | --- | --- |\n| 小 | O(n) | 首次尝试 |\n| 大 | O(n^2) | 最终训练 |\n",
    formula="$$\n\\hat{y} = \\sigma(w^\\top x + b), \\quad L = -\\sum_{k} y_k \\log \\hat{y}_k\n$$\n",
    tag="深度学习",
    difficulties=("简单", "中等", "困难"),
)
FENCE = (
    "```python\n# a comment, not a heading\ndef step(w, grad, rate=0.1):\n    return w - rate * grad\n```\n"
)


def make_vault(root: Path, notes: int, seed: int = 2026) -> None:
    """Write `notes` notes and an empty study.toml into `root`, and commit them with git."""
    chance = random.Random(seed)  # noqa: S311 - the same notes each time
    for number in range(notes):
        folder = root / f"{number // NOTES_PER_FOLDER:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"note-{number:05}.md").write_text(note(number, chance), encoding="utf-8", newline="\n")
    (root / "study.toml").write_text("", encoding="utf-8")
    git = ("git", "-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost", "-c", "gc.auto=0")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Notes")):
        subprocess.run([*git, *arguments], cwd=root, check=True, capture_output=True)


def note(number: int, chance: random.Random) -> str:
    """Return the text of one note: even numbers are Chinese, odd ones English."""
    language = ENGLISH if number % 2 else CHINESE
    subject = chance.choice(language.subjects)
    title = f"{subject}-{number}"
    answers = [
        [f"### {place}. {question.format(subject, number)}\n"]
        for place, question in enumerate(language.questions, 1)
    ]
    for answer, block in zip(answers, (language.table, FENCE, language.formula), strict=False):
        answer += [chance.choice(language.sentences).rstrip() + "\n", block]
    head = f"{_frontmatter(title, language, chance)}# {title}\n\n## {language.heading}\n\n"
    _fill(answers, NOTE_BYTES - len(head.encode()), language, chance)
    return head + "\n".join("\n".join(answer) for answer in answers)


def _fill(answers: list[list[str]], size: int, language: Language, chance: random.Random) -> None:
    """Add paragraphs to each answer in turn until together they have `size` bytes, or a little more."""
    left = size - sum(len(block.encode()) + 1 for answer in answers for block in answer)
    place = 0
    while left > 0:
        paragraph = "".join(chance.choices(language.sentences, k=3)).rstrip() + "\n"
        answers[place % len(answers)].append(paragraph)
        left -= len(paragraph.encode()) + 1
        place += 1


def _frontmatter(title: str, language: Language, chance: random.Random) -> str:
    """Return ten keys; three notes of five were reviewed, and are due within sixty days of `TODAY`."""
    reviewed = chance.random() < 0.6
    last = TODAY - timedelta(days=chance.randrange(31, 60))
    due = last + timedelta(days=chance.randrange(1, 90))
    before = f"'{last}'" if reviewed else "null"
    return (
        "---\n"
        f"title: {title}\n"
        "created: '2025-10-19'\n"
        f"last_reviewed: {before}\n"
        f"next_review: '{due if reviewed else TODAY}'\n"
        f"review_count: {chance.randrange(1, 9) if reviewed else 0}\n"
        f"difficulty: {chance.choice(language.difficulties)}\n"
        f"mastery_level: {0.4 if reviewed else 0.0}\n"
        f"tags:\n- {language.tag}\n- {language.tag}/{title}\n"
        "related_outlines: []\n"
        "aliases: []\n"
        "---\n"
    )
