"""Reviews, and what was said in them."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.model.review import Grouping, ReviewState, Verdict
from assay.server.replies.changes import ChangeResult
from assay.server.replies.segments import Segment


class Review(TypedDict):
    """A review of what `query` (canonical) lists at `level`. `at` is an ISO 8601 time in UTC."""

    id: int
    dataset: int
    run: int | None
    level: Level
    query: str
    group: Grouping | None
    author: str
    at: str


class ClassProgress(TypedDict):
    """How far the items of one class are; `class_id` is null for those without one."""

    class_id: int | None
    total: int
    marked: int
    looked_at: int


class ReviewCounts(TypedDict):
    """How far a review is; see `ReviewProgress`."""

    state: ReviewState
    total: int
    marked: int
    looked_at: int
    elsewhere: int
    applied: int
    by_class: list[ClassProgress]
    problem: str


class ReviewChunk(TypedDict):
    """The items that a sitting holds, in the order to look at them; `until` is in ms since 1970.

    `number` counts from 1; it is null where nothing is left to take. `of` is how many there are about.
    """

    number: int | None
    of: int
    until: int
    ids: list[int]


class ReviewDetail(Review):
    """A review, how far it is, and what the sitting that asks holds of it."""

    counts: ReviewCounts
    chunk: ReviewChunk | None


class ReviewVerdicts(TypedDict):
    """The verdicts that wait, as columns; asked with `since`, those that changed after it.

    verdicts : 1 wrong, 2 relabel, 3 delete, 4 accept; 0 where one was taken away. class_ids : what a relabel gives,
    else -1. by : place in `authors`. seen, unseen, applied : first and last of runs of ids. since : ask with it for
    what comes later. changes : journal entries in force that applied verdicts; where they differ from those known, ask
    for all.
    """

    ids: list[int]
    verdicts: list[int]
    class_ids: list[int]
    by: list[int]
    authors: list[str]
    seen: list[tuple[int, int]]
    unseen: list[tuple[int, int]]
    applied: list[tuple[int, int]]
    since: int
    changes: list[int]


class ReviewConflict(TypedDict):
    """An item of which another reviewer says otherwise; theirs stands."""

    id: int
    by: str
    verdict: Verdict
    class_id: int | None


class RefusedEvent(TypedDict):
    """An event that means nothing here, and why. It is not to be sent again."""

    key: str
    why: str


class RecordedEvents(TypedDict):
    """How many events were new and taken, what was not, and how far the review is then."""

    applied: int
    conflicts: list[ReviewConflict]
    refused: list[RefusedEvent]
    since: int
    counts: ReviewCounts


class SkippedItem(TypedDict):
    """An item whose verdict cannot be applied, and why; it keeps its verdict."""

    id: int
    why: str


class AppliedReview(TypedDict):
    """`done` items are as their verdicts say; `wrong` ones are only marked. `change` is null where nothing changed."""

    change: ChangeResult | None
    done: int
    wrong: int
    skipped: list[SkippedItem]
    counts: ReviewCounts


class RelabelCount(TypedDict):
    """How many items get the class `to` in place of `before`; null for none."""

    before: int | None
    to: int
    count: int


class ReviewPreview(TypedDict):
    """What applying would do: relabels by class, deletions, predictions that become labels by class."""

    relabel: list[RelabelCount]
    delete: int
    accept: list[RelabelCount]
    settled: int
    wrong: int
    skipped: list[SkippedItem]


class CollectedWrong(TypedDict):
    """How many items came into the segment, how many stood there `already`."""

    segment: Segment
    added: int
    already: int
    change: ChangeResult | None


class ReviewPace(TypedDict):
    """How fast one reviewer is; pauses of more than a minute do not count."""

    author: str
    items: int
    seconds: float
    items_per_minute: float | None


class ClassPace(TypedDict):
    """How long the items of one class took; `class_id` is null for those without one."""

    class_id: int | None
    items: int
    seconds: float


class ReviewAgreement(TypedDict):
    """Two reviewers over the items that both judged: the share that they judge alike, and Cohen's kappa."""

    first: str
    second: str
    items: int
    alike: float | None
    kappa: float | None


class ReviewTimes(TypedDict):
    """The time log of a review."""

    items: int
    seconds: float
    items_per_minute: float | None
    by_author: list[ReviewPace]
    by_class: list[ClassPace]
    agreement: list[ReviewAgreement]


class MarkConflict(TypedDict):
    """A mark of a file, and what stands of its item in the review."""

    id: int
    by: str
    verdict: Verdict
    class_id: int | None
    file_verdict: Verdict
    file_class_id: int | None


class UnknownMark(TypedDict):
    """A mark of a file, counted from 1, that cannot be read, and why."""

    row: int
    why: str


class LoadedMarks(TypedDict):
    """What became of the marks of a file: `added` were new, `same` stood so already."""

    added: int
    same: int
    seen: int
    conflicts: list[MarkConflict]
    unknown: list[UnknownMark]
    counts: ReviewCounts


class ClassNote(TypedDict):
    """What a class is: a few words, and labels that show it."""

    class_id: int
    text: str
    exemplars: list[int]
