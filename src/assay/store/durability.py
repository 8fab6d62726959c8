"""Bring files to the disk before they are said to be saved.

Lance leaves writing back to the operating system, which is enough when a process dies but not when the power
goes: the ledger, which SQLite does bring to the disk, would then publish versions whose files are not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def settle(paths: Iterable[Path]) -> None:
    """Bring these files, and the entries of the folders that name them, to the disk."""
    files = sorted(paths)
    folders = sorted({path.parent for path in files})
    for path in files + (folders if os.name != "nt" else []):  # Windows writes entries with the files
        descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
