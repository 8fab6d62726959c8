"""Pinned surfaces: files in the repository that must equal what the code says now.

`make pins` writes them anew; the diff is then read and committed by a person.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.contract.tracked import name


def assert_pinned(path: Path, now: str) -> None:
    """The file at `path` says `now`; written instead of compared under ASSAY_UPDATE_PINS."""
    if os.environ.get("ASSAY_UPDATE_PINS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
    pinned = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert now == pinned, f"{name(path)} no longer says what the code does; `make pins` writes it anew"
