"""Build the character n-gram model that `studycli.repair.lossy` restores damaged Chinese with.

    python docs/build_model.py OUT --near NOTES... --far TEXTS... --words DICT [--leave-out NOTE...]

NOTES are folders of Markdown or files on the model's own subject; TEXTS other technical text (of programs the lines with
Chinese in them, each once); DICT has lines 'word frequency …'. The three are estimated by themselves and mixed, and
what the mixture loses least by is left out until the file is small enough. The same input gives the same bytes.
studycli/repair/lossy/NOTICE says what the packaged model was built from.
"""

import argparse
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from studycli.repair.lossy.ngrams import BITS, FIRST, ORDER, UNKNOWN, pack
from studycli.repair.lossy.tokens import BREAK, tokens

HAN = re.compile("[\u3400-\u9fff]")
TEXTS = (".ipynb", ".md", ".py", ".rst")
SHARES = (0.6, 0.33, 0.07)
"""Shares of near text, far text and words in the mixture; chosen on notes left out of training."""
CHARACTERS = 6600
"""Most characters of the vocabulary."""
UNSEEN = 1e-7
"""Probability of a character that is not in the vocabulary."""
LEAST = 3
"""Chinese characters that a line of far text must have."""
SOUND = 0.3
"""What an n-gram of sound characters only counts for, of one that has damaged ones."""
EMOJI = {
    "🚀📝🎯💡📌✨🔥📚✅❌⭐🎉🔧📊🔍": 4,
    "⚠❓❗➡⬅👍🤔💻📈📉🧠🏆🎓📅🔗📎🧪🤖🌐📖🔑🌟🛠📦📂📁📋🗂🔔🔄🔒🎨🐛🟢🔴🟡🔵": 1,
}
"""Emoji usual in headings of notes, and how many headings each counts for as if near text had them."""


class Estimate(NamedTuple):
    """An interpolated n-gram model: counts, sums and weights of the shorter context, by n-gram and by context.

    Attributes:
        counts: By n-gram, less the discount.
        sums: By context.
        weights: By context: what the discount took, as a share.
        occurrences: By n-gram, for its weight in the mixture.
        size: Tokens in the text.
    """

    counts: dict[str, float]
    sums: dict[str, float]
    weights: dict[str, float]
    occurrences: Counter[str]
    size: float

    def chance(self, gram: str) -> float:
        """Return the probability of the last character after the others."""
        context = gram[:-1]
        shorter = self.chance(gram[1:]) if context else 1 / CHARACTERS
        if context not in self.sums:
            return shorter
        return self.counts.get(gram, 0.0) / self.sums[context] + self.weights[context] * shorter


def kneser_ney(lines: Iterable[str]) -> Estimate:
    """Estimate by interpolated modified Kneser-Ney (Chen and Goodman 1999, section 3)."""
    occurrences: Counter[str] = Counter()
    for line in lines:
        text = BREAK + line + BREAK
        for length in range(1, ORDER + 1):
            occurrences.update(text[at : at + length] for at in range(len(text) - length + 1))
    lower: Counter[str] = Counter(gram[1:] for gram in occurrences if len(gram) > 1)
    counts = {g: n if len(g) == ORDER or g[0] == BREAK else lower[g] for g, n in occurrences.items()}
    discounts = {length: _discounts(counts, length) for length in range(1, ORDER + 1)}
    return _interpolated(counts, lambda gram, n: discounts[len(gram)][min(int(n), 3)], occurrences)


def of_words(words: Iterable[tuple[str, int]]) -> Estimate:
    """Estimate from words and their frequencies, each counting as the root of its frequency, by absolute discounting."""
    occurrences: Counter[str] = Counter()
    for word, frequency in words:
        for length in range(1, ORDER + 1):
            for at in range(len(word) - length + 1):
                occurrences[word[at : at + length]] += math.sqrt(frequency)
    return _interpolated(occurrences, lambda _, n: min(n, 0.7), occurrences)


def _discounts(counts: dict[str, int], length: int) -> tuple[float, ...]:
    of = Counter(min(n, 4) for gram, n in counts.items() if len(gram) == length)
    ones, twos, threes, fours = (max(of[n], 1) for n in (1, 2, 3, 4))
    y = ones / (ones + 2 * twos)
    raw = (1 - 2 * y * twos / ones, 2 - 3 * y * threes / twos, 3 - 4 * y * fours / threes)
    return (0.0, *(min(max(value, 0.0), n) for n, value in enumerate(raw, 1)))


def _interpolated(
    counts: Mapping[str, float], discount: Callable[[str, float], float], occurrences: Counter[str]
) -> Estimate:
    sums: defaultdict[str, float] = defaultdict(float)
    taken: defaultdict[str, float] = defaultdict(float)
    left = {}
    for gram, n in counts.items():
        less = discount(gram, n)
        sums[gram[:-1]] += n
        taken[gram[:-1]] += less
        left[gram] = n - less
    weights = {context: taken[context] / total for context, total in sums.items()}
    size = sum(n for gram, n in occurrences.items() if len(gram) == 1)
    return Estimate(left, dict(sums), weights, occurrences, size)


