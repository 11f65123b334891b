"""What functions are tried on, the usual mistakes, and the mistakes that are planted."""

from random import Random

import numpy as np
import pytest

from studycli.losses.catalogue import catalogue
from studycli.losses.program import mutations, wire
from studycli.losses.program.identify import identify
from studycli.losses.program.interpreter import call
from studycli.losses.program.judging import Finding, judge, text
from studycli.losses.program.mutations import Mutation
from studycli.losses.program.planting import plant
from studycli.losses.program.reading import Program, read
from studycli.losses.program.reference import Reference, expected
from studycli.losses.program.solutions import solution, solutions
from studycli.losses.program.trials import EXTREME, LARGE, SHAPES, SMALL, Trial, trials
from studycli.losses.program.trying import first_failed

MSE = Reference("mse", (("y", "target"), ("p", "prediction")))
SOFTMAX = Reference("softmax", (("z", "x"),))
HUBER = """\
def huber(y, p, delta=1.0):
    r = np.abs(y - p)
    near = 0.5 * r**2
    far = delta * r - 0.5 * delta**2
    return np.mean(np.where(r <= delta, near, far))"""


def program(body: str) -> Program:
    found = read(body)
    assert found is not None
    return found


def luck(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - a game of questions, no secret


# Solutions


@pytest.mark.parametrize("key", solutions())
def test_every_solution_is_the_loss_of_its_key_with_its_gradient(key: str) -> None:
    block, name = solution(key)
    reference = identify(block, name, [key])
    assert reference is not None
    entry = catalogue()[key]
    assert (reference.key, reference.both, reference.gradient_of) == (key, True, entry.differentiable[0])
    assert reference.reduction == "mean"
    assert first_failed(block, name, reference) is None


# Trials


@pytest.mark.parametrize("key", [key for key in catalogue() if key != "ctc"])
def test_every_loss_has_trials_on_which_it_is_right_itself(key: str) -> None:
    arguments = tuple((each.name, each.name) for each in catalogue()[key].arguments if not each.optional)
    reference = Reference(key, arguments)
    for trial in trials(reference):
        if trial.kind != SHAPES:
            assert np.isfinite(trial.expected).all()
            value = expected(reference, trial.arguments)
            assert judge(trial, wire.encode(value)) is None


def test_trials_are_the_same_for_the_same_seed() -> None:
    one, again, other = (trials(MSE, seed) for seed in (3, 3, 4))
    assert [text(trial.arguments["y"]) for trial in one] == [text(trial.arguments["y"]) for trial in again]
    assert one[0].arguments["y"][0] != other[0].arguments["y"][0]


def test_the_first_trials_can_be_worked_out_by_hand() -> None:
    small = [trial for trial in trials(MSE) if trial.kind == SMALL]
    assert [trial.arguments["y"].size for trial in small] == [1, 2, 3]
    assert all((np.round(trial.arguments["y"], 3) == trial.arguments["y"]).all() for trial in small)
    assert (np.round(small[0].arguments["y"], 1) == small[0].arguments["y"]).all()


def test_extreme_trials_reach_huge_logits_and_certain_probabilities() -> None:
    logits = next(trial for trial in trials(SOFTMAX) if trial.kind == EXTREME).arguments["z"]
    assert np.abs(logits).min() > 9_900
    bce = Reference("bce", (("y", "target"), ("p", "probability")))
    extreme = next(trial for trial in trials(bce) if trial.kind == EXTREME)
    assert {(float(y), float(p)) for y, p in zip(*extreme.arguments.values(), strict=True)} == {
        (1, 1),
        (0, 0),
        (1, 0),
        (0, 1),
    }


def test_a_large_batch_and_shapes_that_only_look_alike_come_last() -> None:
    *_, large, alike = trials(MSE)
    assert (large.kind, large.arguments["y"].shape) == (LARGE, (1000,))
    assert (alike.kind, alike.arguments["y"].shape, alike.arguments["p"].shape) == (SHAPES, (4,), (4, 1))


# Judging


@pytest.mark.parametrize(
    ("value", "finding"),
    [
        (2.0, None),
        (2.0 + 1e-9, None),
        (2.1, Finding("value", "2.1", "2")),
        (np.inf, Finding("infinite", "inf", "2")),
        ([2.0], Finding("shape", "(1,)", "()")),
        ("2", Finding("type", "str", "float")),
        ((2.0, 2.0), Finding("type", "(float, float)", "float")),
        (-2.0, Finding("value", "-2", "2")),
    ],
)
def test_what_is_wrong_is_told(value: object, finding: Finding | None) -> None:
    assert judge(Trial(SMALL, {}, {}, np.asarray(2.0)), wire.encode(value)) == finding


def test_only_at_an_extreme_point_may_a_value_be_cut() -> None:
    for kind, found in ((EXTREME, "cut"), (SMALL, "value")):
        assert judge(Trial(kind, {}, {}, np.asarray(1e4)), wire.encode(34.5)) == Finding(
            found, "34.5", "10000"
        )


def test_a_value_beyond_the_right_one_is_not_cut() -> None:
    found = judge(Trial(EXTREME, {}, {}, np.asarray(1e4)), wire.encode(2e4))
    assert found == Finding("value", "20000", "10000")


def test_the_worst_entry_is_told() -> None:
    right = np.array([[1.0, 2.0], [3.0, 4.0]])
    found = judge(Trial(SMALL, {}, {}, right), wire.encode(right + np.array([[0, 0], [5, 0]])))
    assert found == Finding("value", "[[1, 2], [8, 4]]", "[[1, 2], [3, 4]]", (1, 0))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.arange(40.0), "[0, 1, …, 39] (40,)"),
        (1e-6, "1e-6"),
        (12345.678, "12345.7"),
        (0.123456, "0.1235"),
        (3, "3"),
        ([True], "[True]"),
    ],
)
def test_arrays_are_told_in_few_digits(value: object, told: str) -> None:
    assert text(value) == told


