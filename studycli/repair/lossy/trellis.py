"""What stands at each place of a text, by all the ways through its possible characters at once.

A stretch is a part of a line with places in it that lie so near that one bears upon another. Its ways are summed by the
forward-backward algorithm (Rabiner 1989, section III), all stretches of a text step by step together, so that the arrays
are long. A state is what the model looks back on; states far less likely than the best of their stretch are given up.
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from studycli.repair.lossy.ngrams import BITS, CONTEXT, Floats, Ints

FAR = 9.0
"""Nats below a stretch's best state at which a state is given up."""

MOST = 60
"""States of a stretch that are kept at most."""


class Model(Protocol):
    """What says how likely a character is after others."""

    def chance(self, contexts: Ints, chars: Ints) -> Floats:
        """Return the log probabilities of characters after contexts."""
        ...


class Stretches(NamedTuple):
    """The stretches of a text, one after another.

    Attributes:
        contexts: By stretch, the number of the characters before it.
        firsts: By stretch, its first position.
        lengths: By stretch, how many positions it has.
        starts: By position, where its choices begin; one more at the end.
        chars: By choice, its number in the model.
        priors: By choice, nats in its favour.
        open: By choice, whether it is one of several.
    """

    contexts: Ints
    firsts: Ints
    lengths: Ints
    starts: Ints
    chars: Ints
    priors: Floats
    open: NDArray[np.bool_]


class _States(NamedTuple):
    """States at one position: their stretches, what the model looks back on, the chance of all ways to them."""

    stretch: Ints
    context: Ints
    score: Floats


class _Ways(NamedTuple):
    """The ways from the states of one position to those of the next.

    Attributes:
        states: How many states they come from.
        stretch: By way, its stretch.
        source: By way, the state that it comes from.
        to: By way, the state that it leads to; -1 if that was given up.
        choice: By way, the choice that it takes.
        weight: By way, the chance of the choice after the state.
        score: By way, the chance of all ways to its end.
    """

    states: int
    stretch: Ints
    source: Ints
    to: Ints
    choice: Ints
    weight: Floats
    score: Floats


def posteriors(stretches: Stretches, model: Model) -> Floats:
    """Return by choice its probability, 0 to 1, given all that stands around it."""
    result = np.zeros(len(stretches.chars))
    count = len(stretches.firsts)
    after = np.zeros(0)
    for ways in reversed(_forward(stretches, model)):
        onward = np.where(ways.to < 0, -np.inf, after[ways.to] if len(after) else 0.0)
        joint = ways.score + onward
        share = np.exp(joint - _log_sums(joint, ways.stretch, count)[ways.stretch])
        np.add.at(result, ways.choice, share)
        after = np.zeros(ways.states)
        after[ways.source] = _log_sums(ways.weight + onward, ways.source, ways.states)[ways.source]
    return result


def _forward(stretches: Stretches, model: Model) -> list[_Ways]:
    count = len(stretches.firsts)
    states = _States(np.arange(count), stretches.contexts, np.zeros(count))
    steps = []
    for at in range(int(stretches.lengths.max(initial=0))):
        ways, states = _advance(stretches, model, states, at)
        steps.append(ways)
    return steps


def _advance(stretches: Stretches, model: Model, states: _States, at: int) -> tuple[_Ways, _States]:
    source, choice = _choices(stretches, states, at)
    stretch, context, chars = states.stretch[source], states.context[source], stretches.chars[choice]
    weight = model.chance(context, chars) + stretches.priors[choice]
    score = states.score[source] + weight
    shift = CONTEXT.bit_length()
    keys, to = np.unique(stretch << shift | (context << BITS | chars) & CONTEXT, return_inverse=True)
    ends = _States(keys >> shift, keys & CONTEXT, _log_sums(score, to, len(keys)))
    kept = _best(ends, len(stretches.firsts))
    number = np.where(kept, np.cumsum(kept) - 1, -1)
    ways = _Ways(len(states.stretch), stretch, source, number[to], choice, weight, score)
    return ways, _States(ends.stretch[kept], ends.context[kept], ends.score[kept])


def _best(states: _States, count: int) -> NDArray[np.bool_]:
    """Tell by state whether it is near the best of its stretch, and among its `MOST` best."""
    order = np.lexsort((-states.score, states.stretch))
    first = np.searchsorted(states.stretch[order], np.arange(count))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order)) - first[states.stretch[order]]
    best = _highest(states.score, states.stretch, count)[states.stretch]
    return (states.score >= best - FAR) & (rank < MOST)


def _choices(stretches: Stretches, states: _States, at: int) -> tuple[Ints, Ints]:
    """Return every pair of a state and a choice that may follow it, as two arrays."""
    going = np.flatnonzero(stretches.lengths[states.stretch] > at)
    position = stretches.firsts[states.stretch[going]] + at
    begin = stretches.starts[position]
    count = stretches.starts[position + 1] - begin
    source = np.repeat(going, count)
    return source, np.repeat(begin - np.cumsum(count) + count, count) + np.arange(len(source))


def _highest(values: Floats, groups: Ints, count: int) -> Floats:
    result = np.full(count, -np.inf)
    np.maximum.at(result, groups, values)
    return result


def _log_sums(values: Floats, groups: Ints, count: int) -> Floats:
    """Return the logarithm of the sum of what the values are logarithms of, by group; -inf for empty ones."""
    high = _highest(values, groups, count)
    high[~np.isfinite(high)] = 0.0
    with np.errstate(divide="ignore"):
        return high + np.log(np.bincount(groups, np.exp(values - high[groups]), count))