class Mixture:
    """Several estimates, mixed by their shares."""

    def __init__(self, parts: list[tuple[float, Estimate]]) -> None:
        self._parts = [(share, part) for share, part in parts if part.size]
        self._known: dict[str, float] = {}

    def grams(self) -> list[str]:
        """Return every n-gram of any part, in order."""
        return sorted(set().union(*(part.occurrences for _, part in self._parts)))

    def chance(self, gram: str) -> float:
        """Return the probability of the last character after the others."""
        if gram not in self._known:
            self._known[gram] = sum(share * part.chance(gram) for share, part in self._parts)
        return self._known[gram]

    def occurrence(self, gram: str) -> float:
        """Return how often the n-gram stands in text, per token."""
        return sum(share * part.occurrences[gram] / part.size for share, part in self._parts)


def pruned(mixture: Mixture, vocabulary: set[str], most: int) -> list[str]:
    """Return the n-grams worth most: all characters, and longer ones with all that they are made of.

    An n-gram is worth its occurrence times what its probability differs, as a logarithm, from that of the n-gram without
    its first character (Seymore and Rosenfeld 1996), and less if it has no character that mangling damages.
    """
    worth = {}
    for gram in mixture.grams():
        if len(gram) > 1 and vocabulary.issuperset(gram):
            gain = abs(math.log(mixture.chance(gram) / mixture.chance(gram[1:])))
            worth[gram] = mixture.occurrence(gram) * gain * (1.0 if any(map(is_fragile, gram)) else SOUND)
    kept = set(vocabulary)
    for gram in sorted(worth, key=lambda gram: (-worth[gram], gram)):
        if len(kept) >= most:
            break
        ends = combinations(range(len(gram) + 1), 2)
        kept.update(gram[start:end] for start, end in ends)
    return sorted(kept)


@cache
def is_fragile(char: str) -> bool:
    """Tell whether a character loses bytes when its UTF-8 is read as cp1254, which has the undefined bytes of cp1252."""
    read = char.encode().decode("cp1254", errors="ignore").replace("\xad", "")
    return len(read) < len(char.encode())


def backoffs(mixture: Mixture, grams: list[str]) -> dict[str, float]:
    """Return the weight of the shorter context for each context, so that its probabilities sum to one."""
    direct: defaultdict[str, float] = defaultdict(float)
    shorter: defaultdict[str, float] = defaultdict(float)
    for gram in grams:
        if len(gram) > 1:
            direct[gram[:-1]] += mixture.chance(gram)
            shorter[gram[:-1]] += mixture.chance(gram[1:])
    return {c: max(1 - direct[c], 1e-6) / max(1 - shorter[c], 1e-6) for c in direct}


def model_file(mixture: Mixture, most: int) -> bytes:
    """Return the file of a mixture with at most about so many n-grams."""
    chars = [gram for gram in mixture.grams() if len(gram) == 1]
    frequent = sorted(chars, key=lambda char: (-mixture.chance(char), char))[:CHARACTERS]
    vocabulary = "".join(sorted(frequent))
    number = {char: FIRST + at for at, char in enumerate(vocabulary)}
    grams = pruned(mixture, set(vocabulary), most)
    weights = backoffs(mixture, grams)
    rows = sorted((_key(gram, number), gram) for gram in grams)
    keys = np.array([UNKNOWN, *(key for key, _ in rows)], np.int64)
    chances = np.log([UNSEEN, *(mixture.chance(gram) for _, gram in rows)])
    return pack(vocabulary, keys, chances, np.log([1.0, *(weights.get(gram, 1.0) for _, gram in rows)]))


def _key(gram: str, number: dict[str, int]) -> int:
    key = 0
    for char in gram:
        key = key << BITS | number[char]
    return key


def files(paths: Iterable[Path], leave_out: Iterable[Path] = ()) -> list[Path]:
    """Return the files of text among the paths and below them, in order."""
    out = {path.resolve() for path in leave_out}
    found = [f for path in paths for f in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return [f for f in found if f.is_file() and (f.suffix in TEXTS or f in paths) and f.resolve() not in out]


def near_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of notes as tokens, and the emoji."""
    for path in paths:
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines():
            yield reading(line)
    for some, count in EMOJI.items():
        yield from [reading(f"# {emoji} ") for emoji in some] * count


def far_lines(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the lines of other text that have Chinese in them, each once, without signs of comments, as tokens."""
    seen = set()
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="ignore").replace("\\n", "\n").replace('\\"', '"')
        for raw in text.splitlines():
            line = raw.strip("#\"', \t")
            if line not in seen and len(HAN.findall(line)) > LEAST:
                seen.add(line)
                yield reading(line)


def reading(line: str) -> str:
    """Return a line as the model sees it."""
    return "".join(tokens(line))


def words(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the Chinese words of a list and their frequencies."""
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, *_ = line.split()
        if all(map(HAN.match, word)):
            yield word, int(frequency)


def main(arguments: list[str]) -> None:
    """Build the model and write it."""
    parser = argparse.ArgumentParser(description="Build the n-gram model of studycli.repair.lossy.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--near", type=Path, nargs="+", required=True)
    parser.add_argument("--far", type=Path, nargs="*", default=[])
    parser.add_argument("--words", type=Path)
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[])
    parser.add_argument("--most", type=int, default=600_000, help="n-grams")
    given = parser.parse_args(arguments)
    near = kneser_ney(near_lines(files(given.near, given.leave_out)))
    far = kneser_ney(far_lines(files(given.far)))
    listed = of_words(words(given.words) if given.words else [])
    file = model_file(Mixture(list(zip(SHARES, (near, far, listed), strict=True))), given.most)
    given.out.write_bytes(file)
    print(f"{given.out}: {len(file):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