# Mistakes


@pytest.mark.parametrize(
    ("line", "kind", "wrong"),
    [
        ("return np.mean((y - p) ** 2)", "reduction", "return np.sum((y - p) ** 2)"),
        ("return np.mean((y - p) ** 2)", "power", "return np.mean(y - p)"),
        ("return np.mean((y - p) ** 2)", "sign", "return np.mean((y + p) ** 2)"),
        ("return 2 * (p - y) / len(y)", "share", "return 2 * (p - y)"),
        ("return 2 * (p - y) / len(y)", "factor", "return (p - y) / len(y)"),
        ("return 2 * (p - y) / len(y)", "exchanged", "return 2 * (y - p) / len(y)"),
        ("return -np.log(p)", "sign", "return np.log(p)"),
        ("return y * np.log(p)", "exchanged", "return p * np.log(y)"),
        ("return (1 - p) ** 3", "complement", "return p ** 3"),
        ("return np.clip(p, eps, 1 - eps)", "clip", "return np.clip(p, 0, 1)"),
        ("return p.max(axis=1, keepdims=True)", "extreme", "return p.min(axis=1, keepdims=True)"),
        ("return p.max(axis=1, keepdims=True)", "axis", "return p.max(axis=0, keepdims=True)"),
        ("return np.where(y <= p, y, p)", "comparison", "return np.where(y >= p, y, p)"),
        ("return np.where(y == 1, y, p)", "comparison", "return np.where(y == 0, y, p)"),
        ("r = np.abs(y - p)", "absolute", "r = y - p"),
        ("r = 损 + np.sqrt(y)", "root", "r = 损 + y"),
        ("y -= p", "sign", "y += p"),
    ],
)
def test_a_mistake_changes_its_own_characters_only(line: str, kind: str, wrong: str) -> None:
    block = program(f"def f(y, p, eps=1e-9):\n    {line}\n    return y")
    found = list(mutations.mutations(block.text, block.functions["f"]))
    assert Mutation(kind, 2, f"    {line}", f"    {wrong}") in found
    assert all(read(each.applied(block.text)) for each in found)


def test_a_mistake_that_gives_itself_away_is_not_made() -> None:
    block = program("def f(y, p):\n    return np.where(y == 1, p, 1 - p)")
    assert not any("p, p)" in each.after for each in mutations.mutations(block.text, block.functions["f"]))


