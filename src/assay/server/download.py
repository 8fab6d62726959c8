"""One file to download out of what a format writes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

_SUFFIXES = {"coco": ".json", "table": ".csv"}  # formats whose output is one file; the others write folders


def pack(write: Callable[[Path], object], folder: Path, dataset: str, format: str) -> Path:
    """The file that `write` makes inside `folder`; a zip of it where it makes a folder."""
    stem = re.sub(r"[^\w.-]+", "-", f"{dataset}-{format}").strip("-.") or "export"
    out = folder / f"{stem}{_SUFFIXES.get(format, '')}"
    write(out)
    if out.is_dir():
        return Path(shutil.make_archive(str(folder / stem), "zip", root_dir=out))
    return out
