"""A review: the rows of a query, looked at by people, and what they say of them before any of it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from assay.model.level import Level

REVIEWED = (Level.ANNOTATION, Level.PREDICTION, Level.IMAGE)
"""The levels whose rows can be reviewed."""


class Verdict(StrEnum):
    """What a reviewer says of one item; nothing is changed by it until it is applied.

    WRONG    it is marked, and no more is said.  RELABEL  it has another class.  DELETE  it should not be there.
    ACCEPT   the model is right: a label takes the predicted class, a prediction becomes a label.
    """

    WRONG = "wrong"
    RELABEL = "relabel"
    DELETE = "delete"
    ACCEPT = "accept"


VERDICTS = tuple(Verdict)
"""The verdict of code n is `VERDICTS[n - 1]`; code 0 is none."""


class Grouping(StrEnum):
    """How the wall of a review is grouped: by class, or by class and predicted class."""

    CLASS = "class"
    PAIR = "pair"


class ReviewState(StrEnum):
    """OPEN  something was not applied yet, or nothing was said.  APPLIED  what was said was applied, all of it."""

    OPEN = "open"
    APPLIED = "applied"


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """What is reviewed: the rows that `query` (canonical) lists at `level`, beside the predictions of a run."""

    dataset_id: int
    run_id: int | None
    level: Level
    query: str


@dataclass(frozen=True, slots=True)
class Review:
    """The sitting of one or more people over the rows of a question. `author` opened it, `at` then (UTC)."""

    id: int
    question: ReviewQuestion
    group: Grouping | None
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who speaks: a person, and the sitting (a browser, a process) in which they do; both are free texts."""

    author: str
    sitting: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A reviewer says `verdict` of these items, or (None) takes what stands of them away.

    key : unique for ever; told twice, an event counts once. at : ms since 1970, by the reviewer's clock.
    category_id : the class that RELABEL gives. force : also where another's verdict stands. since : the last event that
    the reviewer knew of; what was said up to it was known, so saying otherwise is no oversight, and what came later was
    not, though the same person said it in another sitting.
    """

    key: str
    at: int
    ids: Sequence[int]
    verdict: Verdict | None
    category_id: int | None = None
    force: bool = False
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """These items were on screen and the reviewer moved on: unmarked, they are right."""

    key: str
    at: int
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The event of key `target` is as though it had never been; where that is a `TakeBack`, its own target is again."""

    key: str
    at: int
    target: str


ReviewEvent: TypeAlias = Mark | Look | TakeBack
"""What happens in a review. What stands in it is what its events come to, in the order in which they were taken."""
