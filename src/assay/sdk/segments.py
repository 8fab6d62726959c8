"""`project.segments`."""

from __future__ import annotations

from assay.model.level import Level
from assay.model.segment import Segment
from assay.sdk.result import Result
from assay.sdk.session import Session
from assay.workflows.search import search
from assay.workflows.segments import delete_segment, find_segment, list_segments, save_segment


class Segments:
    """Queries worth keeping, by name. A segment is live: it lists what its query matches when it is opened.

    >>> project = assay.open("my.assay")
    >>> project.segments.save("tiny", "area<1000", level="annotation").query
    'area < 1000'
    >>> project.segments.open("tiny").total
    2
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Segment]:
        """The segments of the dataset."""
        return list_segments(self._session.store.snapshot(), self._session.dataset)

    def save(self, name: str, query: str, *, level: str | Level = Level.IMAGE) -> Segment:
        """Keep `query` under `name`; a segment of that name is replaced. Raise `QueryError` when it is wrong."""
        return save_segment(self._session.store, name, query, level=Level(level), dataset=self._session.dataset)

    def open(self, name: str, *, limit: int = 100, offset: int = 0) -> Result:
        """What the segment lists now; raise `NotFound` when there is no such segment."""
        session = self._session
        segment = find_segment(session.store.snapshot(), name, dataset=session.dataset)
        page = search(
            session.store, segment.query, level=segment.level, dataset=session.dataset, limit=limit, offset=offset
        )
        return Result(page.rows, page.total, page.canonical, page.next_cursor)

    def delete(self, name: str) -> Segment:
        """Forget a segment; what it listed stays. Raise `NotFound` when there is no such segment."""
        return delete_segment(self._session.store, name, dataset=self._session.dataset)
