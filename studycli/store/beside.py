"""A second thread that does a part of a job: for work that is mostly the system's, such as making files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

T = TypeVar("T")


class Beside(Generic[T]):
    """Does something with each of some items, in their order, until it is stopped or fails.

    Args:
        work: What is done; for no item no thread is started.
        items: The items.
    """

    def __init__(self, work: Callable[[T], object], items: Sequence[T]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._stopped = False
        self._thread: threading.Thread | None = None
        if items:
            import threading

            self._thread = threading.Thread(target=self._run, args=(items,))
            self._thread.start()

    def _run(self, items: Sequence[T]) -> None:
        try:
            for item in items:
                if self._stopped:
                    return
                self._work(item)
        except BaseException as error:  # noqa: BLE001 - `settle` raises it
            self._error = error

    def settle(self) -> None:
        """Wait until all is done, and raise the error that has ended it, if one has."""
        if self._thread:
            self._thread.join()
        if self._error:
            raise self._error

    def stop(self) -> None:
        """Let it begin no further item, and wait for the one that it is at."""
        self._stopped = True
        if self._thread:
            self._thread.join()
