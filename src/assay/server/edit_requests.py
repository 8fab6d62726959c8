"""Edits as they come in over HTTP, and the shapes that are drawn with them, in pixels of the displayed image."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from assay.server.requests import Box, Note, Request, Selection, ShortText

Number = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
"""A coordinate."""

Ring = Annotated[list[Number], Field(min_length=6, max_length=100_000)]
"""Corners of a part or of a hole, x and y in turns."""


class DrawnBox(Request):
    """An upright box."""

    kind: Literal["box"]
    box: Box


class DrawnRotatedBox(Request):
    """A box before it is turned, and by how much: clockwise about its centre, in radians."""

    kind: Literal["rotated_box"]
    box: Box
    rotation: Number


class DrawnPolygon(Request):
    """Parts, and holes that are cut out of them."""

    kind: Literal["polygon"]
    rings: Annotated[list[Ring], Field(min_length=1, max_length=1_000)]
    holes: list[Ring] = Field(default_factory=list, max_length=1_000)


class DrawnMask(Request):
    """Pixels of the displayed image as run lengths: down the columns, first how many are not set, then how many are."""

    kind: Literal["mask"]
    width: Annotated[int, Field(gt=0, le=100_000)]
    height: Annotated[int, Field(gt=0, le=100_000)]
    counts: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1, max_length=5_000_000)]


class DrawnKeypoints(Request):
    """x, y, visibility in turns: 0 not labelled, 1 hidden, 2 seen. Without a box it is the one around them."""

    kind: Literal["keypoints"]
    keypoints: Annotated[list[Number], Field(min_length=3, max_length=3_000)]
    box: Box | None = None


Drawn: TypeAlias = Annotated[
    DrawnBox | DrawnRotatedBox | DrawnPolygon | DrawnMask | DrawnKeypoints, Field(discriminator="kind")
]
"""A shape that a person drew."""


Seen = Annotated[dict[int, int], Field(max_length=10_000)]
"""Label -> the entry of the journal that had last changed it when the person looked, 0 for none; else it is refused."""


class OneEdit(Request):
    """What every edit may carry: why it is made, and what its maker saw."""

    reason: Note = ""
    seen: Seen | None = None


class Relabel(OneEdit):
    """Give every selected label the class `class_id`."""

    action: Literal["relabel"]
    target: Selection
    class_id: int


class Delete(OneEdit):
    """Delete every selected label."""

    action: Literal["delete"]
    target: Selection


class Move(OneEdit):
    """Give the label `id` another box."""

    action: Literal["move"]
    id: int
    box: Box


class Reshape(OneEdit):
    """Give the label `id` another shape."""

    action: Literal["reshape"]
    id: int
    shape: Drawn


class SetAttributes(OneEdit):
    """Set attributes of every selected label by name; null takes one away."""

    action: Literal["set_attributes"]
    target: Selection
    values: Annotated[dict[ShortText, bool | int | float | Note | None], Field(min_length=1, max_length=100)]


class Copy(OneEdit):
    """Add copies of labels to the image `image_id`: the next frame of a video."""

    action: Literal["copy"]
    ids: Annotated[list[int], Field(min_length=1, max_length=10_000)]
    image_id: int


class Interpolate(OneEdit):
    """Add a label to each frame between those of the labels `first` and `last`."""

    action: Literal["interpolate"]
    first: int
    last: int


class Add(OneEdit):
    """Add a label to the image `image_id`; without a box and a shape it is a label of the whole image."""

    action: Literal["add"]
    image_id: int
    class_id: int
    box: Box | None = None
    shape: Drawn | None = None


class Accept(OneEdit):
    """Make a label of every selected prediction."""

    action: Literal["accept"]
    target: Selection


class RemoveImage(OneEdit):
    """Take every selected image out of the dataset, with its labels. No file is touched."""

    action: Literal["remove_image"]
    target: Selection


BulkEdit: TypeAlias = Relabel | Delete | SetAttributes | Accept | RemoveImage
"""An edit of all rows of a selection."""

DrawingEdit: TypeAlias = Move | Reshape | Copy | Interpolate | Add
"""An edit of labels that are named, drawn on an image."""

Edit = Annotated[BulkEdit | DrawingEdit, Field(discriminator="action")]
"""One edit of labels."""
