"""`project.segments`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from assay.model.change import Change
from assay.model.level import Level
from assay.model.segment import Segment
from assay.model.segment_kind import FieldValue, SegmentKind
from assay.model.segment_state import SegmentState
from assay.sdk.result import Result
from assay.sdk.segment_set import SegmentSet
from assay.sdk.session import Session
from assay.workflows.explore.search import search
from assay.workflows.exports.export_segment import ItemsForm, list_items, write_items
from assay.workflows.segments.combine import Operation, combine_segments
from assay.workflows.segments.insights import Insights, segment_insights
from assay.workflows.segments.items import Items, ItemsChange, add_items, items_of, remove_items, tick_items
from assay.workflows.segments.segments import (
    count_items,
    delete_segment,
    facts_of,
    find_segment,
    list_segments,
    save_segment,
)
from assay.workflows.segments.work import Work, Worked, comment_on, copy_segment, edit_segment, freeze_segment


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
    >>> (project.segments["tiny"] - project.segments["recheck"]).count()
    0
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __getitem__(self, name: str) -> SegmentSet:
        """The rows of a segment as a set, for `|`, `&` and `-`; raise `NotFound` when there is none of that name."""
        return SegmentSet.of(self._session, name)

    def list(self) -> list[Segment]:
        """The segments of the dataset."""
        return list_segments(self._session.store.snapshot(), self._session.dataset)

    def save(self, name: str, query: str, *, level: str | Level = Level.IMAGE, reason: str = "") -> Segment:
        """Keep `query` under `name`; a live segment of that name gets the new query.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong; `span` says where.
        NameInvalid : a segment cannot be named so.
        SegmentInvalid : the name is that of a list of items.
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

    def done(
        self,
        name: str,
        *,
        images: Iterable[int] = (),
        annotations: Iterable[int] = (),
        predictions: Iterable[int] = (),
        done: bool = True,
        reason: str = "",
    ) -> ItemsChange:
        """Say that items of a frozen segment are done, or (`done` False) that they are not; raise as `remove`."""
        session = self._session
        given = _items(images, annotations, predictions)
        by = session.sign(reason)
        return tick_items(session.store, given, done=done, segment=name, dataset=session.dataset, by=by)

    def edit(
        self,
        name: str,
        *,
        rename: str | None = None,
        kind: str | SegmentKind | None = None,
        fields: Mapping[str, FieldValue] | None = None,
        state: str | SegmentState | None = None,
        assignee: str | None = None,
        description: str | None = None,
        reason: str = "",
    ) -> Worked:
        """Change what is given of a segment. Live segments that name it name it by its new name then.

        Raises
        ------
        NotFound : there is no such segment.
        SegmentInvalid : the name is taken, the kind has no such field, or the state may not follow.
        """
        session = self._session
        chosen = None if kind is None else SegmentKind(kind)
        stated = None if state is None else SegmentState(state)
        work = Work(rename, chosen, fields, stated, assignee, description)
        return edit_segment(session.store, name, work, dataset=session.dataset, by=session.sign(reason))

    def comment(self, name: str, text: str) -> Change:
        """Say something of a segment; raise `SegmentInvalid` when nothing is said, `NotFound` when there is none."""
        session = self._session
        return comment_on(session.store, name, text, dataset=session.dataset, by=session.sign(""))

    def freeze(self, name: str, *, reason: str = "") -> Worked:
        """Make a list of items of a live segment: what it lists now.

        Raises
        ------
        NotFound : there is no such segment.
        SegmentInvalid : it is a list of items already.
        """
        session = self._session
        return freeze_segment(session.store, name, dataset=session.dataset, by=session.sign(reason))

    def copy(self, name: str, to: str, *, frozen: bool = False, reason: str = "") -> Worked:
        """Copy a segment under another name; `frozen` makes a list of items also of a live one.

        Raises
        ------
        NotFound : there is no such segment.
        NameInvalid : a segment cannot be named so.
        SegmentInvalid : the new name is taken.
        """
        session = self._session
        by = session.sign(reason)
        return copy_segment(session.store, name, to, frozen=frozen, dataset=session.dataset, by=by)

    def combine(
        self, name: str, operation: str | Operation, of: Sequence[str], *, frozen: bool = False, reason: str = ""
    ) -> Segment:
        """Keep the union, intersection or difference of segments under a new name; `frozen` keeps the items themselves.

        Raises
        ------
        NotFound : there is no such segment.
        NameInvalid : a segment cannot be named so.
        SegmentInvalid : fewer than two segments, or the new name is taken.
        """
        session = self._session
        by = session.sign(reason)
        return combine_segments(
            session.store, name, Operation(operation), of, frozen=frozen, dataset=session.dataset, by=by
        )

    def insights(self, name: str) -> Insights:
        """How much is in a segment, of which classes, and how the newest evaluated run does in it.

        Raises `NotFound` when there is no such segment.
        """
        snapshot = self._session.store.snapshot()
        return segment_insights(snapshot, find_segment(snapshot, name, dataset=self._session.dataset))

    def export(self, name: str, out: str | Path, *, form: str | ItemsForm = ItemsForm.CSV) -> Path:
        """Write what is in a segment, item by item: `csv`, `json`, or `crops`, a zip with a picture of each.

        Raises `NotFound` when there is no such segment.
        """
        snapshot = self._session.store.snapshot()
        listing = list_items(snapshot, find_segment(snapshot, name, dataset=self._session.dataset))
        with Path(out).open("wb") as file:
            file.writelines(write_items(listing, ItemsForm(form)))
        return Path(out)

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
