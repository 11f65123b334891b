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
        labels: (n, l); the blank behind the length of a sample.
        frames: (n,), how many frames of each sample count.
        lengths: (n,), how many of its labels count.
        blank: Class of the blank.
    """

    logits: Array
    labels: Array
    frames: Array
    lengths: Array
    blank: int


class _Lattice(NamedTuple):
    """The states of a batch and their emissions: s = 2 l + 1 for the longest labels.

    Attributes:
        classes: (n, s), the class of each state.
        skips: (n, s), whether a state may follow the one before the last: a label after another label.
        emissions: (n, t, s), log of the emission relative to the largest of the frame.
        offsets: (n, t), log-probability of that largest one.
        frames: (n,), how many frames count.
        last: (n,), index of the last state, the blank behind all labels.
    """

    classes: Array
    skips: Array
    emissions: Array
    offsets: Array
    frames: Array
    last: Array


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
    lattice = _lattice(_batch(logits, labels, logit_lengths, label_lengths, blank))
    arrivals, scales = _forward(lattice)
    total = _total(lattice, arrivals, scales)
    return reduce(np.where(total.real < _NEVER / 2, total.dtype.type(np.inf), -total), **reducing)


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
    lattice = _lattice(batch)
    arrivals, scales = _forward(lattice)
    possible = _total(lattice, arrivals, scales).real > _NEVER / 2
    counts = possible[:, None] & (np.arange(batch.logits.shape[1]) < batch.frames[:, None])
    slope = _slope(batch.logits, _occupied(lattice, arrivals), lattice.classes)
    return {"logits": spread(np.where(counts[..., None], slope, slope.dtype.type(0)), 2, **reducing)}


def ctc_sample(rng: np.random.Generator, sizes: Mapping[str, int]) -> dict[str, Any]:
    """Draw logits and labels that can be aligned, without repeats where there are classes enough."""
    n, t, c = sizes.get("n", 3), sizes.get("t", 6), max(sizes.get("c", 5), 2)
    wanted = sizes.get("l", 3)
    first = rng.integers(1, c, (n, 1))
    steps = rng.integers(1, max(c - 1, 2), (n, wanted - 1))
    labels = (np.cumsum(np.hstack([first, steps]), axis=1) - 1) % (c - 1) + 1
    length = min(wanted, t if c > 2 else (t + 1) // 2)  # noqa: PLR2004 - one label beside the blank only repeats
    return {"logits": rng.normal(size=(n, t, c)), "labels": labels, "label_lengths": np.full(n, length)}


def _slope(logits: Array, occupied: Array, states: Array) -> Array:
    """Return the probability of each class less its occupancy.

    Where both are nearly 1 it is what is left of 1 of the one less what is left of 1 of the other.
    """
    held = (states[..., None] == np.arange(logits.shape[-1])).astype(logits.real.dtype)
    parts = relative(logits)
    p, g = probabilities(parts), occupied @ held
    rest = occupied @ (1 - held) - complements(parts)
    both = (p.real > 0.5) & (g.real > 0.5)  # noqa: PLR2004 - more than half
    return np.asarray(np.where(both, rest, p - g))


def _occupied(lattice: _Lattice, arrivals: Array) -> Array:
    """Return the probability of each state at each frame, given the labels: (n, t, s)."""
    back, _ = _forward(_mirrored(lattice))
    return softmax(arrivals + lattice.emissions + _turned(back, lattice.frames, lattice.last))


def _total(lattice: _Lattice, arrivals: Array, scales: Array) -> Array:
    """Return log p of the labels of each sample: of the paths that end in the last label or the blank behind it."""
    rows = np.arange(len(scales))
    end = lattice.frames - 1
    ends = (arrivals + lattice.emissions)[rows, end]
    # without labels there is one last state: index -1 would be another
    before = np.where(lattice.last > 0, ends[rows, lattice.last - 1], ends.dtype.type(_NEVER))
    counts = np.arange(lattice.offsets.shape[1]) <= end[:, None]
    offsets = np.where(counts, lattice.offsets, lattice.offsets.dtype.type(0)).sum(-1)
    paths = logsumexp(np.stack([ends[rows, lattice.last], before]), axis=0)
    return np.asarray(offsets + scales + paths)


def _forward(lattice: _Lattice) -> tuple[Array, Array]:
    """Run the forward algorithm over the frames.

    Returns:
        For each frame and state (n, t, s) the log of the paths that arrive there, before its emission, relative to a
        number of each frame; and (n,) the sum of these numbers up to the last frame of each sample.
    """
    n, t, s = lattice.emissions.shape
    state = np.full((n, s), _NEVER, lattice.emissions.dtype)
    state[:, :2] = 0
    arrivals, scales = [state], state[:, 0] * 0
    for frame in range(t - 1):
        reached = state + lattice.emissions[:, frame]
        largest = np.take_along_axis(reached, reached.real.argmax(-1)[:, None], -1)
        scales = scales + np.where(frame < lattice.frames - 1, largest[:, 0], scales.dtype.type(0))
        state = _moved(reached - largest, lattice.skips)
        arrivals.append(state)
    return np.stack(arrivals, axis=1), scales


def _moved(state: Array, skips: Array) -> Array:
    """Return the log of the paths after a step: stay, go on by one, or by two where that skips a blank."""
    before = np.concatenate([np.full_like(state[:, :1], _NEVER)] * 2 + [state], axis=1)
    two = np.where(skips, before[:, :-2], state.dtype.type(_NEVER))
    return logsumexp(np.stack([state, before[:, 1:-1], two]), axis=0)


def _mirrored(lattice: _Lattice) -> _Lattice:
    """Return the lattice read backwards: from the last frame and the last state of each sample."""
    states = lattice.last[:, None] - np.arange(lattice.classes.shape[1]) + 2
    inside = (states >= 2) & (states <= lattice.last[:, None])  # noqa: PLR2004 - a step by two needs two before it
    skips = np.take_along_axis(lattice.skips, np.where(inside, states, 0), -1) & inside
    turned = _turned(lattice.emissions, lattice.frames, lattice.last)
    return lattice._replace(skips=skips, emissions=turned)


def _turned(array: Array, frames: Array, last: Array) -> Array:
    """Return an array (n, t, s) with the frames and states that count in reverse order, the others in their place."""
    for axis, end in ((1, frames - 1), (2, last)):
        index = np.arange(array.shape[axis])
        order = np.where(index <= end[:, None], end[:, None] - index, index)
        array = np.take_along_axis(array, order[:, :, None] if axis == 1 else order[:, None, :], axis)
    return array


def _lattice(batch: _Batch) -> _Lattice:
    """Return the states of labels with blanks around, and what the frames give them."""
    n, count = batch.labels.shape
    states = np.full((n, 2 * count + 1), batch.blank)
    states[:, 1::2] = batch.labels
    skips = np.zeros(states.shape, bool)
    skips[:, 3::2] = batch.labels[:, 1:] != batch.labels[:, :-1]
    last = 2 * batch.lengths
    used = np.take_along_axis(batch.logits, states[:, None, :], -1)
    outside = (np.arange(states.shape[1]) > last[:, None])[:, None, :]
    used = np.where(outside | (used.real < _NEVER), used.dtype.type(_NEVER), used)
    best = used.real.argmax(-1)[..., None]
    chosen = np.take_along_axis(states[:, None, :], best, -1)
    offsets = np.take_along_axis(log_probabilities(relative(batch.logits)), chosen, -1)
    emissions = used - np.take_along_axis(used, best, -1)
    return _Lattice(states, skips, emissions, offsets[..., 0], batch.frames, last)


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
    return _Batch(logits, labels, frames, lengths, blank)


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
