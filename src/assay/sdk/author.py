"""Who makes a change when nobody says so."""

from __future__ import annotations

import getpass
import os


def user_name() -> str:
    """ASSAY_AUTHOR of the environment, else the name of the operating system's user, else `unknown`."""
    try:
        return os.environ.get("ASSAY_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return "unknown"
