"""What is compiled ahead is what a project then calls, so that nobody waits for a compiler."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from numba.core.dispatcher import Dispatcher

from assay.evaluation.warm import warm_kernels
from assay.model.evaluation import EvaluationConfig
from assay.model.shape import ShapeKind
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.average_precision import average_precision
from assay.workflows.runs.error_types import error_types
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.runs.matches import run_matches


def compiled_signatures() -> set[tuple[str, str]]:
    """Every kernel of ours that is compiled in this process, with the types it is compiled for."""
    return {
        (f"{module.__name__}.{name}", str(signature))
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("assay.")
        for name, value in list(vars(module).items())
        if isinstance(value, Dispatcher) and value.__module__ == module.__name__
        for signature in value.signatures
    }


def test_a_project_calls_no_kernel_that_is_not_warm(store: Store) -> None:
    assert warm_kernels() > 5
    warm = compiled_signatures()
    snapshot = store.snapshot()
    run = snapshot.runs(snapshot.dataset().id)[0]
    run_matches(snapshot, run).at(EvaluationConfig(iou=0.5, confidence=0.3))
    for protocol in ("coco", "voc07", "voc12", "class-agnostic", "allowed-pairs", "coco-segm", "coco-keypoints"):
        average_precision(snapshot, run, protocol=protocol)
    error_types(snapshot, run)
    evaluate_run(store)
    find_issues(store)
    assert {name for name, _ in compiled_signatures() - warm} == set()


def test_warming_stops_when_asked() -> None:
    assert warm_kernels(until=lambda: True) == 0


def test_nor_do_masks_and_keypoints(tmp_path: Path) -> None:
    """One file of both, since a label with keypoints may have an outline too."""
    objects = [
        {"image_id": image, "category_id": 1, "bbox": [0, 0, 8, 8], "segmentation": [[0, 0, 8, 0, 8, 8]]}
        | {"keypoints": [1, 1, 2] * 17, "score": 0.5 + image / 10}
        for image in (1, 2)
    ]
    frames = [{"id": image, "file_name": f"{image}.jpg", "width": 9, "height": 9} for image in (1, 2)]
    truth = {"images": frames, "categories": [{"id": 1, "name": "cat"}], "annotations": objects}
    for name, content in (("labels.json", truth), ("found.json", objects)):
        (tmp_path / name).write_text(json.dumps(content))
    warm_kernels()
    warm = compiled_signatures()
    with Store.create(tmp_path / "my.assay") as store:
        import_dataset(store, tmp_path / "labels.json")
        import_predictions(store, tmp_path / "found.json", run="model")
        snapshot = store.snapshot()
        run = snapshot.run(snapshot.dataset().id, "model")
        for protocol in ("coco-segm", "coco-keypoints"):
            assert average_precision(snapshot, run, protocol=protocol).checked().summary["AP"] > 0.99
        for shape in (ShapeKind.MASK, ShapeKind.KEYPOINTS):
            evaluate_run(store, config=EvaluationConfig(shape=shape))
    assert {name for name, _ in compiled_signatures() - warm} == set()
