"""Spot the bug: one mistake in a note's code, and the marking of its line."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studycli.losses.program.reading import read
from studycli.quiz.forms import bug
from studycli.quiz.marking.line import mark
from studycli.quiz.model import Line, Mark, Question
from studycli.quiz.numbered import Shown, numbered, without_comments
from studycli.quiz.source import Source
from tests.quiz.conftest import make_source

Sources = Callable[[str], Source]

NOTE = '''\
# Numerics

## How is a loss kept finite?

```python
import numpy as np

TINY = 1e-9  # not zero

# subtract the largest logit
def softmax(z):
    """Rows add up to 1."""

    # exponentials cannot overflow now
    e = np.exp(z - z.max(axis=1, keepdims=True))  # at most 1
    return e / e.sum(axis=1, keepdims=True)

def cross_entropy(p, y):
    return -np.mean(np.sum(y * np.log(p + TINY), axis=1))

def plot(p):
    for row in p:
        print(row)
```

## Layer normalisation

**Implementation**:

```python
def layer_norm(x, gain, shift, eps=1e-5):
    mean = x.mean(axis=-1, keepdims=True)
    var = x.var(axis=-1, keepdims=True)
    return gain * (x - mean) / np.sqrt(var + eps) + shift
```

## Focal loss

**Implementation**:

```python
def focal(y, p, gamma=2.0):
    ce = -y * np.log(p)
    weight = (1 - p) ** gamma
    return np.mean(weight * ce)
```

## Mean squared error (MSE)

**Implementation**:

```python
def mse(y, p):
    return np.mean((y - p) ** 2)
```
'''


def asked(source: Source, seed: int = 0) -> list[Question]:
    """Return all questions of the form about a note's code."""
    offers = [offer for card in source.cards for offer in bug.offers(source, card, seed)]
    return [question for offer in offers if (question := offer.make()) and "```" in question.shown]


@cache
def asked_of_note(seed: int = 0) -> list[Question]:
    """Return the questions about `NOTE`; the same for the same seed, which a test holds."""
    return asked(make_source(NOTE), seed)


def code_of(question: Question) -> list[str]:
    """Return the lines that a question shows, without their numbers."""
    fence = question.shown.split("```text\n")[1].removesuffix("\n```")
    lines = [line.split("  ", 1) for line in fence.split("\n")]
    assert [int(number) for number, _ in lines] == list(range(1, len(lines) + 1))
    return [line for _, line in lines]


def test_known_functions_and_self_evident_ones_are_asked_about() -> None:
    """The focal loss here is not the kernel's, one line alone is no riddle."""
    shown = [question.shown.split("\n- ")[1].split("(")[0] for question in asked_of_note()]
    assert shown == ["`softmax", "`layer_norm"]


@pytest.mark.no_cover  # ten times what the other tests do
@pytest.mark.parametrize("seed", range(10))
def test_one_line_is_wrong_and_the_note_has_it_right(seed: int) -> None:
    for question in asked_of_note(seed):
        assert isinstance(question.key, Line)
        note = [line.split("  #")[0].rstrip() for line in NOTE.split("\n")]
        shown = code_of(question)
        wrong = [at for at, line in enumerate(shown, 1) if line not in note]
        assert wrong == [question.key.number]
        assert note[question.line - 1].strip() == question.key.mended
        assert question.answer_lines == ((question.line, question.line),)
        assert read("\n".join(shown)) is not None


def test_comments_are_gone_and_what_the_code_needs_is_there() -> None:
    shown = code_of(asked_of_note()[0])
    assert "TINY = 1e-9" in shown
    assert not any("#" in line or "plot" in line for line in shown)


