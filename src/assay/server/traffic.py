"""Whether somebody is being answered: what can wait gives way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event


class Traffic:
    """Requests that are being answered. They begin and end on one thread; any other may wait for calm."""

    def __init__(self) -> None:
        self._under_way = 0
        self._calm = Event()
        self._calm.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """One more is answered within the block."""
        self._under_way += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._calm.set()

    def give_way(self, most: float) -> bool:
        """Wait until nobody is being answered, `most` seconds at the most; whether that is so."""
        return self._calm.wait(most)
