"""What a query lists."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """The kind of rows a query lists; the same text can list images or their objects."""

    IMAGE = "image"
    ANNOTATION = "annotation"
    PREDICTION = "prediction"
    ISSUE = "issue"
