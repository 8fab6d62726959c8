"""Detectors on real sets whose errors people reviewed, or whose copies are known."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from assay.arrays import Ids, Scores
from assay.detectors.label_odds import chance_right
from assay.detectors.registry import DETECTORS
from assay.testing.views import images_table, labels_table, view_of


def average_precision(wrong: np.ndarray, score: Scores) -> float:
    hit = wrong[np.argsort(score, kind="stable")]
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    return float(precision[hit].mean())


@pytest.mark.parametrize(
    ("model", "best_of_cleanlab"),
    [
        ("swin_base_patch4_window7_224", 0.563),
        ("twins_pcpvt_base", 0.543),
        ("resnet18", 0.516),
        ("resnet50d", 0.498),
        ("efficientnet_b1", 0.439),
    ],
)
def test_reviewed_errors_come_earlier_than_by_the_best_score_of_cleanlab(
    shared_data: Path, model: str, best_of_cleanlab: float
) -> None:
    """Average precision over 2,831 labels, 372 of them wrong, beside the best of cleanlab 2.9's three scores."""
    folder = shared_data / "roman_numerals"
    with (folder / "labels_and_review.csv").open() as file:
        review = {row["path"]: row for row in csv.DictReader(file)}
    with (folder / f"pred_probs_{model}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["path"] in review]
    names = [name for name in rows[0] if name != "path"]
    p = np.array([[float(row[name]) for name in names] for row in rows])
    y = np.array([names.index(review[row["path"]]["given_label"]) for row in rows])
    wrong = np.array([review[row["path"]]["label_error"] == "1" for row in rows])
    assert wrong.sum() == 372
    assert average_precision(wrong, chance_right(y, p)) > best_of_cleanlab + 0.01


def test_the_49_copies_that_leak_from_train_to_val_are_found_by_reading_few_files(shared_data: Path) -> None:
    folder = shared_data / "roman_numerals"
    paths = sorted((folder / "images").glob("*/*/*.png"))
    with (folder / "exact_duplicates.csv").open() as file:
        pairs = {frozenset((row["path_a"], row["path_b"])) for row in csv.DictReader(file)}
    read: list[int] = []

    def digests(ids: Ids) -> Sequence[str | None]:
        read.extend(ids.tolist())
        return [sha256(paths[i].read_bytes()).hexdigest() for i in ids]

    named = [path.relative_to(folder / "images").as_posix() for path in paths]
    classes = sorted({path.parent.name for path in paths})
    view = view_of(
        images_table(
            len(paths),
            path=named,
            file_name=named,
            split=[name.partition("/")[0] for name in named],
            file_size=[path.stat().st_size for path in paths],
        ),
        labels_table(
            np.arange(len(paths)), np.full((len(paths), 4), np.nan), [classes.index(p.parent.name) for p in paths]
        ),
        classes=classes,
        digests=digests,
    )
    found = DETECTORS["duplicate_image"].find(view)
    assert len(found) == len(pairs) == 49
    assert set(found["score"].to_pylist()) == {0.0}
    assert {named[image].partition("/")[0] for image in found["image_id"].to_pylist()} <= {"train", "val"}
    copies = {named[image] for image in found["image_id"].to_pylist()}
    assert all(copies & pair for pair in pairs)
    assert len(read) < len(paths)
