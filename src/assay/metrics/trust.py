"""Which files of own metrics this user trusts: by the hash of their bytes, in the user's own folder, not the project's.

A project may come from anyone, so nothing in it is run because it lies there. What a user adds is trusted by that
user; on another machine, or once a file was changed, it has to be trusted anew.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def config_folder() -> Path:
    """Where this user's settings lie: `XDG_CONFIG_HOME`, or what the system has for it."""
    if os.environ.get("XDG_CONFIG_HOME"):
        return Path(os.environ["XDG_CONFIG_HOME"]) / "assay"
    if sys.platform == "win32" and os.environ.get("APPDATA"):
        return Path(os.environ["APPDATA"]) / "assay"
    return Path.home() / ".config" / "assay"


def is_trusted(digest: str) -> bool:
    """Whether this user trusts the file whose bytes have this SHA-256."""
    try:
        lines = _list().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return False
    return any(line.partition(" ")[0] == digest for line in lines)


def trust(digest: str, *, told: str) -> None:
    """Trust the file of these bytes from now on; `told` says for a reader of the list what it is."""
    if is_trusted(digest):
        return
    _list().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _list().open("a", encoding="utf-8") as file:
        file.write(f"{digest} {' '.join(told.split())}\n")


def _list() -> Path:
    return config_folder() / "trusted-metrics.txt"
