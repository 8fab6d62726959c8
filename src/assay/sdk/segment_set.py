"""The rows of segments as a set, to combine with `|`, `&` and `-`."""

from __future__ import annotations

from dataclasses import dataclass

from assay.arrays import Ids
from assay.model.level import Level
from assay.model.segment import Segment
from assay.schema.field import quote_text
from assay.sdk.session import Session
from assay.workflows.explore.search import count, matching_ids
from assay.workflows.segments.items import add_items
from assay.workflows.segments.segments import count_items, facts_of, find_segment, save_segment


@dataclass(frozen=True)
class SegmentSet:
    """Rows of one level: those of a segment, or of segments combined. Asked anew each time; nothing is stored.

    `query`, asked at `level`, lists them. A set that is combined with one of another level keeps its own level; rows
    of the other count as the query language reaches them: an image is in a segment of labels when one of its labels is.
    """

    session: Session
    level: Level
    query: str

    @classmethod
    def of(cls, session: Session, name: str) -> SegmentSet:
        """The rows of the segment `name`; raise `NotFound` when there is none."""
        snapshot = session.store.snapshot()
        segment = find_segment(snapshot, name, dataset=session.dataset)
        opens = facts_of(segment, count_items(snapshot, [segment]).get(segment.id)).opens
        return cls(session, opens.level, f"segment = {quote_text(segment.name)}")

    def __or__(self, other: SegmentSet) -> SegmentSet:
        """What is in either."""
        return self._with(f"({self.query}) or ({other.query})")

    def __and__(self, other: SegmentSet) -> SegmentSet:
        """What is in both."""
        return self._with(f"({self.query}) and ({other.query})")

    def __sub__(self, other: SegmentSet) -> SegmentSet:
        """What is in this one and not in the other."""
        return self._with(f"({self.query}) and not ({other.query})")

    def ids(self) -> Ids:
        """(n,) int64: ids of the rows, ascending."""
        return matching_ids(self.session.store, self.query, level=self.level, dataset=self.session.dataset)

    def count(self) -> int:
        """How many rows."""
        return count(self.session.store, self.query, level=self.level, dataset=self.session.dataset)

    def save(self, name: str, *, frozen: bool = False, reason: str = "") -> Segment:
        """Keep the set as a segment: as a query, or (`frozen`) as the items that are in it now.

        Raises
        ------
        NameInvalid : a segment cannot be named so.
        SegmentInvalid : the name is that of a list of items, or a frozen one would have no item.
        """
        session, by = self.session, self.session.sign(reason)
        if frozen:
            return add_items(
                session.store, {self.level: self.ids()}, segment=name, dataset=session.dataset, by=by
            ).segment
        return save_segment(session.store, name, self.query, level=self.level, dataset=session.dataset, by=by)

    def _with(self, query: str) -> SegmentSet:
        return SegmentSet(self.session, self.level, query)
