"""A clean toy video, and the faults that are put into it (V2.12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from assay.metrics.view import View
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import view_of

FRAMES = 12


@dataclass
class ToyVideo:
    """Three objects drive through 12 frames, each in its own lane, class 0, 1 and 0. Row `FRAMES * k + t` of the
    lists is object k at frame t."""

    image: list[int] = field(default_factory=lambda: [*range(FRAMES)] * 3)
    track: list[str | None] = field(default_factory=lambda: [name for name in "pqr" for _ in range(FRAMES)])
    category: list[int] = field(default_factory=lambda: [of for of in (0, 1, 0) for _ in range(FRAMES)])
    boxes: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        sway = np.random.default_rng(2).normal(0, 0.4, (3, FRAMES, 4))
        for lane in range(3):
            for at in range(FRAMES):
                self.boxes.append((np.array([20 + 3 * at, 100 * lane + 20, 60, 40]) + sway[lane, at]).tolist())

    def row(self, lane: int, frame: int) -> int:
        """The row of an object in a frame."""
        return FRAMES * lane + frame

    def forget(self, lane: int, frame: int) -> None:
        """Leave an object out of a frame."""
        at = self.row(lane, frame)
        for column in (self.image, self.track, self.category, self.boxes):
            del column[at]

    def view(self, **columns: Any) -> View:
        """What a metric sees of it."""
        names = [f"clip/{at}.jpg" for at in range(FRAMES)]
        images = images_table(FRAMES, file_name=names, path=names)
        area = [box[2] * box[3] for box in self.boxes]
        columns = {"area": area, "track_id": self.track, "images": images, **columns}
        return view_of(self.image, self.boxes, self.category, **columns)