# Planting


@pytest.mark.parametrize("seed", range(8))
def test_a_planted_mistake_is_proved_by_its_evidence(seed: int) -> None:
    block = program(HUBER)
    reference = Reference("huber", (("y", "target"), ("p", "prediction"), ("delta", "delta")))
    planted = plant(block, {"huber": reference}, luck(seed))
    assert planted is not None
    wrong = program(planted.mutation.applied(HUBER))
    failed = first_failed(wrong, "huber", reference)
    assert failed is not None
    assert planted.evidence.got == failed[1].got == text(call(wrong, "huber", planted.evidence.arguments))
    assert planted.evidence.want == failed[1].want == text(call(block, "huber", planted.evidence.arguments))
    assert HUBER.split("\n")[planted.mutation.line - 1] == planted.mutation.before
    changed = sum(a != b for a, b in zip(HUBER.split("\n"), wrong.text.split("\n"), strict=True))
    assert changed == 1


def test_a_mistake_that_another_line_could_mend_is_not_planted() -> None:
    block = program("def f(y, p):\n    e = (y - p) ** 2\n    s = -np.sum(e)\n    return -s")
    reference = MSE._replace(reduction="sum")
    found = [plant(block, {"f": reference}, luck(seed)) for seed in range(30)]
    places = {(each.mutation.kind, each.mutation.line) for each in found if each}
    # a sign of line 3 could be mended in line 4, and the other way round
    assert places == {("power", 2), ("sign", 2), ("reduction", 3)}


@pytest.mark.no_cover  # thirty times what the other tests do
def test_a_comparison_is_not_turned_where_the_choice_below_it_could_be(  # its name says nothing of the way round
) -> None:
    block = program(
        "def f(y, p, delta=1.0):\n    e = np.abs(y - p)\n    c = e <= delta\n    return np.where(c, 0.5 * e**2, delta * e - 0.5 * delta**2).mean()"
    )
    reference = Reference("huber", (("y", "target"), ("p", "prediction"), ("delta", "delta")))
    found = [plant(block, {"f": reference}, luck(seed)) for seed in range(30)]
    assert all(each and each.mutation.kind != "comparison" for each in found)


def test_a_count_is_not_left_out_where_another_line_could_divide_by_it() -> None:
    block = program("def f(y, p):\n    s = np.sum((y - p) ** 2)\n    return s / len(y)")
    found = [plant(block, {"f": MSE}, luck(seed)) for seed in range(30)]
    assert all(each is None or each.mutation.kind != "share" for each in found)


def test_a_mistake_shows_in_the_digits_that_are_printed() -> None:
    block = program(
        "def f(y, p, s=1e-6):\n    return 1 - (np.sum(y * p) + s) / (np.sum(y) + np.sum(p) - np.sum(y * p) + s)"
    )
    reference = Reference("soft-iou", (("y", "target"), ("p", "prediction"), ("s", "smooth")))
    for seed in range(30):
        planted = plant(block, {"f": reference}, luck(seed))
        assert planted is None or planted.evidence.got != planted.evidence.want


def test_a_change_that_changes_nothing_is_no_mistake() -> None:
    block = program("def f(y, p):\n    e = y - p\n    return np.mean(e * e)")
    for seed in range(20):
        planted = plant(block, {"f": MSE}, luck(seed))
        assert planted
        assert planted.mutation.kind != "exchanged"


def test_an_unknown_function_is_compared_with_itself() -> None:
    body = "def norm(x, g, eps=1e-5):\n    m = x.mean(axis=-1, keepdims=True)\n    return g * (x - m) / np.sqrt(x.var() + eps)"
    planted = plant(program(body), {"norm": None}, luck(1))
    assert planted is not None
    assert planted.evidence.got != planted.evidence.want


@pytest.mark.parametrize(
    "body",
    [
        "def f(x):\n    return x",
        "def f(a, b, c, d, e, g):\n    return a - b",
        "def f(rng):\n    return rng.normal() - 1",
    ],
)
def test_where_nothing_can_be_proved_nothing_is_planted(body: str) -> None:
    assert plant(program(body), {"f": None}, luck(0)) is None
