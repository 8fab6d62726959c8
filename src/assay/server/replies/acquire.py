"""Which images to label next, and what that choice rests on."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from assay.model.metric import BadEnd
from assay.server.replies.fields import FieldItem, NumberField


class ChosenImage(FieldItem):
    """An image with its value and the terms of its choice, 0 to 1: how much it is worth, how unlike those before it."""

    worth: float
    novelty: float


class Acquisition(TypedDict):
    """Images in the order of choice. `candidates` have a value, `unknown` have none and are never chosen.

    `parameters` are those that the field was measured with, such as the `aggregation` over an image's predictions.
    """

    field: NumberField
    parameters: dict[str, object]
    end: Literal[BadEnd.LOW, BadEnd.HIGH]
    candidates: int
    unknown: int
    images: list[ChosenImage]
