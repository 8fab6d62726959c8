"""`project.segments`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assay.model.change import Change
from assay.model.level import Level
from assay.model.segment import Segment
from assay.model.segment_kind import FieldValue, SegmentKind
from assay.sdk.result import Result
from assay.sdk.session import Session
from assay.workflows.search import search
from assay.workflows.segment_items import Items, ItemsChange, add_items, items_of, remove_items
from assay.workflows.segments import (
    count_items,
    delete_segment,
    facts_of,
    find_segment,
    list_segments,
    save_segment,
)


class Segments:
    """Rows worth keeping together, by name. Each act is one change, which can be undone.

    A live segment is a query, and lists what matches when it is opened. A frozen one is a list of items: what was
    added to it, whatever becomes of the queries that once found them.

    >>> project = assay.open("my.assay")
    >>> project.segments.save("tiny", "area<1000", level="annotation").query.text
    'area < 1000'
    >>> project.segments.open("tiny").total
    2
    >>> project.segments.add("recheck", annotations=project.annotations.ids("area < 1000"), kind="data_quality").changed
    2
    >>> project.annotations.count('segment = "recheck" and label = "dog"')
    1
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[Segment]:
        """The segments of the dataset."""
        return list_segments(self._session.store.snapshot(), self._session.dataset)

    def save(self, name: str, query: str, *, level: str | Level = Level.IMAGE, reason: str = "") -> Segment:
        """Keep `query` under `name`; a live segment of that name gets the new query.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong; `span` says where.
        SegmentInvalid : the name is empty, or is that of a list of items.
        """
        session = self._session
        return save_segment(
            session.store, name, query, level=Level(level), dataset=session.dataset, by=session.sign(reason)
        )

    def add(
        self,
        name: str,
        *,
        images: Iterable[int] = (),
        annotations: Iterable[int] = (),
        predictions: Iterable[int] = (),
        kind: str | SegmentKind | None = None,
        fields: Mapping[str, FieldValue] | None = None,
        reason: str = "",
    ) -> ItemsChange:
        """Add items to the frozen segment `name`, by id; what it has already is not added twice.

        Where there is none of that name it is made, of `kind` (data_organisation when left out) and with `fields`.

        Raises
        ------
        SegmentInvalid : it is a live query, or has another kind or other fields; a field is wrong; no item was given.
        EditConflict : an item is not there.
        """
        session = self._session
        return add_items(
            session.store,
            _items(images, annotations, predictions),
            segment=name,
            kind=None if kind is None else SegmentKind(kind),
            fields=fields,
            dataset=session.dataset,
            by=session.sign(reason),
        )

    def remove(
        self,
        name: str,
        *,
        images: Iterable[int] = (),
        annotations: Iterable[int] = (),
        predictions: Iterable[int] = (),
        reason: str = "",
    ) -> ItemsChange:
        """Take items out of the frozen segment `name`; the images, labels and predictions themselves stay.

        Raises
        ------
        NotFound : there is no such segment.
        SegmentInvalid : it is a live query.
        """
        session = self._session
        given = _items(images, annotations, predictions)
        return remove_items(session.store, given, segment=name, dataset=session.dataset, by=session.sign(reason))

    def items(self, name: str) -> Result:
        """`level` and `id` of the items of the frozen segment `name`, in the order in which they were added.

        Raises
        ------
        NotFound : there is no such segment.
        SegmentInvalid : it is a live query.
        """
        snapshot = self._session.store.snapshot()
        segment = find_segment(snapshot, name, dataset=self._session.dataset)
        rows = items_of(snapshot, segment)
        return Result(rows, rows.num_rows, facts_of(segment, None).opens.text)

    def open(self, name: str, *, level: str | Level | None = None, limit: int = 100, offset: int = 0) -> Result:
        """What the segment lists now; a frozen one at the level of most of its items unless `level` says which.

        Raises `NotFound` when there is no such segment.
        """
        session = self._session
        snapshot = session.store.snapshot()
        segment = find_segment(snapshot, name, dataset=session.dataset)
        opens = facts_of(segment, count_items(snapshot, [segment]).get(segment.id)).opens
        page = search(
            session.store,
            opens.text,
            level=opens.level if level is None else Level(level),
            dataset=session.dataset,
            limit=limit,
            offset=offset,
        )
        return Result(page.rows, page.total, page.canonical, page.next_cursor)

    def delete(self, name: str, *, reason: str = "") -> Change:
        """Delete a segment; what it listed stays. Raise `NotFound` when there is no such segment."""
        return delete_segment(self._session.store, name, dataset=self._session.dataset, by=self._session.sign(reason))


def _items(images: Iterable[int], annotations: Iterable[int], predictions: Iterable[int]) -> Items:
    return {
        Level.IMAGE: [int(id) for id in images],
        Level.ANNOTATION: [int(id) for id in annotations],
        Level.PREDICTION: [int(id) for id in predictions],
    }
