"""Several annotators of the same images (M53)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import assay
from assay.errors import NotFound


def project(folder: Path, votes: list[tuple[int, str, int]]) -> assay.Project:
    """Signed whole-image labels: image, annotator, class."""
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 64, "height": 48} for at in range(40)]
    labels = [
        {"id": at, "image_id": image, "category_id": choice, "annotator": who}
        for at, (image, who, choice) in enumerate(votes)
    ]
    categories = [{"id": at, "name": name} for at, name in enumerate(("cat", "dog", "fox"))]
    (folder / "labels.json").write_text(json.dumps({"images": images, "annotations": labels, "categories": categories}))
    made = assay.create(folder / "my.assay")
    made.import_dataset(folder / "labels.json")
    return made


def test_who_votes_at_random_counts_for_little(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    votes = [(image, who, image % 3) for image in range(40) for who in ("Ann", "Bob", "Eve")]
    votes += [(image, "Guess", int(rng.integers(3))) for image in range(40)]
    with project(tmp_path, votes) as made:
        found = made.consensus()
    assert found.method == "dawid_skene"
    assert (found.found.label == np.arange(40) % 3).all()
    worst = found.annotators().to_pylist()[0]
    assert (worst["annotator"], worst["votes"]) == ("Guess", 40)
    assert worst["quality"] < 0.6


def test_without_a_second_annotator_there_is_no_consensus(tmp_path: Path) -> None:
    with project(tmp_path, [(0, "Ann", 1)]) as made, pytest.raises(NotFound, match="two annotators"):
        made.consensus()
