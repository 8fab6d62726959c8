"""What a detector found, as plain values to assert on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView


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
