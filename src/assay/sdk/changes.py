"""`project.changes`."""

from __future__ import annotations

from assay.model.change import Change
from assay.sdk.session import Session


class Changes:
    """The journal: who changed what, when and why.

    >>> project = assay.open("my.assay")
    >>> [change.title for change in project.changes.list(limit=1)]
    ['Import 3 predictions as run small from predictions.json']
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, limit: int = 100, before: int | None = None) -> list[Change]:
        """Up to `limit` entries, newest first; `before` is the id above which none is taken."""
        return self._session.store.snapshot().changes(limit=limit, before=before)
