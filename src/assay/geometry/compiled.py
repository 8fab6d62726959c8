"""Compile a kernel to machine code, kept on disk between processes where a disk can keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F, *, nogil: bool = False, reassociate: bool = False) -> F:
    """`function` compiled by numba at its first call; with `nogil` other threads of Python go on while it runs.

    With `reassociate` sums are added in whatever order is fastest: several numbers at a time.

    The machine code is cached beside the source, or in the user's cache folder. Where neither can be written
    (a read-only install, a container without a home) numba refuses to cache at all; then the kernel is
    compiled once per process instead.
    """
    options: dict[str, Any] = {"nogil": nogil, "fastmath": {"reassoc"} if reassociate else False}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # "cannot cache function …: no locator available"
        return cast(F, numba.njit(**options)(function))
