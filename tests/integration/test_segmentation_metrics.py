"""What is asked of masks: void regions, stuff, images without masks, confidence (E10)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assay.errors import ArrayError, NotFound
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.segmentation_metrics import SegmentationReport, segmentation_metrics

Json = dict[str, Any]
Compared = Callable[..., SegmentationReport]

LEFT, RIGHT, ALL = [0, 0, 10, 20], [10, 0, 10, 20], [0, 0, 20, 20]
THING, STUFF = 1, 2


@pytest.fixture
def compared(tmp_path: Path) -> Compared:
    """The report on labels and predictions in images of 20 x 20 pixels."""

    def report(labels: list[Json], results: list[Json], *, size: int | None = 20, **options: Any) -> SegmentationReport:
        images = [
            {"id": at, "file_name": f"{at}.png"} | ({"width": size, "height": size} if size else {}) for at in (1, 2)
        ]
        classes = [{"id": THING, "name": "thing"}, {"id": STUFF, "name": "stuff", "isthing": 0}]
        for number, row in enumerate(labels, start=1):
            row["id"] = number
        truth = {"images": images, "annotations": labels, "categories": classes}
        for name, content in (("labels.json", truth), ("results.json", results)):
            (tmp_path / name).write_text(json.dumps(content))
        with Store.create(tmp_path / "my.assay") as store:
            import_dataset(store, tmp_path / "labels.json")
            import_predictions(store, tmp_path / "results.json", run="model")
            snapshot = store.snapshot()
            return segmentation_metrics(snapshot, snapshot.run(1, "model"), **options)

    return report


def row(box: list[int], category: int = THING, *, image: int = 1, masked: bool = True, **more: Any) -> Json:
    x, y, w, h = box
    ring = {"segmentation": [[x, y, x + w, y, x + w, y + h, x, y + h]]} if masked else {}
    return {"image_id": image, "category_id": category, "bbox": box, **ring, **more}


def test_pixels_of_an_ignored_label_are_void_except_where_another_label_lies(compared: Compared) -> None:
    """The prediction covers the label and the void; both maps agree on all that is judged."""
    found = compared(
        [row(LEFT), row(ALL, ignore=1), row(ALL, image=2)], [row(ALL, score=0.9), row(ALL, image=2, score=0.9)]
    )
    assert found.summary["mIoU"] == found.summary["PQ"] == 1
    assert found.pixels.matrix.sum() == 200 + 400


def test_masks_of_stuff_are_one_segment_and_those_of_things_one_each(compared: Compared) -> None:
    """Two halves against one whole: of stuff that is the same, of things no half is met by more than half."""
    found = compared(
        [row(LEFT, STUFF), row(RIGHT, STUFF), row(LEFT, image=2), row(RIGHT, image=2)],
        [row(ALL, STUFF, score=0.9), row(ALL, image=2, score=0.9)],
    )
    assert found.summary["mIoU"] == 1
    assert (found.summary["PQ_stuff"], found.summary["PQ_things"], found.summary["PQ"]) == (1, 0, 0.5)
    assert found.arrow().column("pq").to_pylist() == [0, 1, None]


def test_an_image_whose_labels_have_no_mask_is_left_out_and_one_without_labels_is_not(compared: Compared) -> None:
    bare = compared([row(ALL), row(LEFT, image=2, masked=False)], [row(ALL, score=0.9), row(ALL, image=2, score=0.9)])
    assert (bare.images, bare.summary["mIoU"]) == (1, 1)


def test_a_mask_where_nothing_is_labelled_is_wrong(compared: Compared) -> None:
    empty = compared([row(ALL)], [row(ALL, score=0.9), row(LEFT, image=2, score=0.9)])
    assert (empty.images, empty.scores.accuracy) == (2, 0.75)


def test_the_most_confident_mask_lies_on_top_and_unsure_ones_are_left_out(compared: Compared) -> None:
    results = [row(ALL, STUFF, score=0.9), row(ALL, THING, score=0.8), row(ALL, THING, score=0.2, image=2)]
    found = compared([row(ALL, STUFF), row(ALL, STUFF, image=2)], results, confidence=0.5)
    assert found.pixels.matrix[1].tolist() == [0, 400, 400]


@pytest.mark.parametrize(
    ("labels", "results", "message"),
    [(False, True, "No label of the dataset has a mask"), (True, False, "No prediction of run 'model'")],
)
def test_without_masks_there_is_nothing_to_compare(
    compared: Compared, labels: bool, results: bool, message: str
) -> None:
    with pytest.raises(NotFound, match=message):
        compared([row(ALL, masked=labels)], [row(ALL, masked=results, score=0.9)])


def test_a_mask_in_an_image_of_unknown_size_is_refused(compared: Compared) -> None:
    with pytest.raises(ArrayError, match="size is unknown"):
        compared([row(ALL)], [row(ALL, score=0.9)], size=None)
