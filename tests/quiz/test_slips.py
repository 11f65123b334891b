"""Spot the bug among a note's formulas."""

from collections.abc import Callable

from studycli.quiz.forms import bug
from studycli.quiz.marking.line import mark
from studycli.quiz.model import Line, Question
from studycli.quiz.source import Source

Sources = Callable[[str], Source]

NOTE = r"""
# Losses

## Mean squared error (MSE)
$$L=\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat{y}_i)^2$$

## Mean absolute error (MAE)
$$L=\frac{1}{n}\sum_{i=1}^{n}|y_i-\hat{y}_i|$$

## L2 regularisation
$$R(w)=\sum_i w_i^2$$
"""
RIGHT = (
    r"\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat{y}_i)^2",
    r"\frac{1}{n}\sum_{i=1}^{n}|y_i-\hat{y}_i|",
    r"\sum_i w_i^2",
)


def asked(source: Source, seed: int = 0) -> list[Question]:
    offers = [offer for card in source.cards for offer in bug.offers(source, card, seed)]
    return [question for offer in offers if (question := offer.make())]


def test_one_formula_of_those_shown_is_wrong(source_of: Sources) -> None:
    """Each card's formula is shown with a mistake once, the others of the note as they are."""
    made = asked(source_of(NOTE))
    assert [question.answer_lines for question in made] == [((5, 5),), ((8, 8),), ((11, 11),)]
    for own, question in zip(RIGHT, made, strict=True):
        assert isinstance(question.key, Line)
        lines = question.shown.split("\n")[2:]
        whole = [any(f"${right}$" in line for right in RIGHT) for line in lines]
        assert whole.count(False) <= 1  # a mistake may turn one formula into another one's
        assert f"${own}$" not in lines[question.key.number - 1]
        assert question.key.mended == f"${own}$"
        assert mark(question.key, str(question.key.number)).verdict == "right"


def test_the_mistake_is_wrong_by_value(source_of: Sources) -> None:
    """What is shown for the mean squared error is another function of y and ŷ."""
    from studycli.losses.formula.comparison import compare
    from studycli.losses.formula.variables import Declared

    question = asked(source_of(NOTE))[0]
    assert isinstance(question.key, Line)
    slip = question.shown.split("\n")[1 + question.key.number].split("$")[1]
    declared = (Declared("y", ("n",), "real"), Declared("yhat", ("n",), "real"))
    assert compare(slip, RIGHT[0], declared).verdict == "wrong"


def test_the_seed_decides_the_place(source_of: Sources) -> None:
    source = source_of(NOTE)
    places = {question.key for seed in range(8) for question in asked(source, seed)[:1]}
    assert len(places) > 1
    assert asked(source, 3) == asked(source_of(NOTE), 3)


def test_too_few_formulas_are_not_asked(source_of: Sources) -> None:
    """With two there is too little to look for."""
    assert asked(source_of(NOTE.partition("## L2")[0])) == []
