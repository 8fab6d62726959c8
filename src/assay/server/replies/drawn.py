"""Images, labels, predictions and suspects as they are drawn, and pages of them.

Coordinates are pixels of the *displayed* image. `v` is a token that changes whenever the picture behind an id does;
sent along as `?v=` it lets the browser keep a thumbnail or crop for good.
"""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue
from typing_extensions import TypedDict

from assay.model.issue import IssueKind, IssueState, SuggestedAction
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.shape import ShapeKind

Box = tuple[float, float, float, float]
"""x, y, width, height."""


class ImageObject(TypedDict):
    """A label or a prediction as it is drawn. x, y, w, h are null for a label of the whole image.

    `rotation` turns the box clockwise about its centre, in radians.
    `outcome` is how it fared in the run's current evaluation. `polygons` and `keypoints` (flat lists of x, y and
    x, y, visibility) and `attributes` are given in the detail of an image only.
    """

    id: int
    source: Literal["label", "prediction"]
    class_id: int
    kind: ShapeKind
    x: float | None
    y: float | None
    w: float | None
    h: float | None
    rotation: float | None
    score: float | None
    outcome: Outcome | None
    is_crowd: bool
    ignore: bool
    changed_by: int | None
    polygons: list[list[float]] | None
    keypoints: list[float] | None
    attributes: JsonValue
    v: str


class ImageRef(TypedDict):
    """An image, as much of it as is needed to show it. Width and height are those of the displayed image."""

    id: int
    name: str
    width: int | None
    height: int | None
    problem: str | None
    v: str


SortValue = float | str | bool | None
"""What a row is sorted by; null where it has no value."""


class DrawnImage(ImageRef):
    """An image with its objects at or above the asked confidence.

    `labels` and `predictions` count all of them; `objects` may hold fewer where an image has very many.
    """

    split: str | None
    labels: int
    predictions: int
    objects: list[ImageObject]


class ImageItem(DrawnImage):
    """An image in a page of search results."""

    sort_value: SortValue


class ObjectItem(TypedDict):
    """A label or a prediction in a page of search results, with the image it lies in."""

    object: ImageObject
    image: ImageRef
    sort_value: SortValue


class Suggestion(TypedDict):
    """What would mend an issue; `verb` is what the button says."""

    action: SuggestedAction
    verb: str
    class_id: int | None
    box: Box | None


class LookAlike(TypedDict):
    """A near neighbour of a suspect: an image, or an object of one; `distance` is 1 minus the cosine."""

    image: ImageRef
    object: ImageObject | None
    class_id: int | None
    distance: float


class FieldPlace(TypedDict):
    """The value that a suspect has in a field which speaks against it."""

    level: Level
    name: str
    value: float


class Witness(TypedDict):
    """Another detector that raises the same suspect."""

    detector: str
    title: str
    chance: float
    sentence: str


class IssueItem(TypedDict):
    """A suspected error: 0 is the worst score, 1 is clean.

    `chance` is the estimated chance that it is an error, `benefit` what judging it is expected to bring. `others` are
    further objects that it speaks of (the twin of a duplicate box), `other_images` further images, `other_boxes`
    places. `look_alikes` stand nearest first, `frames` in their order. `also` are the other detectors that raise it.
    """

    id: int
    kind: IssueKind
    title: str
    sentence: str
    score: float
    chance: float
    benefit: float
    detector: str
    state: IssueState
    run_id: int | None
    image: ImageRef
    label: ImageObject | None
    prediction: ImageObject | None
    others: list[ImageObject]
    other_images: list[ImageRef]
    other_boxes: list[Box]
    look_alikes: list[LookAlike]
    frames: list[ImageRef]
    field: FieldPlace | None
    also: list[Witness]
    class_id: int | None
    suggestion: Suggestion | None
    evidence: dict[str, JsonValue]


class ImagePage(TypedDict):
    """Images that a query lists. `canonical` is the query in its canonical form."""

    level: Literal[Level.IMAGE]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[ImageItem]


class ObjectPage(TypedDict):
    """Labels or predictions that a query lists."""

    level: Literal[Level.ANNOTATION, Level.PREDICTION]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[ObjectItem]


class IssuePage(TypedDict):
    """Issues that a query lists."""

    level: Literal[Level.ISSUE]
    total: int
    canonical: str
    next_cursor: str | None
    items: list[IssueItem]


class ImageDetail(DrawnImage):
    """One image with everything known about it."""

    reference_id: str
    path: str | None
    format: str | None
    file_size: int | None
    orientation: int | None
    metadata: JsonValue
    issues: list[IssueItem]


class PixelValues(TypedDict):
    """How the values that an image's file stores are spread.

    `type` is that of a value: uint8, uint16, int32, float32. `full` are the least and the greatest value, `shown` is
    the window (values that are black and white) of the picture when no other is asked for, `auto` the middle 99 % of
    the values. `counts` are the values in equal bars over `full`.
    """

    type: str
    full: list[float]
    shown: list[float]
    auto: list[float]
    counts: list[int]
