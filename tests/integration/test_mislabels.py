"""V5.6, V5.8: one call writes whether each label is likely wrong, and which class it is else; one direction (X3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import assay
from assay.errors import ArrayError, NotFound
from assay.sdk.project import Project

CLASSES = ("car", "bus", "cat", "dog")
GROUP = {"car": "vehicle", "bus": "vehicle", "cat": "animal", "dog": "animal"}
WRONG = {3: "bus", 21: "dog"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """40 whole-image labels, ten of each class; one car is labelled bus, one bus is labelled dog."""
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 64, "height": 48} for at in range(40)]
    given = [WRONG.get(at, CLASSES[true_class(at)]) for at in range(40)]
    labels = [{"id": at, "image_id": at, "category_id": CLASSES.index(name)} for at, name in enumerate(given)]
    categories = [{"id": at, "name": name, "supercategory": GROUP[name]} for at, name in enumerate(CLASSES)]
    coco = {"images": images, "annotations": labels, "categories": categories}
    (tmp_path / "labels.json").write_text(json.dumps(coco))
    with assay.create(tmp_path / "my.assay") as made:
        made.import_dataset(tmp_path / "labels.json")
        yield made


def true_class(at: int) -> int:
    return {3: 0, 21: 1}.get(at, at % 4)


def chances(confidence: float = 0.9) -> np.ndarray:
    p = np.full((40, 4), (1 - confidence) / 3)
    p[np.arange(40), [true_class(at) for at in range(40)]] = confidence
    return p


def ids(project: Project, query: str) -> list[int]:
    return sorted(project.annotations.ids(query).tolist())


def test_the_wrong_ones_are_flagged_and_named(project: Project) -> None:
    report = project.find_mislabels(pred_probs=chances())
    assert (report.labels, report.flagged, report.coarsely, report.sources) == (40, 2, 1, ("probabilities",))
    assert ids(project, "potential_mislabel") == [3, 21]
    assert ids(project, "potential_mislabel = 1") == [3, 21]
    assert ids(project, 'likely_label = "car" and label = "bus"') == [3]
    assert ids(project, "label != likely_label") == [3, 21]


def test_the_words_of_nucleus_are_understood(project: Project) -> None:
    """V5.7: its fields of labels stand under `annotations.metadata`."""
    project.find_mislabels(pred_probs=chances())
    for query in (
        "annotations.metadata.potential_mislabel = 1",
        "annotations.potential_mislabel = 1",
        'annotations.metadata.predicted_label = "car" and annotations.bus = 1',
    ):
        assert 3 in project.images.ids(query).tolist()
    assert sorted(project.images.ids("annotations.metadata.potential_mislabel = 1").tolist()) == [3, 21]


def test_only_errors_across_coarse_classes(project: Project) -> None:
    """V5.8."""
    project.find_mislabels(pred_probs=chances())
    assert ids(project, "coarse_label != predicted_coarse_label") == [21]
    project.find_mislabels(pred_probs=chances(), coarse={name: name for name in CLASSES})
    assert ids(project, "coarse_label != predicted_coarse_label") == [3, 21]


def test_what_is_flagged_never_comes_after_what_is_not(project: Project) -> None:
    """X3."""
    p = chances(0.4)
    p[5] = [0.3, 0.28, 0.22, 0.2]
    project.find_mislabels(pred_probs=p)
    flagged = ids(project, "potential_mislabel")
    assert flagged
    assert flagged == ids(project, "mislabel_score < 0.5")
    assert project.annotations.count("mislabel_score >= 0 and mislabel_score <= 1") == 40
    first = project.annotations.search(sort="mislabel_score", limit=len(flagged)).ids.tolist()
    assert sorted(first) == flagged


def test_chances_of_another_shape_are_refused(project: Project) -> None:
    with pytest.raises(ArrayError, match=r"\(40, 4\)"):
        project.find_mislabels(pred_probs=chances()[:, :3])


def test_where_nothing_is_known_it_says_what_to_do(project: Project) -> None:
    with pytest.raises(NotFound, match="Nothing is known"):
        project.find_mislabels()


def test_an_edit_makes_the_columns_stale_and_a_new_call_renews_them(project: Project) -> None:
    def state() -> tuple[str, str]:
        told = next(one for one in project.metrics.list() if one.slug == "mislabel")
        return told.state.value, told.why

    assert "mislabel" not in {one.slug for one in project.metrics.list()}
    project.find_mislabels(pred_probs=chances())
    assert state() == ("measured", "")
    project.annotations.relabel([3], "car")
    assert state() == ("stale", "Labels were edited or imported since: `assay mislabels` tells anew.")
    assert ids(project, "potential_mislabel") == [3, 21]
    project.find_mislabels(pred_probs=chances())
    assert state() == ("measured", "")
    assert ids(project, "potential_mislabel") == [21]
