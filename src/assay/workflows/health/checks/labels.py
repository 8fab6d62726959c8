"""What can be wrong with the labels, and with images for want of labels."""

from __future__ import annotations

from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.workflows.health.check import Check, Need, Severity

SURE = 0.5
"""Confidence from which on a prediction says that an image is not empty."""

CONTRARY = 0.5
"""How far the labels of images that look the same must differ to be told."""

_LABELLED = frozenset({Need.LABELS})

BEYOND = 1.1
"""How far out of its image a box must stick, as a part of the side, to say that the image was turned."""

LABELS = (
    Check(
        "turned_label",
        "Labels drawn on the image turned",
        "A box sticks out of its image by a tenth of the side or more, and would fit if the image were turned by a "
        "quarter: labels and EXIF contradict each other.",
        "Import again with the other `--exif`, turn the labels, or save the image upright.",
        f"any(annotation: (x + w > {BEYOND} * image.width or y + h > {BEYOND} * image.height)"
        " and x + w <= image.height and y + h <= image.width)",
        severity=Severity.BAD,
        needs=_LABELLED,
        kind=IssueKind.INVALID_GEOMETRY,
    ),
    Check(
        "invalid_geometry",
        "Impossible shapes",
        "A box without extent, outside of its image or unlike its own outline; an outline that crosses itself or is "
        "empty.",
        "Draw the label anew, or delete it: many tools crash on it or drop it without a word.",
        "invalid_geometry = true",
        level=Level.ANNOTATION,
        severity=Severity.BAD,
        reads=("invalid_geometry",),
        needs=_LABELLED,
        kind=IssueKind.INVALID_GEOMETRY,
    ),
    Check(
        "duplicate_label",
        "Objects labelled twice",
        "A label overlaps another one of its class by an IoU of 0.6 or more; each pair is listed once.",
        "Delete the looser one of the two.",
        "annotation_duplicate_once >= 0.6",
        level=Level.ANNOTATION,
        severity=Severity.BAD,
        reads=("annotation_duplicate_once",),
        needs=_LABELLED,
        sort="-annotation_duplicate_once",
        kind=IssueKind.DUPLICATE_BOX,
    ),
    Check(
        "class_conflict",
        "Labels that contradict each other",
        "A label overlaps one of another class by an IoU of 0.95 or more.",
        "Keep the one that is right, unless your set gives an object several classes on purpose.",
        "class_conflict >= 0.95",
        level=Level.ANNOTATION,
        reads=("class_conflict",),
        needs=_LABELLED,
        sort="image_id",
        kind=IssueKind.WRONG_CLASS,
    ),
    Check(
        "forgotten_image",
        "Images that should have labels",
        f"No label, yet the model sees an object with a confidence of {SURE} or more.",
        "Label them, or leave them out: a model learns from them that the objects are background.",
        f"annotations.count = 0 and any(prediction: score >= {SURE})",
        severity=Severity.BAD,
        needs=frozenset({Need.LABELS, Need.RUN}),
        kind=IssueKind.MISSING_OBJECT,
    ),
    Check(
        "forgotten_frame",
        "Frames without labels between labelled ones",
        "No label, though frames shortly before and after it have some.",
        "Label them, or say that the object has left the picture.",
        "unlabelled_frame = true",
        severity=Severity.BAD,
        reads=("unlabelled_frame",),
        needs=_LABELLED,
        kind=IssueKind.MISSING_OBJECT,
    ),
    Check(
        "contradiction",
        "Look-alikes with other labels",
        f"At least {100 * CONTRARY:.0f} % of the labels differ from those of images that look the same.",
        "Look at them side by side: of two copies with different labels at least one is wrong.",
        f"contradiction >= {CONTRARY}",
        reads=("contradiction",),
        needs=_LABELLED,
        sort="-contradiction",
        kind=IssueKind.CONTRADICTION,
    ),
    Check(
        "unlabelled_image",
        "Images without a label",
        "No label lies in the image; whether that is right, only a person or a model can tell.",
        "Import predictions: those in which a model sees something are then listed by themselves.",
        "annotations.count = 0",
        needs=_LABELLED,
        kind=IssueKind.MISSING_OBJECT,
    ),
)
"""Impossible, doubled and forgotten labels."""
