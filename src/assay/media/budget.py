"""A bound on how many pixels are decoded at once, over all threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from assay.media.header import MAX_PIXELS


class PixelBudget:
    """Lets decoders in while their pixels together stay within `limit`; the rest wait.

    One image may be as large as `MAX_PIXELS`. Without a common bound, forty requests at once would multiply that.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._changed = Condition()

    @contextmanager
    def take(self, pixels: int) -> Iterator[None]:
        """Hold `pixels` of the budget; one that asks for more than all of it waits until it is alone."""
        share = min(pixels, self._limit)
        with self._changed:
            self._changed.wait_for(lambda: self._taken + share <= self._limit)
            self._taken += share
        try:
            yield
        finally:
            with self._changed:
                self._taken -= share
                self._changed.notify_all()


DECODING = PixelBudget(MAX_PIXELS)
"""The budget of this process: memory is a property of the process, so it has one."""