def test_the_question_says_what_each_function_should_do() -> None:
    first, second = asked_of_note()
    assert first.shown.split("```")[0] == (
        "There is exactly one mistake in this code; all the rest is right. In which line?\n\n"
        "- `softmax(z)` should compute the softmax along the last axis.\n"
        "  - `z`: input; along its last axis\n"
        "  - It must not overflow for inputs of ±10000.\n"
        "- `cross_entropy(p, y)` should compute the cross-entropy (CE), averaged over the n samples.\n"
        "  - `p`: predicted probabilities, each row adding up to 1, of shape (n, C)\n"
        "  - `y`: true classes, one-hot, of shape (n, C)\n"
        "  - It must be finite where a probability is exactly 0 or 1.\n\n"
    )
    assert second.shown.startswith(
        "There is exactly one mistake in this code. In which line?\n\n"
        "- `layer_norm(x, gain, shift, eps=1e-5)`: Layer normalisation\n\n```text\n1  def layer_norm("
    )


def test_the_answer_is_the_mended_line_and_what_was_wrong() -> None:
    first, second = asked_of_note()
    assert isinstance(first.key, Line)
    told, why, shows = first.answer.split("\n\n")
    assert told == f"Line {first.key.number}; it should be `{first.key.mended}`."
    assert why == first.hint
    assert shows.startswith("For `")
    assert (
        len(second.answer.split("\n\n")) == 2
    )  # inputs of a function that the kernel does not know say nothing


def test_the_same_seed_plants_the_same_mistake(source_of: Sources) -> None:
    one, again = (asked(source_of(NOTE), 5) for _ in range(2))
    assert one == again
    source = source_of(NOTE)
    for offer in (offer for card in source.cards for offer in bug.offers(source, card, 5)):
        assert offer.make() == offer.make()
    shown = {tuple(question.shown for question in asked_of_note(seed)) for seed in range(8)}
    assert len(shown) > 1


def test_the_id_stays_whatever_the_seed() -> None:
    ids = {tuple(question.id for question in asked_of_note(seed)) for seed in range(5)}
    assert len(ids) == 1


@pytest.mark.parametrize("seed", range(3))
def test_in_real_notes_the_mended_line_is_the_notes_own(real_sources: list[Source], seed: int) -> None:
    for source in real_sources:
        lines = source.text.split("\n")
        for question in asked(source, seed):
            assert isinstance(question.key, Line)
            assert lines[question.line - 1].strip().startswith(question.key.mended)
            assert question.key.mended not in question.shown
            assert code_of(question)[question.key.number - 1].strip() != question.key.mended


def test_the_seeds_note_has_four(seed: Source) -> None:
    assert len(asked(seed)) == 4


# Numbered code


def test_lines_without_comments_know_where_they_came_from() -> None:
    text = "x = 1  # one\n# two\n\ndef f():\n    return '# no comment'\ny = 2"
    assert without_comments(text, [(1, 3), (4, 5)]) == Shown(
        "x = 1\ndef f():\n    return '# no comment'", (1, 4, 5)
    )


def test_numbers_are_as_wide_as_the_last() -> None:
    assert numbered(["a"] * 10).split("\n")[1:11:9] == [" 1  a", "10  a"]


# Marking

KEY = Line(4, "return -np.sum(y * np.log(p))")


@pytest.mark.parametrize(
    "typed",
    [
        "4",
        " 4 ",
        "４",
        "line 4",
        "L4",
        "第4行",
        "第 4 行",
        "第四行",
        "4.",
        "(4)",
        "return -np.sum( y*np.log(p) )",
    ],
)
def test_the_line_is_right_however_it_is_typed(typed: str) -> None:
    assert mark(KEY, typed) == Mark("right", 1.0)


@pytest.mark.parametrize("typed", ["3", "line 14", "第 5 行"])
def test_another_line_is_wrong(typed: str) -> None:
    assert mark(KEY, typed) == Mark("wrong", 0.0, ("The mistake is in line 4.",))
    assert mark(KEY, typed, "zh").remarks == ("错在第 4 行。",)


@pytest.mark.parametrize("typed", ["", "the last one", "3 or 4", "4.5", "return"])
def test_what_is_no_line_may_be_typed_again(typed: str) -> None:
    assert mark(KEY, typed) == Mark("unread", 0.0, ("Type the number of one line, such as 4.",))


@given(st.text())
def test_any_text_is_marked(typed: str) -> None:
    assert mark(KEY, typed).verdict in {"right", "wrong", "unread"}
