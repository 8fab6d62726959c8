"""Waiting for what happens by itself: at once where it has happened, and long where the machine is slow."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    """Return as soon as `holds`; raise `AssertionError` when it still does not after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not come true in {seconds:g} seconds"
        time.sleep(0.01)
