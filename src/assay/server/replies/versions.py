"""Versions, what differs between them, and the history of labels and images."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.server.replies.changes import Change
from assay.server.replies.drawn import ImageObject, ImageRef


class Version(TypedDict):
    """The state of the project at one moment, by name. `at` is an ISO 8601 time in UTC, `digest` the state hash."""

    id: int
    name: str
    note: str
    author: str
    at: str
    change_id: int
    digest: str


class KindCounts(TypedDict):
    """How many labels became what."""

    added: int
    deleted: int
    relabelled: int
    moved: int
    altered: int


ClassDifference = TypedDict(
    "ClassDifference",
    {"class": str, "added": int, "deleted": int, "from": int, "to": int, "moved": int, "altered": int},
)
# Two of its keys are words of Python, so that it is no class statement and has no docstring of its own.
ClassDifference.__doc__ = (
    "Labels of one class by what became of them; a relabelled one counts as `from` one class and `to` another."
)


class ImageDifference(TypedDict):
    """An image with the labels that differ, as they were and as they are. `state`: added, deleted or kept."""

    image: ImageRef
    state: Literal["added", "deleted", "kept"]
    counts: KindCounts
    before: list[ImageObject]
    after: list[ImageObject]


class VersionDiff(TypedDict):
    """What differs, and a page of the images that do, those with most differences first."""

    images_added: int
    images_deleted: int
    classes_added: list[str]
    classes_deleted: list[str]
    classes_renamed: list[tuple[str, str]]
    labels: KindCounts
    by_class: list[ClassDifference]
    total: int
    images: list[ImageDifference]


class HistoryStep(TypedDict):
    """One entry of the journal that touched an object: what it was before and after; null where it was not there."""

    change: Change
    object: int
    before: ImageObject | None
    after: ImageObject | None


class Provenance(TypedDict):
    """Where a label came from; `run` is that of the prediction it was accepted from."""

    how: Literal["imported", "made", "accepted"]
    change: Change | None
    run: str | None
    prediction: int | None


class History(TypedDict):
    """What happened to a label, or to an image and its labels, oldest first. `provenance` is that of a label."""

    image: ImageRef
    provenance: Provenance | None
    steps: list[HistoryStep]
