"""What is compiled ahead is what a project then calls, so that nobody waits for a compiler."""

from __future__ import annotations

import sys

from assay.evaluation.warm import warm_kernels
from assay.model.evaluation import EvaluationConfig
from assay.store.store import Store
from assay.workflows.average_precision import average_precision
from assay.workflows.error_types import error_types
from assay.workflows.evaluate_run import evaluate_run
from assay.workflows.find_issues import find_issues
from assay.workflows.run_matches import run_matches


def compiled_signatures() -> set[tuple[str, str]]:
    """Every kernel of ours that is compiled in this process, with the types it is compiled for."""
    return {
        (f"{module.__name__}.{name}", str(signature))
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("assay.")
        for name, value in list(vars(module).items())
        for signature in getattr(value, "signatures", ())
        if hasattr(value, "py_func") and value.__module__ == module.__name__
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
