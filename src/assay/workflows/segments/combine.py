"""Set algebra: the union, intersection or difference of segments, as a query or as a list of items."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from assay.errors import SegmentInvalid
from assay.model.level import Level
from assay.model.segment import Segment
from assay.model.signature import NOBODY, Signature
from assay.schema.field import quote_text
from assay.store.store import Store
from assay.workflows.explore.search import matching_ids
from assay.workflows.segments.items import add_items
from assay.workflows.segments.segments import count_items, facts_of, find_segment, named_segment, save_segment


class Operation(StrEnum):
    """How segments become one.

    UNION  what is in any of them.  INTERSECTION  what is in all of them.  DIFFERENCE  what is in the first and in no
    other.
    """

    UNION = "union"
    INTERSECTION = "intersection"
    DIFFERENCE = "difference"


_BETWEEN = {Operation.UNION: " or ", Operation.INTERSECTION: " and ", Operation.DIFFERENCE: " and not "}


def query_of(operation: Operation, names: Sequence[str]) -> str:
    """The query that lists the union, intersection or difference of segments.

    >>> query_of(Operation.DIFFERENCE, ["a", "b"])
    'segment = "a" and not segment = "b"'
    """
    return _BETWEEN[operation].join(f"segment = {quote_text(name)}" for name in names)


def combine_segments(
    store: Store,
    name: str,
    operation: Operation,
    of: Sequence[str | int],
    *,
    level: Level | None = None,
    frozen: bool = False,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Segment:
    """Keep a combination of segments under a new name: a query of them, or (`frozen`) the items that it lists now.

    level : what is listed; that of the first segment where it is left out. A segment of another level counts as the
    query language reaches it: an image is in a segment of labels when one of its labels is.

    Raises
    ------
    NotFound : there is no such segment.
    NameInvalid : a segment cannot be named so.
    SegmentInvalid : fewer than two segments, the name is taken, or a frozen result has nothing in it.
    QueryType : a segment cannot be asked at that level.
    """
    snapshot = store.snapshot()
    segments = [find_segment(snapshot, one, dataset=dataset) for one in of]
    if len(segments) < 2:
        raise SegmentInvalid("It takes two segments to combine.", hint="Name another one.")
    if named_segment(snapshot, segments[0].dataset_id, name) is not None:
        raise SegmentInvalid(f"There is a segment {name.strip()!r} already.", hint="Choose another name.")
    first = facts_of(segments[0], count_items(snapshot, segments[:1]).get(segments[0].id))
    chosen = level or first.opens.level
    text = query_of(operation, [segment.name for segment in segments])
    if not frozen:
        return save_segment(store, name, text, level=chosen, dataset=dataset, by=by)
    ids = matching_ids(store, text, level=chosen, dataset=dataset)
    return add_items(store, {chosen: ids}, segment=name, dataset=dataset, by=by).segment
