"""How well suspects are ordered, on real sets with known or injected errors, beside cleanlab in the same run.

    python benchmarks/label_errors.py DATA            # a folder with roman_numerals, ppe_valid and bccd_val

Prints one JSON value. `classes`: of real class probabilities with labels reviewed by people, the average
precision over all items, the precision of the first 100, and the recall at the true number of errors, for
Assay and for each score of cleanlab. `boxes`: labels of detection sets are spoiled in known ways, the rest taken
as right although it is not: by kind of error how many suspects are raised, which share of those was injected, and
which share of what was injected is found. cleanlab is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.detectors.label_odds import chance_right
from assay.detectors.registry import DETECTORS
from assay.geometry.iou import pairwise_iou
from assay.testing.views import images_table, labels_table, predictions_table, view_of

CLEANLAB_SCORES = ("self_confidence", "normalized_margin", "confidence_weighted_entropy")
SHARE = 0.02
"""Of the labels that get each kind of error."""

BOX_SETS = {
    "ppe_valid": ("instances_valid.json", "predictions_coco.json"),
    "bccd_val": ("instances_val.json", "predictions_yolov6_run_exp1.json"),
}


def classes(folder: Path) -> dict[str, Any]:
    """Order of the reviewed labels by each set of class probabilities."""
    with (folder / "labels_and_review.csv").open() as file:
        review = {row["path"]: row for row in csv.DictReader(file)}
    result = {}
    for path in sorted(folder.glob("pred_probs_*.csv")):
        with path.open() as file:
            rows = [row for row in csv.DictReader(file) if row["path"] in review]
        names = [name for name in rows[0] if name != "path"]
        p = np.array([[float(row[name]) for name in names] for row in rows])
        y = np.array([names.index(review[row["path"]]["given_label"]) for row in rows])
        wrong = np.array([review[row["path"]]["label_error"] == "1" for row in rows])
        result[path.stem.removeprefix("pred_probs_")] = {
            "assay": quality(wrong, chance_right(y, p)),
            **{score: quality(wrong, values) for score, values in cleanlab_scores(y, p).items()},
        }
    return result


def cleanlab_scores(y: np.ndarray, p: np.ndarray) -> dict[str, np.ndarray]:
    if importlib.util.find_spec("cleanlab") is None:
        return {}
    from cleanlab.rank import get_label_quality_scores

    return {f"cleanlab {score}": get_label_quality_scores(y, p, method=score) for score in CLEANLAB_SCORES}


def quality(wrong: np.ndarray, score: np.ndarray) -> dict[str, float]:
    """Average precision, precision of the first 100, recall at the true number of errors."""
    hit = wrong[np.argsort(score, kind="stable")]
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    return {
        "average_precision": round(float(precision[hit].mean()), 3),
        "precision_at_100": round(float(hit[:100].mean()), 3),
        "recall_at_true_count": round(float(hit[: hit.sum()].mean()), 3),
    }


def boxes(folder: Path, label_file: str, prediction_file: str) -> dict[str, Any]:
    """Suspects of each kind after errors were injected, and how many errors of that kind were."""
    labels = json.loads((folder / label_file).read_text())
    predictions = json.loads((folder / prediction_file).read_text())
    image_of = {image["id"]: at for at, image in enumerate(labels["images"])}
    class_of = {category["id"]: at for at, category in enumerate(labels["categories"])}
    rng = np.random.default_rng(0)
    rows = labels["annotations"]
    image = np.array([image_of[row["image_id"]] for row in rows])
    box = np.array([row["bbox"] for row in rows], float)
    category = np.array([class_of[row["category_id"]] for row in rows])
    spoiled = Spoiled(image, box, category, rng, sizes=[(i["width"], i["height"]) for i in labels["images"]])
    view = view_of(
        images_table(
            len(image_of),
            width=[i["width"] for i in labels["images"]],
            height=[i["height"] for i in labels["images"]],
        ),
        labels_table(spoiled.image, spoiled.box, spoiled.category),
        predictions_table(
            [image_of[row["image_id"]] for row in predictions],
            np.array([row["bbox"] for row in predictions], float),
            [class_of[row["category_id"]] for row in predictions],
            [row["score"] for row in predictions],
        ),
        classes=[c["name"] for c in labels["categories"]],
    )
    result = {}
    for slug, names in KINDS.items():
        found = DETECTORS[slug].find(view)
        if slug == "missing_object":
            at = found["prediction_id"].to_numpy()
            injected, hit = spoiled.taken_away(view.predicted.image[at], view.predicted.boxes[at])
        else:
            hit = np.isin(spoiled.error[found["annotation_id"].to_numpy()], [*names, *(f"{n} twin" for n in names)])
            injected = int(np.isin(spoiled.error, names).sum())
        result[slug] = {
            "injected": injected,
            "raised": len(hit),
            "injected_among_raised": round(float(hit.mean()), 3) if len(hit) else None,
            "found": round(float(hit.sum() / injected), 3),
            "precision_at_injected": round(float(hit[:injected].mean()), 3) if len(hit) else None,
        }
    return result


KINDS = {
    "wrong_class": ("swapped",),
    "missing_object": (),
    "spurious_label": ("nowhere",),
    "loose_box": ("loose", "shifted"),
    "duplicate_box": ("repeated",),
}
"""Which injected errors a detector is to find."""


class Spoiled:
    """Labels with errors: `SHARE` of them each swapped, taken away, loosened, shifted, repeated; as many on nothing."""

    def __init__(
        self,
        image: np.ndarray,
        box: np.ndarray,
        category: np.ndarray,
        rng: np.random.Generator,
        *,
        sizes: list[tuple[int, int]],
    ) -> None:
        n, count = len(image), round(SHARE * len(image))
        swapped, away, loose, shifted, repeated = rng.permutation(n)[: 5 * count].reshape(5, count)
        error = np.full(n, "", dtype=object)
        error[repeated] = "repeated twin"  # either of the two may be named
        true, box, category = box, box.copy(), category.copy()
        category[swapped] = (category[swapped] + 1) % (category.max() + 1)
        grow = rng.uniform(0.12, 0.35, (count, 4))
        box[loose, :2] -= grow[:, :2] * true[loose, 2:]
        box[loose, 2:] *= 1 + grow[:, :2] + grow[:, 2:]
        angle, reach = rng.uniform(0, 2 * np.pi, count), rng.uniform(0.25, 0.4, count)
        box[shifted, :2] += (reach * np.array([np.cos(angle), np.sin(angle)])).T * true[shifted, 2:]
        error[swapped], error[loose], error[shifted] = "swapped", "loose", "shifted"
        again = true[repeated] + rng.normal(0, 0.04, (count, 4)) * np.tile(true[repeated, 2:], 2) * [1, 1, 0, 0]
        nowhere_image, nowhere = self._nowhere(image, true, count, rng, sizes)
        kept = np.setdiff1d(np.arange(n), away)
        self.image = np.concatenate((image[kept], image[repeated], nowhere_image))
        self.box = np.concatenate((box[kept], again, nowhere))
        self.category = np.concatenate((category[kept], category[repeated], rng.choice(category, count)))
        self.error = np.concatenate((error[kept], ["repeated"] * count, ["nowhere"] * count)).astype(str)
        self.away = image[away], true[away]

    @staticmethod
    def _nowhere(
        image: np.ndarray, box: np.ndarray, count: int, rng: np.random.Generator, sizes: list[tuple[int, int]]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Boxes of the size of real ones at places that no label overlaps by a tenth."""
        found: list[tuple[int, np.ndarray]] = []
        while len(found) < count:
            at = int(rng.integers(len(sizes)))
            side = box[rng.integers(len(box)), 2:]
            room = np.array(sizes[at]) - side
            if (room <= 0).any():
                continue
            place = np.concatenate((rng.uniform(0, room), side))
            if pairwise_iou(place[None], box[image == at]).max(initial=0) < 0.1:
                found.append((at, place))
        return np.array([at for at, _ in found]), np.array([place for _, place in found])

    def taken_away(self, image: np.ndarray, box: np.ndarray) -> tuple[int, np.ndarray]:
        """How many labels were taken away, and which of these boxes lies on one of them."""
        away_image, away_box = self.away
        hit = [
            bool(pairwise_iou(b[None], away_box[away_image == i]).max(initial=0) >= 0.5)
            for i, b in zip(image, box, strict=True)
        ]
        return len(away_image), np.array(hit)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    data = arguments.parse_args().data
    result = {"classes": {"roman_numerals": classes(data / "roman_numerals")}}
    result["boxes"] = {name: boxes(data / name, *files) for name, files in BOX_SETS.items()}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
