"""A scene of one image for a detector to look at, and what it found as plain values to assert on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.testing.views import images_table, labels_table, predictions_table, view_of


@dataclass(frozen=True)
class Suspect:
    """One row of suspects with its JSON read."""

    image: int
    label: int | None
    prediction: int | None
    category: int | None
    score: float
    suggestion: dict[str, Any] | None
    evidence: dict[str, Any]

    @property
    def sentence(self) -> str:
        return str(self.evidence["sentence"])


def find(slug: str, view: DatasetView) -> list[Suspect]:
    """The suspects of one built-in detector, worst first."""
    return [
        Suspect(
            row["image_id"],
            row["annotation_id"],
            row["prediction_id"],
            row["category_id"],
            row["score"],
            json.loads(row["suggestion"]) if row["suggestion"] else None,
            json.loads(row["evidence"]),
        )
        for row in DETECTORS[slug].find(view).to_pylist()
    ]


def scene(labels: list[Any], predictions: list[Any], *, classes: tuple[str, ...], **columns: Any) -> DatasetView:
    """Labels are (box, class), predictions (box, class, score), all of one image."""
    return view_of(
        images_table(1),
        labels_table([0] * len(labels), [box for box, _ in labels], [c for _, c in labels], first=10, **columns),
        predictions_table(
            [0] * len(predictions),
            [box for box, _, _ in predictions],
            [c for _, c, _ in predictions],
            [s for *_, s in predictions],
            first=20,
        ),
        classes=classes,
    )
