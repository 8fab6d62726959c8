"""One file to download out of what a format writes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

_TEXT = frozenset({".csv", ".json", ".txt", ".yaml", ".yml", ".xml"})  # worth compressing; images are not


def pack(write: Callable[[Path], object], folder: Path, *, name: str) -> Path:
    """The one file that `write` makes below `folder`, called `name` and its own suffix; a zip where it makes more."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "export"
    out = folder / "out"
    write(out)
    files = [out] if out.is_file() else sorted(path for path in out.rglob("*") if path.is_file())
    if len(files) == 1:
        return files[0].rename(folder / f"{stem}{files[0].suffix}")
    packed = folder / f"{stem}.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in files:
            kind = zipfile.ZIP_DEFLATED if path.suffix.lower() in _TEXT else zipfile.ZIP_STORED
            archive.write(path, path.relative_to(out), kind)
    return packed
