"""Reviews on the disk: an append-only log of what people said, and the chunks they took.

Nothing here takes the project's write lock, moves a head or raises the revision; see `review_tables`.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa

from assay.arrays import Ids
from assay.errors import NotFound
from assay.model.level import Level
from assay.model.review import Grouping, Review, Reviewer, ReviewQuestion
from assay.store.id_ranges import pack_ids, pack_values, unpack_ids, unpack_values
from assay.store.ledger import Ledger
from assay.store.review_tables import CHUNKS, EVENTS, REVIEWS, prepare

_KEPT_LOGS = 8


class EventKind(StrEnum):
    """What an event of the log is; see the classes of `assay.model.review`."""

    MARK = "mark"
    LOOK = "look"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True, eq=False)
class StoredEvent:
    """An event as it was taken. `id` orders the events of all reviews; 0 until it is stored.

    verdict : a code of `VERDICTS`, 0 where marks are taken away. ids : ascending, distinct. classes : (n,) the class
    that each of `ids` had then, -1 without one.
    """

    key: str
    at: int
    by: Reviewer
    kind: EventKind
    ids: Ids
    classes: Ids
    verdict: int = 0
    category_id: int | None = None
    target: str | None = None
    id: int = 0


Log: TypeAlias = tuple[StoredEvent, ...]
"""The events of one review, in the order in which they were taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Items of a review that one sitting holds until `until`, ms since 1970. `number` counts from 1 in the review."""

    number: int
    by: Reviewer
    until: int
    ids: Ids


class Reviews:
    """The reviews of one project. Safe to share between threads and processes; made at the first use."""

    def __init__(self, path: Path) -> None:
        self._file = Ledger(path)
        self._is_prepared = False
        self._logs: OrderedDict[int, Log] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, question: ReviewQuestion, *, group: Grouping | None, author: str, anew: bool = False) -> Review:
        """The newest review of a question, grouped so from now on; a new one where there is none, or with `anew`."""
        asked = REVIEWS.c
        same = (
            (asked.dataset_id == question.dataset_id)
            & asked.run_id.is_not_distinct_from(question.run_id)
            & (asked.level == question.level.value)
            & (asked.query == question.query)
        )
        newest = sa.select(sa.func.max(asked.id)).where(same)
        if not anew:
            with self._read() as connection:  # the usual case, which need not wait for the disk
                known = connection.execute(sa.select(REVIEWS).where(asked.id == newest.scalar_subquery())).first()
            if known is not None and known.grouping == (group and group.value):
                return _review(known)
        with self._write() as connection:
            id = connection.execute(newest).scalar_one()
            if anew or id is None:
                return _added(connection, question, group, author)
            grouping = {"grouping": group and group.value}
            connection.execute(sa.update(REVIEWS).where(asked.id == id).values(**grouping))
            return _found(connection, int(id))

    def of_dataset(self, dataset_id: int) -> list[Review]:
        """The reviews of a dataset, oldest first."""
        select = sa.select(REVIEWS).where(REVIEWS.c.dataset_id == dataset_id).order_by(REVIEWS.c.id)
        with self._read() as connection:
            return [_review(row) for row in connection.execute(select)]

    def find(self, review_id: int) -> Review:
        """A review; raise `NotFound` when there is none."""
        with self._read() as connection:
            return _found(connection, review_id)

    def delete(self, review_id: int) -> None:
        """Forget a review and all that was said in it; raise `NotFound` when there is none."""
        with self._write() as connection:
            _found(connection, review_id)
            for table in (EVENTS, CHUNKS):
                connection.execute(sa.delete(table).where(table.c.review_id == review_id))
            connection.execute(sa.delete(REVIEWS).where(REVIEWS.c.id == review_id))

    def log(self, review_id: int) -> Log:
        """Everything that was said in a review; raise `NotFound` when there is none."""
        with self._read() as connection:
            _found(connection, review_id)
            return self._log(connection, review_id)

    def append(self, review_id: int, judge: Callable[[Log], Sequence[StoredEvent]]) -> Log:
        """Add the events that `judge` makes of the log as it stands; the log with them.

        Nobody else adds to it between the two, and when this returns, the events are on the disk.
        """
        with self._write() as connection:
            _found(connection, review_id)
            events = judge(self._log(connection, review_id))
            if events:
                connection.execute(sa.insert(EVENTS), [_event_row(review_id, event) for event in events])
        return self.log(review_id)

    def chunks(self, review_id: int) -> list[Chunk]:
        """Every chunk of a review that was ever taken, oldest first."""
        with self._read() as connection:
            return _chunks(connection, review_id)

    def take_chunk(self, review_id: int, choose: Callable[[Sequence[Chunk]], Chunk | None]) -> Chunk | None:
        """Note the chunk that `choose` makes of those that were taken, in place of one of the same number, if any."""
        with self._write() as connection:
            _found(connection, review_id)
            chosen = choose(_chunks(connection, review_id))
            if chosen is not None:
                same = (CHUNKS.c.review_id == review_id) & (CHUNKS.c.number == chosen.number)
                connection.execute(sa.delete(CHUNKS).where(same))
                connection.execute(sa.insert(CHUNKS).values(_chunk_row(review_id, chosen)))
            return chosen

    def lease(self, review_id: int, by: Reviewer, *, now: int, until: int) -> None:
        """The chunks that a sitting holds now (ms since 1970) are its own until then: longer, or no longer."""
        held = CHUNKS.c
        mine = (held.review_id == review_id) & (held.author == by.author) & (held.sitting == by.sitting)
        with self._write() as connection:
            connection.execute(sa.update(CHUNKS).where(mine & (held.until > now)).values(until=until))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _log(self, connection: sa.Connection, review_id: int) -> Log:
        """The log; what was read before is not read again, since nothing of it ever changes."""
        with self._lock:
            known = self._logs.get(review_id, ())
        last = known[-1].id if known else 0
        newer = sa.select(EVENTS).where(EVENTS.c.review_id == review_id, EVENTS.c.id > last).order_by(EVENTS.c.id)
        log = known + tuple(_event(row) for row in connection.execute(newer))
        with self._lock:
            self._logs[review_id] = log
            self._logs.move_to_end(review_id)
            while len(self._logs) > _KEPT_LOGS:
                self._logs.popitem(last=False)
        return log

    @contextmanager
    def _read(self) -> Iterator[sa.Connection]:
        self._prepare()
        with self._file.read() as connection:
            if self._file.is_read_only:
                prepare(connection)  # where there is no file yet, it is an empty one in memory
            yield connection

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        self._prepare()
        with self._file.write() as connection:
            yield connection

    def _prepare(self) -> None:
        if not self._is_prepared and not self._file.is_read_only:
            with self._file.write() as connection:
                prepare(connection)
            self._is_prepared = True


def _added(connection: sa.Connection, question: ReviewQuestion, group: Grouping | None, author: str) -> Review:
    at = datetime.now(UTC)
    values = {
        "dataset_id": question.dataset_id,
        "run_id": question.run_id,
        "level": question.level.value,
        "query": question.query,
        "grouping": group and group.value,
        "author": author,
        "at": at.replace(tzinfo=None),
    }
    id_ = connection.execute(sa.insert(REVIEWS).values(**values).returning(REVIEWS.c.id)).scalar_one()
    return Review(id_, question, group, author, at)


def _found(connection: sa.Connection, review_id: int) -> Review:
    row = connection.execute(sa.select(REVIEWS).where(REVIEWS.c.id == review_id)).first()
    if row is None:
        raise NotFound(f"There is no review {review_id}.", hint="It may have been deleted; `assay review` lists them.")
    return _review(row)


def _review(row: sa.Row[Any]) -> Review:
    question = ReviewQuestion(row.dataset_id, row.run_id, Level(row.level), row.query)
    group = None if row.grouping is None else Grouping(row.grouping)
    return Review(row.id, question, group, row.author, row.at.replace(tzinfo=UTC))


def _event(row: sa.Row[Any]) -> StoredEvent:
    return StoredEvent(
        id=row.id,
        key=row.key,
        at=row.at,
        by=Reviewer(row.author, row.sitting),
        kind=EventKind(row.kind),
        ids=unpack_ids(row.items),
        classes=unpack_values(row.classes),
        verdict=row.verdict,
        category_id=row.category_id,
        target=row.target,
    )


def _event_row(review_id: int, event: StoredEvent) -> dict[str, Any]:
    return {
        "review_id": review_id,
        "key": event.key,
        "at": event.at,
        "author": event.by.author,
        "sitting": event.by.sitting,
        "kind": event.kind.value,
        "verdict": event.verdict,
        "category_id": event.category_id,
        "target": event.target,
        "items": pack_ids(event.ids),
        "classes": pack_values(event.classes),
    }


def _chunks(connection: sa.Connection, review_id: int) -> list[Chunk]:
    select = sa.select(CHUNKS).where(CHUNKS.c.review_id == review_id).order_by(CHUNKS.c.number)
    return [
        Chunk(row.number, Reviewer(row.author, row.sitting), row.until, unpack_ids(row.items))
        for row in connection.execute(select)
    ]


def _chunk_row(review_id: int, chunk: Chunk) -> dict[str, Any]:
    return {
        "review_id": review_id,
        "number": chunk.number,
        "author": chunk.by.author,
        "sitting": chunk.by.sitting,
        "until": chunk.until,
        "items": pack_ids(chunk.ids),
    }
