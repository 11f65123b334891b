"""Count how often five directions find each planted mistake, and how often they raise a false alarm.

python tests/benchmarks/planted.py --repeats 100
"""

import argparse
import importlib.util
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np

from studycli.losses.gradcheck import check

TEST = Path(__file__).parent.parent / "losses" / "test_gradcheck.py"


def main() -> None:
    """Print each kind of mistake with how often it was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=100, help="points, each with its own mistakes (100)")
    repeats = parser.parse_args().repeats
    found, alarms = Counter[str](), 0
    test = _test()
    for seed in range(repeats):
        entropy = test.Entropy(seed=seed)
        for name, wrong in test.planted(entropy, np.random.default_rng(seed)):
            found[name] += check(entropy.value, wrong, entropy.z, directions=5, seed=seed).verdict == "wrong"
        right = check(entropy.value, entropy.gradient, entropy.z, directions=5, seed=seed)
        alarms += right.verdict != "right"
    for name, count in found.items():
        print(f"{name}: {count} of {repeats}")
    print(f"false alarms: {alarms} of {repeats}")


def _test() -> ModuleType:
    """Return the test that plants the mistakes, as a module."""
    spec = importlib.util.spec_from_file_location("test_gradcheck", TEST)
    if not spec or not spec.loader:
        raise ImportError(TEST)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
