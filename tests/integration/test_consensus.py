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


def test_a_table_of_votes_counts_every_one_and_is_written_as_it_was_read(tmp_path: Path) -> None:
    """A row per image and person: that two say the same is two votes, not one said twice."""
    votes = [f"{at}.jpg,{('cat', 'dog')[at % 2]},{who}" for at in range(6) for who in ("Ann", "Bob")]
    votes += [f"{at}.jpg,cat,Eve" for at in range(6)]
    (tmp_path / "votes.csv").write_text("\n".join(["path,label,annotator", *votes]))
    with assay.create(tmp_path / "my.assay") as made:
        assert made.import_dataset(tmp_path / "votes.csv").objects.added == 18
        found = made.consensus().images().to_pylist()
        assert {(row["votes"], round(row["agreement"], 3)) for row in found} == {(3, 1.0), (3, 0.667)}
        people = made.annotations.by_annotator()
        assert sorted(zip(people.names, people.arrow()["labels"].to_pylist(), strict=True)) == [
            ("Ann", 6),
            ("Bob", 6),
            ("Eve", 6),
        ]
        made.export(tmp_path / "out.csv", format="table")
        again = made.import_dataset(tmp_path / "out.csv").objects
        assert (again.unchanged, again.added, again.removed) == (18, 0, 0)


def test_without_a_second_annotator_there_is_no_consensus(tmp_path: Path) -> None:
    with project(tmp_path, [(0, "Ann", 1)]) as made, pytest.raises(NotFound, match="two annotators"):
        made.consensus()
