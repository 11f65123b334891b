"""Work without the collector of cycles."""

import gc
from contextlib import suppress

from studycli.uncollected import Uncollected


def test_the_collector_is_off_inside_and_on_again_behind_whatever_happens() -> None:
    before = gc.isenabled()
    seen = []
    with suppress(KeyError), Uncollected():
        with Uncollected():
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())  # the outer one goes on
        raise KeyError
    assert (before, seen, gc.isenabled()) == (True, [False, False], True)
