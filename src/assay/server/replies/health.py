"""The health report: what the data is, and what is wrong with it."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.server.replies.drawn import ImageObject, ImageRef
from assay.workflows.health.check import Severity


class Part(TypedDict):
    """A part of the images: its name, how many, their share of all, and the query that lists them."""

    name: str
    count: int
    share: float
    query: str


class ClassBalance(TypedDict):
    """A class: its labels, their share of all labels, what they are worth (`effective`), and the query for them."""

    id: int
    name: str
    labels: int
    share: float
    effective: float
    query: str


class LabelsBar(TypedDict):
    """How many images have `low` to `high` labels (both included, null: any number), and the query that lists them."""

    low: int
    high: int | None
    count: int
    query: str


class HealthFacts(TypedDict):
    """What the data is. `bytes` and `pixels` are those of all images together; `colours` is empty until measured.

    `exif` is the picture that the dataset declares its labels to be drawn on, stored or displayed; null where it
    declares none. `effective_classes` is how many classes of equal size would be as mixed. Classes stand from the
    most labels down.
    """

    images: int
    labels: int
    predictions: int
    bytes: int
    pixels: int
    splits: list[Part]
    formats: list[Part]
    colours: list[Part]
    sizes: list[Part]
    classes: list[ClassBalance]
    effective_classes: float
    exif: str | None
    labels_per_image: list[LabelsBar]


class HealthExample(TypedDict):
    """One row that a check lists: an image, or a label in its image."""

    image: ImageRef
    object: ImageObject | None


class HealthCheck(TypedDict):
    """One thing that can be wrong.

    `count` of `total` rows of `level` are listed by `query` (null: there is nothing to ask), sorted by `sort` (null:
    by id). `rule` says in one sentence what is listed, `said` what is particular here, `fix` what would mend it.
    `unmeasured` rows could not be judged; `how` is what to do about it, null when all were judged.
    """

    slug: str
    title: str
    rule: str
    said: str
    fix: str
    severity: Severity
    level: Level
    count: int
    total: int
    share: float
    query: str | None
    sort: str | None
    examples: list[HealthExample]
    unmeasured: int
    how: str | None


class Health(TypedDict):
    """Facts about a dataset, and every check of it, the worst first."""

    dataset: int
    run: int | None
    facts: HealthFacts
    checks: list[HealthCheck]
