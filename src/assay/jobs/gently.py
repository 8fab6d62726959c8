"""Work that nobody waits for: done by a process that leaves the processor to all others."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_LEAST = 19  # the least urgent there is; it does not grow beyond


@dataclass(frozen=True, slots=True)
class Gently(Generic[T, R]):
    """`function` for `run_tasks`: the process that it runs in gives way from then on, so never call it in a server."""

    function: Callable[[T], R]

    def __call__(self, task: T) -> R:
        """`function` of a task."""
        if hasattr(os, "nice"):  # not on Windows
            os.nice(_LEAST)
        return self.function(task)
