"""A suspected error: what is suspected, of which object, and what would mend it."""

from __future__ import annotations

from enum import StrEnum


class IssueKind(StrEnum):
    """What kind of error is suspected."""

    WRONG_CLASS = "wrong_class"
    MISSING_OBJECT = "missing_object"
    SPURIOUS_LABEL = "spurious_label"
    LOOSE_BOX = "loose_box"
    DUPLICATE_BOX = "duplicate_box"
    INVALID_GEOMETRY = "invalid_geometry"
    DUPLICATE_IMAGE = "duplicate_image"
    CONTRADICTION = "contradiction"  # look-alikes that are labelled differently
    CLASS_DRIFT = "class_drift"  # a class that two batches of labels understand in two ways
    ODD_IMAGE = "odd_image"  # an image that is like no other
    ODD_OBJECT = "odd_object"  # an object that is like no other, of its class or of any
    ODD_GEOMETRY = "odd_geometry"  # a size or a place that is rare for the class
    TRACK_ERROR = "track_error"  # an object that changes class or track, or is missing in a frame
    WRONG_PIXELS = "wrong_pixels"  # pixels of a mask that carry the wrong class


class IssueState(StrEnum):
    """Where an issue stands.

    OPEN   waits for a decision.  FIXED  it is an error, which was mended.  KEPT  a person said the label is right.
    STALE  the object it speaks of was changed since, and nobody has looked again yet; see `find_again`.
    """

    OPEN = "open"
    FIXED = "fixed"
    KEPT = "kept"
    STALE = "stale"


class SuggestedAction(StrEnum):
    """What would mend the error; stands in the issue's `suggestion` JSON as `action`, beside its operands."""

    RELABEL = "relabel"  # {"action": "relabel", "category_id": 3}
    DELETE = "delete"  # {"action": "delete"}
    ADD = "add"  # {"action": "add", "prediction_id": 17, "category_id": 3, "box": [x, y, w, h]}
    MOVE = "move"  # {"action": "move", "box": [x, y, w, h]}
    REMOVE_IMAGE = "remove_image"  # {"action": "remove_image"}
