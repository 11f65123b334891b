"""Connectionist temporal classification: the loss of a label sequence that is not aligned to its frames.

The probability of the labels is the sum over all paths (one class a frame) that give the labels when repeats are
merged and blanks dropped. It is computed by the forward algorithm over the states 'blank, label 1, blank, label 2,
..., blank', in logarithms. Three things keep its digits for logits of any size: at each frame the emissions are
taken relative to the largest that the labels use, the sums over paths relative to the largest one, and what was
taken out is added up apart. The occupancies of the gradient never meet those sums.

A sequence that no path gives (more labels and repeats than frames) has probability 0: its loss is infinite and its
gradient 0, for no logits change it. Torch gives NaN there unless ``zero_infinity`` is set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from studycli.errors import LossInputError
from studycli.losses.arrays import Reducing, classes, floats, number, reduce, require_axes, spread
from studycli.losses.functions import (
    complements,
    log_probabilities,
    logsumexp,
    probabilities,
    relative,
    softmax,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from studycli.losses.model import Array, Gradients

_NEVER = -1e30  # log of a probability of 0: far below every sum of logits, and finite, for inf - inf is NaN
_AXES = "(n, t, c): samples by frames by classes"


class _Batch(NamedTuple):
    """A checked batch.

    Attributes:
        logits: (n, t, c).
        sequences: The labels of each sample, without padding.
        frames: How many frames of each sample count.
        blank: Class of the blank.
    """

    logits: Array
    sequences: list[Array]
    frames: Array
    blank: int


class _Lattice(NamedTuple):
    """The states of one sample and their emissions.

    Attributes:
        classes: (s,), the class of each state.
        skips: (s,), whether a state may follow the one before the last: a label after another label.
        emissions: (t, s), log of the emission relative to the largest of the frame.
        offsets: (t,), log-probability of that largest one.
    """

    classes: Array
    skips: Array
    emissions: Array
    offsets: Array


def ctc(
    logits: Any,
    labels: Any,
    *,
    logit_lengths: Any = None,
    label_lengths: Any = None,
    blank: Any = 0,
    **reducing: Unpack[Reducing],
) -> Array:
    """Return -log p(labels | logits) of each sample, reduced.

    The mean is over samples; torch divides each by the length of its labels first.

    Args:
        logits: (n, t, c), before the softmax.
        labels: (n, l), classes other than the blank; what is behind a sample's length is not read.
        logit_lengths: (n,), how many frames count; all where it is left out.
        label_lengths: (n,), how many labels count, 0 for none; all where it is left out.
        blank: Class of the blank.
        **reducing: As `studycli.losses.arrays.reduce` takes it, one entry for each sample.
    """
    batch = _batch(logits, labels, logit_lengths, label_lengths, blank)
    return reduce(np.stack([_loss(lattice) for _, lattice in _lattices(batch)]), **reducing)


def ctc_gradient(
    logits: Any,
    labels: Any,
    *,
    logit_lengths: Any = None,
    label_lengths: Any = None,
    blank: Any = 0,
    **reducing: Unpack[Reducing],
) -> Gradients:
    """Return the gradient of `ctc` with respect to the logits: softmax less how often each class is occupied."""
    batch = _batch(logits, labels, logit_lengths, label_lengths, blank)
    gradient = np.zeros_like(batch.logits)
    for sample, (frames, lattice) in enumerate(_lattices(batch)):
        gradient[sample, : len(frames)] = _gradient(frames, lattice)
    return {"logits": spread(gradient, 2, **reducing)}


def ctc_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits and labels that can be aligned, without repeats where there are classes enough."""
    n, t, c = sizes.get("n", 3), sizes.get("t", 6), max(sizes.get("c", 5), 2)
    wanted = sizes.get("l", 3)
    first = rng.integers(1, c, (n, 1))
    steps = rng.integers(1, max(c - 1, 2), (n, wanted - 1))
    labels = (np.cumsum(np.hstack([first, steps]), axis=1) - 1) % (c - 1) + 1
    length = min(wanted, t if c > 2 else (t + 1) // 2)  # noqa: PLR2004 - one label beside the blank only repeats
    return {"logits": rng.normal(size=(n, t, c)), "labels": labels, "label_lengths": np.full(n, length)}


def _loss(lattice: _Lattice) -> Array:
    """Return -log p of one sample's labels; infinite where it is 0."""
    arrivals, scales = _forward(lattice.emissions, lattice.skips)
    ends = arrivals[-1] + lattice.emissions[-1]
    total = lattice.offsets.sum() + scales + logsumexp(ends[-2:])
    return np.asarray(np.where(total.real < _NEVER / 2, total.dtype.type(np.inf), -total))


def _gradient(frames: Array, lattice: _Lattice) -> Array:
    """Return the gradient of one sample's loss with respect to its frames: (t, c).

    At each frame it is the probability of a class less its occupancy; where both are nearly 1, what is left of 1
    less what is left of 1.
    """
    ahead, _ = _forward(lattice.emissions, lattice.skips)
    back, _ = _forward(lattice.emissions[::-1, ::-1], _mirrored(lattice.skips))
    paths = ahead + lattice.emissions + back[::-1, ::-1]
    occupied = softmax(paths)
    held = lattice.classes[:, None] == np.arange(frames.shape[-1])
    parts = relative(frames)
    p, g = probabilities(parts), occupied @ held
    rest = occupied @ ~held - complements(parts)
    slope = np.where((p.real > 0.5) & (g.real > 0.5), rest, p - g)  # noqa: PLR2004 - more than half is held
    possible = (paths.real.max(-1) > _NEVER / 2).all()
    return slope if possible else np.zeros_like(slope)


def _forward(emissions: Array, skips: Array) -> tuple[Array, Array]:
    """Run the forward algorithm over the frames.

    Args:
        emissions: (t, s).
        skips: (s,).

    Returns:
        For each frame and state the log of the paths that arrive there, before its emission, relative to a number
        of each frame; and the sum of these numbers.
    """
    state = np.full(emissions.shape[1], _NEVER, emissions.dtype)
    state[:2] = 0
    arrivals, scales = [state], emissions.dtype.type(0)
    for frame in emissions[:-1]:
        reached = state + frame
        largest = reached[reached.real.argmax()]
        scales += largest
        state = _moved(reached - largest, skips)
        arrivals.append(state)
    return np.stack(arrivals), scales


def _moved(state: Array, skips: Array) -> Array:
    """Return the log of the paths after a step: stay, go on by one, or by two where that skips a blank."""
    before = np.concatenate([np.full(2, _NEVER, state.dtype), state])
    two = np.where(skips, before[:-2], state.dtype.type(_NEVER))
    return logsumexp(np.stack([state, before[1:-1], two]), axis=0)


def _mirrored(skips: Array) -> Array:
    """Return which states may skip when the states are read backwards."""
    return np.concatenate([[False, False], skips[:1:-1]])


def _lattices(batch: _Batch) -> list[tuple[Array, _Lattice]]:
    """Return the frames that count, and the lattice, of each sample."""
    each = zip(batch.logits, batch.sequences, batch.frames, strict=True)
    return [(frames[:t], _lattice(frames[:t], labels, batch.blank)) for frames, labels, t in each]


def _lattice(frames: Array, labels: Array, blank: int) -> _Lattice:
    """Return the states of labels with blanks around, and what the frames give them."""
    states = np.full(2 * len(labels) + 1, blank)
    states[1::2] = labels
    skips = np.zeros(len(states), bool)
    skips[3::2] = labels[1:] != labels[:-1]
    used = frames[:, states]
    best = states[used.real.argmax(-1)][:, None]
    emissions = used - np.take_along_axis(frames, best, -1)
    offsets = np.take_along_axis(log_probabilities(relative(frames)), best, -1)[:, 0]
    return _Lattice(states, skips, emissions, offsets)


def _batch(logits: Any, labels: Any, logit_lengths: Any, label_lengths: Any, blank: Any) -> _Batch:
    """Check a batch."""
    (logits,) = floats(logits=logits)
    require_axes("logits", logits, 3, _AXES)
    n, t, c = logits.shape
    labels = np.asarray(labels)
    if labels.ndim != 2 or labels.shape[0] != n:  # noqa: PLR2004 - samples by labels
        raise LossInputError(
            f"labels has shape {labels.shape}, expected ({n}, l): the labels of each sample."
        )
    frames = _lengths("logit_lengths", logit_lengths, n, 1, t)
    lengths = _lengths("label_lengths", label_lengths, n, 0, labels.shape[1])
    blank = _blank(blank, c)
    read = np.arange(labels.shape[1]) < lengths[:, None]
    if (labels[read] == blank).any():
        raise LossInputError(f"labels has the blank, class {blank}, where only other classes can stand.")
    labels = classes("labels", np.where(read, labels, blank), labels.shape, c)
    return _Batch(logits, [row[:count] for row, count in zip(labels, lengths, strict=True)], frames, blank)


def _blank(value: Any, count: int) -> int:
    """Return the class of the blank, after a check."""
    blank = number("blank", value, f"[0, {count - 1}]")
    if not blank.is_integer():
        raise LossInputError(f"blank is {blank:g}, expected the index of a class.")
    return int(blank)


def _lengths(name: str, value: Any, n: int, least: int, most: int) -> Array:
    """Return the length of each of n samples, ``most`` where none are given, after a check."""
    lengths = np.full(n, most) if value is None else np.asarray(value)
    if lengths.shape != (n,) or lengths.dtype.kind not in "iu":
        found = f"shape {lengths.shape} and type {lengths.dtype}"
        raise LossInputError(f"{name} has {found}, expected ({n},) integers: one for each sample.")
    wrong = (lengths < least) | (lengths > most)
    if wrong.any():
        raise LossInputError(f"{name} is {lengths[wrong][0]}, expected {least} to {most}.")
    return lengths
