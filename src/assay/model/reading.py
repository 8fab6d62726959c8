"""How a prediction file is to be read where it does not speak for itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assay.errors import NotFound


class BoxForm(StrEnum):
    """What the four numbers of a box are.

    XYWH is COCO's own: left, top, width, height. XYXY are two corners, CXCYWH the centre and the size; YXHW and
    YXYX have the vertical number first, as arrays do. SWAPPED is XYWH whose shares were multiplied by height and
    width instead of width and height, as after `width, height = image.shape[:2]`. The forms that begin with
    `normalised` are shares of the image's width and height instead of pixels.
    """

    XYWH = "xywh"
    XYXY = "xyxy"
    CXCYWH = "cxcywh"
    YXHW = "yxhw"
    YXYX = "yxyx"
    SWAPPED = "swapped"
    NORMALISED = "normalised"
    NORMALISED_XYXY = "normalised-xyxy"
    NORMALISED_CXCYWH = "normalised-cxcywh"
    NORMALISED_YXYX = "normalised-yxyx"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise _no_form("boxes", value, cls)

    @property
    def is_normalised(self) -> bool:
        """Whether the numbers are shares of the image's size."""
        return self.value.startswith("normalised")

    @property
    def order(self) -> str:
        """What stands where, without the unit, such as `xyxy`."""
        order = self.value.removeprefix("normalised").removeprefix("-")
        return "xywh" if order in {"", "swapped"} else order


class VectorForm(StrEnum):
    """What the numbers of a class vector are.

    PROBABILITIES as they are; LOGITS of classes that exclude each other, which a softmax makes probabilities;
    MULTI_LABEL logits of classes that do not, each of which a sigmoid makes a probability.
    """

    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    MULTI_LABEL = "multi-label"

    @classmethod
    def _missing_(cls, value: object) -> None:
        raise _no_form("class vectors", value, cls)


def _no_form(of: str, value: object, forms: type[StrEnum]) -> NotFound:
    return NotFound(f"There is no form of {of} called {value!r}.", hint=f"There are: {', '.join(forms)}.")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person said about a prediction file; kept with its run, so that the next import reads it alike.

    `classes` maps a class as the file has it, by name or id, to a class of the dataset; to the empty text for one
    that is left out. `boxes` and `vectors` are None where the file is to be trusted. `pixels` is the folder of the
    class chances of every pixel, one file for each image; None where there is none.
    """

    classes: Mapping[str, str] = field(default_factory=dict, hash=False)
    boxes: BoxForm | None = None
    vectors: VectorForm | None = None
    pixels: str | None = None

    def over(self, other: Reading) -> Reading:
        """This reading, and what only the other one says."""
        return Reading(
            {**other.classes, **self.classes},
            self.boxes or other.boxes,
            self.vectors or other.vectors,
            self.pixels or other.pixels,
        )

    def text(self) -> str:
        """The reading as JSON; `read` is its inverse."""
        return json.dumps(
            {"classes": dict(self.classes), "boxes": self.boxes, "vectors": self.vectors, "pixels": self.pixels}
        )

    @classmethod
    def read(cls, text: str | None) -> Reading:
        """The reading that a text stands for; one that says nothing for None."""
        value: dict[str, Any] = json.loads(text) if text else {}
        boxes, vectors = value.get("boxes"), value.get("vectors")
        return cls(
            value.get("classes", {}),
            BoxForm(boxes) if boxes else None,
            VectorForm(vectors) if vectors else None,
            value.get("pixels"),
        )
