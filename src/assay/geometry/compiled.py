"""Compile a kernel to machine code, kept on disk between processes where a disk can keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F, *, nogil: bool = False) -> F:
    """`function` compiled by numba at its first call; with `nogil` other threads of Python go on while it runs.

    The machine code is cached beside the source, or in the user's cache folder. Where neither can be written
    (a read-only install, a container without a home) numba refuses to cache at all; then the kernel is
    compiled once per process instead.
    """
    try:
        return cast(F, numba.njit(cache=True, nogil=nogil)(function))
    except RuntimeError:  # "cannot cache function …: no locator available"
        return cast(F, numba.njit(nogil=nogil)(function))
