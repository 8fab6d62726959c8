"""Which state a project is in, told without opening it: nothing but the standard library is loaded."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from assay.errors import AssayError
from assay.store.layout import Layout


def key_of(identity: str, revision: int) -> str:
    """Changes whenever anything is published; differs between projects."""
    return f"{identity[:8]}-{revision}"


def read_key(layout: Layout) -> str | None:
    """The key of the newest publication; None where there is no project that can be read."""
    try:
        identity = layout.read_marker()
        with closing(sqlite3.connect(f"{layout.ledger.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (revision,) = connection.execute("select revision from state").fetchone()
    except (AssayError, OSError, TypeError, sqlite3.Error):
        return None
    return key_of(identity, revision)
