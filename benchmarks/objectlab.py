"""cleanlab's ObjectLab scores of a set, as lists of suspects, with its own thresholds and with lower ones."""

from __future__ import annotations

import numpy as np
from cleanlab.object_detection import rank

from benchmarks.injected import Boxes, DetectionSet

CERTAIN, SURE = (0.95, 0.8, 0.6, 0.4), (0.5, 0.3, 0.1)
ALPHA = 0.9


class ObjectLab:
    """The scores of one set of labels. What its functions compute from all pairs of boxes is computed once."""

    def __init__(self, labels: Boxes, given: DetectionSet) -> None:
        seen, classes = given.predicted, len(given.names)
        images = range(len(given.files))
        self.label_rows = [np.flatnonzero(labels.image == image) for image in images]
        self.labels = [
            {"bboxes": _corners(labels.box[rows]), "labels": labels.category[rows]} for rows in self.label_rows
        ]
        theirs, order = [], []
        for image in images:
            rows = np.flatnonzero(seen.image == image)
            scored, of_class = np.column_stack((_corners(seen.box[rows]), seen.score[rows])), np.empty(classes, object)
            for category in range(classes):
                of_class[category] = scored[seen.category[rows] == category]
            theirs.append(of_class)
            heard = rows[seen.score[rows] > min(SURE)]
            order.append(heard[np.argsort(seen.category[heard], kind="stable")])
        self.seen, self.order = seen, np.concatenate(order)
        self.inputs = _auxiliary(self.labels, theirs)

    def rankings(self, kind: str) -> dict[str, tuple]:
        """Lists of suspects by name: rows of labels (or -1), images, boxes and scores."""
        result = {}
        if kind in {"drop", "all"}:
            result |= {f"overlooked {certain}": self._overlooked(certain) for certain in CERTAIN}
        if kind == "drop":
            return result
        rows = np.concatenate(self.label_rows)
        image = np.repeat(np.arange(len(self.label_rows)), [len(rows) for rows in self.label_rows])
        nowhere = np.full((len(rows), 4), np.nan)
        swapped = {certain: self._swapped(certain) for certain in CERTAIN}
        location = {sure: self._location(sure) for sure in SURE}
        scores = {f"swapped {k}": v for k, v in swapped.items()} | {f"location {k}": v for k, v in location.items()}
        scores |= {f"least of {c}, {s}": np.minimum(swapped[c], location[s]) for c in CERTAIN for s in SURE}
        of_labels = {key: (rows, image, nowhere, score) for key, score in scores.items()}
        if kind == "all":
            return {
                f"{one}, {two}": tuple(np.concatenate(pair) for pair in zip(result[one], of_labels[two], strict=True))
                for one in result
                for two in of_labels
                if two.startswith("least")
            }
        return of_labels

    def _overlooked(self, certain: float) -> tuple:
        score = np.concatenate(
            rank.compute_overlooked_box_scores(
                alpha=ALPHA, high_probability_threshold=certain, auxiliary_inputs=self.inputs
            )
        )
        rows = self.order[np.isfinite(score)]
        return np.full(len(rows), -1), self.seen.image[rows], self.seen.box[rows], score[np.isfinite(score)]

    def _swapped(self, certain: float) -> np.ndarray:
        return np.concatenate(
            rank.compute_swap_box_scores(alpha=ALPHA, high_probability_threshold=certain, auxiliary_inputs=self.inputs)
        )

    def _location(self, sure: float) -> np.ndarray:
        return np.concatenate(
            rank.compute_badloc_box_scores(alpha=ALPHA, low_probability_threshold=sure, auxiliary_inputs=self.inputs)
        )


def _corners(boxes: np.ndarray) -> np.ndarray:
    return np.column_stack((boxes[:, :2], boxes[:, :2] + boxes[:, 2:]))


def _auxiliary(labels: list, predictions: list) -> list[dict]:
    """What cleanlab computes for its three scores; predictions below every threshold are left out, as they are mute."""
    heard = []
    for of_class in predictions:
        kept = np.empty(len(of_class), object)
        for category, scored in enumerate(of_class):
            kept[category] = scored[scored[:, 4] > min(SURE)]
        heard.append(kept)
    return rank._get_valid_inputs_for_compute_scores(ALPHA, labels, heard)
