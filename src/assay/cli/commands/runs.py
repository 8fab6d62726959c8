"""`assay runs`: every run of a dataset, in every split."""

from __future__ import annotations

from typing import Any

from assay.cli.console import emit
from assay.cli.flags import AsJson, Confidence, DatasetName, Iou, ProjectPath, open_project
from assay.cli.tables import print_rows

NAME = "runs"
EXAMPLES = ("assay runs my.assay", "assay runs my.assay --confidence 0.4 --json")


def run(
    project: ProjectPath,
    iou: Iou = 0.5,
    confidence: Confidence = 0.25,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List the runs with their headline numbers in each split, oldest first.

    The gap is F1 on what a model was trained on less F1 here, with its 95 % interval: a run whose gap is above 0 for
    sure remembers what it saw. Runs of one model at rising epochs are its learning curve.
    """
    from assay.model.evaluation import EvaluationConfig
    from assay.workflows.runs.table import run_table

    with open_project(project) as store:
        found = run_table(store.snapshot(), dataset=dataset, config=EvaluationConfig(iou, confidence))
    rows: list[dict[str, Any]] = [
        {"run": row.run.name, "split": row.split, "images": row.images, **row.numbers}
        | ({} if row.gap is None else {"gap": row.gap, "gap_low": row.low, "gap_high": row.high})
        for row in found
    ]
    columns = ("run", "split", "images", "AP", "AP50", "precision", "recall", "f1", "gap", "gap_low", "gap_high")
    emit(
        rows,
        as_json=as_json,
        human=lambda console: print_rows(console, rows, columns, empty="No runs. `assay import-predictions` adds one."),
    )
