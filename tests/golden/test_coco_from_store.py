"""Average precision of imported files, held against pycocotools on the same files (F6, F11, E4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assay.errors import ArrayError, NotFound
from assay.evaluation.coco_config import COCO_KEYPOINTS, COCO_SIGMAS, CocoConfig
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.average_precision import AveragePrecision, average_precision
from tests.golden.coco_authority import Json, authority, check_equal

Imported = Callable[[Path, Path], Store]


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Imported]:
    """A new project with this file of labels, and with this file of predictions as the run `model`."""
    with Store.create(tmp_path / "my.assay") as store:

        def fill(labels: Path, predictions: Path) -> Store:
            import_dataset(store, labels)
            import_predictions(store, predictions, run="model")
            return store

        yield fill


def counted(store: Store, protocol: str = "coco", **more: object) -> AveragePrecision:
    snapshot = store.snapshot()
    return average_precision(snapshot, snapshot.run(snapshot.dataset().id, "model"), protocol=protocol, **more)  # type: ignore[arg-type]


def held_against(labels: Path, predictions: Path, kind: str = "bbox", *, agnostic: bool = False) -> object:
    """What pycocotools makes of the files; of keypoints by their own rules."""
    truth, results = (json.loads(file.read_text()) for file in (labels, predictions))
    for number, row in enumerate(truth["annotations"], start=1):
        row["id"] = number  # it cannot tell 0 from none (X17)
    config = COCO_KEYPOINTS if kind == "keypoints" else CocoConfig()
    return authority(truth, results, kind, config, agnostic=agnostic)


REAL = (
    ("ppe_valid/instances_valid.json", "ppe_valid/predictions_coco.json", "coco"),
    ("ppe_valid/instances_valid.json", "ppe_valid/predictions_coco.json", "class-agnostic"),
    ("bccd_val/instances_val.json", "bccd_val/predictions_yolov6_run_exp.json", "coco"),
    ("bccd_val/instances_val.json", "bccd_val/predictions_yolov6_run_exp1.json", "coco"),
    ("bccd_val/instances_val.json", "bccd_val/predictions_yolov6_train_exp6.json", "coco"),
    (
        "coco_val2014_100_eval/instances_val2014_100.json",
        "coco_val2014_100_eval/instances_val2014_fakebbox100_results.json",
        "coco",
    ),
    (
        "coco_val2014_100_eval/instances_val2014_100.json",
        "coco_val2014_100_eval/instances_val2014_fakesegm100_results.json",
        "coco-segm",
    ),
)


@pytest.mark.parametrize(
    ("labels", "predictions", "protocol"), REAL, ids=[f"{row[1].split('/')[1].split('.')[0]}-{row[2]}" for row in REAL]
)
def test_real_sets(shared_data: Path, imported: Imported, labels: str, predictions: str, protocol: str) -> None:
    """Text ids of images, ids of classes and labels that begin at 0, three runs, polygons, RLE, crowds."""
    files = shared_data / labels, shared_data / predictions
    found = counted(imported(*files), protocol).checked()
    kind = "segm" if protocol == "coco-segm" else "bbox"
    check_equal(found.arrays, held_against(*files, kind, agnostic=protocol == "class-agnostic"))


def people(images: int = 40) -> tuple[Json, list[Json]]:
    """Made people of 17 keypoints, a few of them crowds or without a labelled keypoint, and predictions near them."""
    rng = np.random.default_rng(11)
    labels: list[Json] = []
    results: list[Json] = []
    for image in range(images):
        for _ in range(rng.integers(0, 6)):
            corner, size = rng.uniform(0, 300, 2), rng.uniform(20, 200, 2)
            place = (corner + rng.random((17, 2)) * size).round(2)
            seen = rng.integers(0, 3, 17) * (rng.random() > 0.1)
            labels.append(
                {"id": len(labels) + 1, "image_id": image, "category_id": 1, "iscrowd": int(rng.random() < 0.05)}
                | {"bbox": [*corner, *size], "area": float(size.prod() * rng.uniform(0.4, 0.8))}
                | {"keypoints": np.column_stack((place, seen)).ravel().tolist(), "num_keypoints": int((seen > 0).sum())}
            )
            for _ in range(rng.integers(0, 4)):
                moved = np.column_stack((place + rng.normal(0, size * rng.uniform(0.01, 0.1), (17, 2)), np.ones(17)))
                results.append(
                    {"image_id": image, "category_id": 1, "score": round(float(rng.random()), 2)}
                    | {"keypoints": moved.ravel().tolist()}
                )
    frames = [{"id": image, "file_name": f"{image}.jpg", "width": 500, "height": 500} for image in range(images)]
    return {"images": frames, "annotations": labels, "categories": [{"id": 1, "name": "person"}]}, results


@pytest.fixture
def people_files(tmp_path: Path) -> tuple[Path, Path]:
    files = tmp_path / "people.json", tmp_path / "found.json"
    for file, content in zip(files, people(), strict=True):
        file.write_text(json.dumps(content))
    return files


def test_keypoints(imported: Imported, people_files: tuple[Path, Path]) -> None:
    """E11: COCO's sigmas, its limit of twenty, its ten numbers; and sigmas of one's own."""
    store = imported(*people_files)
    found = counted(store, "coco-keypoints").checked()
    check_equal(found.arrays, held_against(*people_files, "keypoints"))
    assert list(found.summary)[5:] == ["AR", "AR50", "AR75", "AR_medium", "AR_large"]
    strict = replace(COCO_KEYPOINTS, sigmas=tuple(sigma / 4 for sigma in COCO_SIGMAS))
    assert counted(store, "coco-keypoints", config=strict).summary["AP"] < found.summary["AP"]
    with pytest.raises(ArrayError, match="one sigma for each keypoint"):
        counted(store, "coco-keypoints", config=replace(COCO_KEYPOINTS, sigmas=(0.1, 0.2)))


def test_voc_leaves_difficult_labels_out(shared_data: Path, imported: Imported) -> None:
    """E4: `difficult` comes from what the file says of the label; pycocotools does not know it."""
    folder = shared_data / "voc07_test_eval"
    store = imported(folder / "instances_voc2007_test.json", folder / "detections_yolov2_htt1084_ep150.json")
    coco, voc07, voc12 = (counted(store, protocol).checked() for protocol in ("coco", "voc07", "voc12"))
    assert coco.arrays.support[:, 0].sum() == 14976
    assert voc07.arrays.support.sum() == voc12.arrays.support.sum() == 14976 - 2944
    assert round(coco.summary["AP50"], 4) == 0.6581
    assert list(voc07.summary) == list(voc12.summary) == ["AP50"]
    assert coco.summary["AP50"] < voc07.summary["AP50"] < voc12.summary["AP50"]


def test_a_slice_of_images_is_a_set_of_its_own(imported: Imported, people_files: tuple[Path, Path]) -> None:
    store = imported(*people_files)
    images = np.asarray(store.snapshot().rows("images", columns=("id",)).column("id"))[5:25]
    some = counted(store, images=images)
    truth, _ = people()
    ids = {row["id"] for row in truth["images"][5:25]}
    rows = [row for row in truth["annotations"] if row["image_id"] in ids]
    assert some.arrays.support[0, 0] == len([row for row in rows if not row["iscrowd"]])
    assert set(some.images.tolist()) == set(images.tolist())
    assert some.matches.image.max() < len(images)
    assert counted(store, images=images[:0]).summary["AP"] == -1


def test_nothing_to_evaluate_is_said(imported: Imported, people_files: tuple[Path, Path]) -> None:
    store = imported(*people_files)
    with pytest.raises(NotFound, match=r"No labels of the dataset of run 'model' have masks"):
        counted(store, "coco-segm").checked()
    with pytest.raises(NotFound, match="No labels"):
        counted(store, images=np.empty(0, np.int64)).checked()
    with pytest.raises(NotFound, match="no protocol 'coca'"):
        counted(store, "coca")
    with pytest.raises(ArrayError, match="allows no pairs"):
        counted(store, "coco", allowed={"person": ["person"]})
    with pytest.raises(NotFound, match="no class 'dog'"):
        counted(store, "allowed-pairs", allowed={"person": ["dog"]})
