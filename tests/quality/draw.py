"""Draw questions by seed, to be read one by one against a rubric; and count what was judged.

    study questions --json | python tests/quality/draw.py draw --seed 1 --each 30 > sample.md
    python tests/quality/draw.py count judged.tsv

``judged.tsv`` has a line a question: its form, a tab, ``fit`` or ``unfit``, and whatever stands behind another tab.
The count prints fit and judged with Wilson's interval of 95 %, for each form and over all.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import sqrt
from pathlib import Path
from typing import Any

Z = 1.959963984540054  # of the normal distribution's middle 95 %


def draw(questions: Iterable[dict[str, Any]], each: int, seed: int) -> list[dict[str, Any]]:
    """Return up to `each` questions of every form, spread over the notes by chance, in the order of forms."""
    by_form: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for question in sorted(questions, key=lambda question: question["id"]):
        by_form[question["form"]].append(question)
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [
        question
        for _, found in sorted(by_form.items())
        for question in chance.sample(found, min(each, len(found)))
    ]


def page(questions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield each question as a reader needs it: where it stands, what is shown, what is right."""
    for number, question in enumerate(questions, 1):
        spans = ", ".join(f"{first}-{last}" for first, last in question["answer_lines"])
        yield f"=== {number} · {question['form']} · {question['note']}:{question['line']} · answer {spans} · {question['id']}"
        yield f"{question['shown']}\n--- answer\n{question['answer']}"
        if "hidden" in question:
            yield f"--- hidden: {question['hidden']}"
        yield ""


def wilson(fit: int, judged: int) -> tuple[float, float]:
    """Return the interval of 95 % for a share, after Wilson (1927), as two numbers from 0 to 1."""
    share, square = fit / judged, Z * Z / judged
    middle = share + square / 2
    half = Z * sqrt(share * (1 - share) / judged + square / (4 * judged))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def counts(lines: Iterable[str]) -> Iterator[str]:
    """Yield a row of a Markdown table for each form, and one over all."""
    fit: dict[str, int] = defaultdict(int)
    judged: dict[str, int] = defaultdict(int)
    for line in filter(str.strip, lines):
        form, verdict = line.rstrip("\n").split("\t")[:2]
        for key in (form, "all"):
            judged[key] += 1
            fit[key] += {"fit": 1, "unfit": 0}[verdict]
    yield "| form | fit | judged | share | 95 % |\n| --- | ---: | ---: | ---: | --- |"
    for form in [*sorted(judged.keys() - {"all"}), "all"]:
        low, high = wilson(fit[form], judged[form])
        yield f"| {form} | {fit[form]} | {judged[form]} | {fit[form] / judged[form]:.1%} | {low:.1%} to {high:.1%} |"


def main(arguments: list[str] | None = None) -> None:
    """Draw from standard input, or count a file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("--seed", type=int, default=0)
    drawing.add_argument("--each", type=int, default=30)
    commands.add_parser("count").add_argument("file", type=Path)
    options = parser.parse_args(arguments)
    if options.command == "draw":
        print("\n".join(page(draw(json.load(sys.stdin)["questions"], options.each, options.seed))))
    else:
        print("\n".join(counts(options.file.read_text("utf-8").splitlines())))


if __name__ == "__main__":
    main()
