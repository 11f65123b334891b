"""Work that makes very many objects and no cycles of them: through all of them the collector would look in vain, over and over.

Light: the fast path may import it.
"""

import gc


class Uncollected:
    """A context without the collector of cycles; what is referred to by nothing is freed as ever."""

    def __enter__(self) -> None:
        self._was_on = gc.isenabled()
        gc.disable()

    def __exit__(self, *exc: object) -> None:
        if self._was_on:
            gc.enable()
