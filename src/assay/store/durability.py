"""Bring files to the disk before they are said to be saved.

Lance leaves writing back to the operating system, which is enough when a process dies but not when the power
goes: the ledger, which SQLite does bring to the disk, would then publish versions whose files are not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

CLOCK_SLACK_NS = 2_000_000_000
"""File systems keep time coarsely: files that seem this much older than the writer are taken as its own."""


def settle(folder: Path, *, since_ns: int) -> None:
    """Bring every file below `folder` that was written after `since_ns` (as `time.time_ns`) to the disk."""
    for path in list(_written(folder, since_ns - CLOCK_SLACK_NS)):
        _sync(path)


def _written(folder: Path, since_ns: int) -> Iterator[str]:
    """Files and folders that changed since, files first: a folder's entry shall not come before what it names."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _written(Path(entry.path), since_ns)
            elif entry.stat().st_mtime_ns >= since_ns:
                yield entry.path
    if folder.stat().st_mtime_ns >= since_ns:
        yield str(folder)


def _sync(path: str) -> None:
    if os.name == "nt" and Path(path).is_dir():
        return  # Windows cannot open folders, and writes their entries with the files
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
