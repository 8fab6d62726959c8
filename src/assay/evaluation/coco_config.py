"""What an evaluation of average precision leaves open, and the numbers that its summary tells."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags

AREAS: dict[str, tuple[float, float]] = {
    "all": (0.0, 1e10),
    "small": (0.0, 32.0**2),
    "medium": (32.0**2, 96.0**2),
    "large": (96.0**2, 1e10),
}
"""COCO's ranges of area, in square pixels; both ends belong to them."""

COCO_SIGMAS = tuple(
    tenths / 10
    for tenths in (0.26, 0.25, 0.25, 0.35, 0.35, 0.79, 0.79, 0.72, 0.72, 0.62, 0.62, 1.07, 1.07, 0.87, 0.87, 0.89, 0.89)
)
"""How far people place each of COCO's 17 keypoints of a person apart, as a share of the root of its area."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a summary: average precision, or recall, in one range of areas.

    iou : the threshold it is read at; None for the mean over all. limit : of detections; None for the largest.
    """

    name: str
    is_recall: bool = False
    iou: float | None = None
    area: str = "all"
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class CocoConfig:
    """What COCO leaves open, with its own choices as defaults.

    ious : thresholds in (0, 1], rising. recalls : 0..1, rising, at which precision is read.
    max_detections : limits per class and image, rising. areas : ranges in square pixels, by name, with one of "all".
    every_recall : AP is the area under the monotone curve, instead of the mean over `recalls`.
    best_label_only : a prediction is held against the label it overlaps most, be it taken or not, as VOC has it.
    sigmas : one for each keypoint (E11). figures : what a summary tells; COCO's twelve numbers when empty.
    """

    ious: tuple[float, ...] = tuple(np.linspace(0.5, 0.95, 10).tolist())
    recalls: tuple[float, ...] = tuple(np.linspace(0.0, 1.0, 101).tolist())
    max_detections: tuple[int, ...] = (1, 10, 100)
    areas: dict[str, tuple[float, float]] = field(default_factory=lambda: dict(AREAS))
    every_recall: bool = False
    best_label_only: bool = False
    sigmas: tuple[float, ...] = COCO_SIGMAS
    figures: tuple[Figure, ...] = ()

    def summary_figures(self) -> tuple[Figure, ...]:
        """The numbers of a summary, in their usual order."""
        return self.figures or coco_figures(tuple(self.areas), self.max_detections)

    def ranges(self) -> NDArray[np.float64]:
        """(A, 2) the ends of the ranges of area."""
        return np.array(list(self.areas.values()), np.float64).reshape(-1, 2)

    def counts(self, area: NDArray[np.float64], ignored: Flags) -> Flags:
        """(n, A) whether labels of these areas count in each range."""
        low, high = self.ranges().T
        flags: Flags = ~ignored[:, None] & (area[:, None] >= low) & (area[:, None] <= high)
        return flags

    def steps(self, iou: float | None) -> Flags:
        """(T,) the thresholds that are `iou`; all for None."""
        ious = np.array(self.ious)
        return np.ones(len(ious), bool) if iou is None else np.isclose(ious, iou, rtol=0, atol=1e-9)

    def limit(self, detections: int | None) -> int:
        """Where this limit of detections stands; the largest for None."""
        return len(self.max_detections) - 1 if detections is None else self.max_detections.index(detections)


def coco_figures(areas: tuple[str, ...], limits: tuple[int, ...]) -> tuple[Figure, ...]:
    """COCO's twelve numbers: of the limits of detections the first three, or as many as there are."""
    sized = [name for name in areas if name != "all"]
    return (
        Figure("AP"),
        Figure("AP50", iou=0.5),
        Figure("AP75", iou=0.75),
        *(Figure(f"AP_{name}", area=name) for name in sized),
        *(Figure(f"AR_{limit}", is_recall=True, limit=limit) for limit in limits[:3]),
        *(Figure(f"AR_{name}", is_recall=True, area=name) for name in sized),
    )


COCO_KEYPOINTS = CocoConfig(
    max_detections=(20,),
    areas={name: limits for name, limits in AREAS.items() if name != "small"},
    figures=tuple(
        Figure(f"{'AR' if is_recall else 'AP'}{name}", is_recall=is_recall, iou=iou, area=area)
        for is_recall in (False, True)
        for name, iou, area in (
            ("", None, "all"), ("50", 0.5, "all"), ("75", 0.75, "all"),
            ("_medium", None, "medium"), ("_large", None, "large"),
        )
    ),
)  # fmt: skip
"""COCO's choices for keypoints: twenty detections an image, no small people, ten numbers."""

_VOC = {"ious": (0.5,), "max_detections": (2**31 - 1,), "areas": {"all": (0.0, np.inf)}, "best_label_only": True}

VOC07 = CocoConfig(**_VOC, recalls=tuple(tenths / 10 for tenths in range(11)), figures=(Figure("AP50", iou=0.5),))  # type: ignore[arg-type]
"""VOC's choices up to 2009: precision read at eleven recalls."""

VOC12 = CocoConfig(**_VOC, every_recall=True, figures=(Figure("AP50", iou=0.5),))  # type: ignore[arg-type]
"""VOC's choices since 2010: the area under the whole curve."""
