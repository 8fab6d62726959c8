"""`project.reviews`."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.errors import ReviewInvalid
from assay.model import review as nouns
from assay.model.level import Level
from assay.model.review import Grouping, Look, Mark, Reviewer, ReviewEvent, Verdict
from assay.sdk.result import Result
from assay.sdk.session import Session
from assay.workflows.edits.edit_labels import resolve_class
from assay.workflows.reviews.apply_review import Applied, apply_review, collect_wrong
from assay.workflows.reviews.events import Recorded, record_events
from assay.workflows.reviews.marks import LoadedMarks, load_marks, marks_of, read_marks
from assay.workflows.reviews.reviews import ReviewProgress, list_reviews, open_review, progress_of, verdict_rows
from assay.workflows.reviews.times import ReviewTimes, times_of
from assay.workflows.segments.items import ItemsChange


class Reviews:
    """Look at the rows of a query, say what is wrong with them, and apply all of it as one change.

    What is said is kept at once, and changes nothing until it is applied.

    >>> project = assay.open("my.assay")
    >>> review = project.reviews.open('label = "dog"')
    >>> review.mark([1], "relabel", category="cat").taken
    1
    >>> review.progress().marked, project.annotations.count('label = "dog"')
    (1, 1)
    >>> review.apply().change.title
    'Review: relabel 1 label'
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(
        self,
        query: str = "",
        *,
        level: str | Level = Level.ANNOTATION,
        run: str | None = None,
        group: str | Grouping = Grouping.CLASS,
        anew: bool = False,
    ) -> Review:
        """The review of what `query` lists; one that was begun goes on, with all that was said, unless `anew`.

        Raises
        ------
        QueryError : the query is wrong; `span` says where.
        NotFound : there is no such run.
        """
        session = self._session
        found = open_review(
            session.store,
            query,
            level=Level(level),
            dataset=session.dataset,
            run=run,
            group=Grouping(group),
            author=session.author,
            anew=anew,
        )
        return Review(session, found)

    def list(self) -> list[Review]:
        """The reviews of the dataset, oldest first."""
        return [Review(self._session, found) for found in list_reviews(self._session.store, self._session.dataset)]

    def get(self, id: int) -> Review:
        """A review by id; raise `NotFound` when there is none."""
        return Review(self._session, self._session.store.reviews.find(id))


class Review:
    """One review: what it asks, what was said, and what becomes of it."""

    def __init__(self, session: Session, review: nouns.Review) -> None:
        self._session, self._review = session, review
        self.id = review.id
        """Its number in the project."""
        self.level, self.query = review.question.level, review.question.query

    def mark(
        self,
        ids: Iterable[int],
        verdict: str | Verdict | None = Verdict.WRONG,
        *,
        category: str | int | None = None,
        force: bool = False,
    ) -> Recorded:
        """Say `verdict` of items: wrong, relabel (to `category`), delete or accept; None takes their marks away.

        Of items of which another person says otherwise nothing is taken, unless `force`; the result lists them.

        Raises
        ------
        NotFound : there is no such class.
        """
        class_id = None
        if category is not None:
            snapshot = self._session.store.snapshot()
            class_id = resolve_class(snapshot, self._review.question.dataset_id, category)[0]
        spoken = None if verdict is None else Verdict(verdict)
        return self._say(Mark(uuid.uuid4().hex, _now(), list(ids), spoken, category_id=class_id, force=force))

    def look(self, ids: Iterable[int]) -> Recorded:
        """Say that items were looked at: unmarked, they are right."""
        return self._say(Look(uuid.uuid4().hex, _now(), list(ids)))

    def verdicts(self) -> Result:
        """`id`, `verdict`, `label` (the class that a relabel gives) and `author` of what waits to be applied."""
        rows = verdict_rows(self._session.store, self._review)
        return Result(pa.Table.from_pylist(rows, schema=_VERDICTS), len(rows), self.query)

    def progress(self) -> ReviewProgress:
        """How far the review is, over all and by class."""
        return progress_of(self._session.store, self._review)

    def times(self) -> ReviewTimes:
        """Items per minute, time by person and by class, and how far two people agree."""
        return times_of(self._session.store, self._review)

    def apply(self, ids: Iterable[int] | None = None, *, reason: str = "") -> Applied:
        """Write the verdicts, or those of `ids`, into the dataset as one change, which `project.undo()` takes back.

        What was deleted or relabelled since it was judged is skipped, and told.
        """
        session = self._session
        done = apply_review(session.store, self._review, ids=_ids(ids), by=session.sign(reason))
        if done.change is not None:
            session.follow(done.change)
        return done

    def collect_wrong(self, segment: str, ids: Iterable[int] | None = None, *, reason: str = "") -> ItemsChange:
        """Put what is marked wrong into a data-quality segment; raise `ReviewInvalid` when nothing is."""
        session = self._session
        return collect_wrong(session.store, self._review, segment=segment, ids=_ids(ids), by=session.sign(reason))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the marks to a JSON file."""
        marks = marks_of(self._session.store, self._review)
        Path(path).write_text(json.dumps(marks, ensure_ascii=False, indent=1), encoding="utf-8")

    def load(self, path: str | PathLike[str], *, force: bool = False) -> LoadedMarks:
        """Add the marks of a file; items that are marked otherwise are conflicts, and left unless `force`.

        Raises
        ------
        SourceNotFound, ReviewInvalid : there is no such file, or it has no marks of this level.
        """
        by = Reviewer(self._session.author)
        return load_marks(self._session.store, self._review, read_marks(Path(path)), by=by, now=_now(), force=force)

    def delete(self) -> None:
        """Forget the review and what was said in it; what was applied stays applied."""
        self._session.store.reviews.delete(self.id)

    def _say(self, event: ReviewEvent) -> Recorded:
        done = record_events(self._session.store, self.id, [event], by=Reviewer(self._session.author))
        if done.refused:
            raise ReviewInvalid(done.refused[0].why, hint="Nothing was marked.")
        return done


_VERDICTS = pa.schema([("id", pa.int64()), ("verdict", pa.string()), ("label", pa.string()), ("author", pa.string())])


def _ids(ids: Iterable[int] | None) -> Ids | None:
    return None if ids is None else np.array(list(ids), np.int64)


def _now() -> int:
    return time.time_ns() // 1_000_000
