"""`assay accept`: make labels of predictions."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import (
    AsJson,
    Author,
    DatasetName,
    Ids,
    ProjectPath,
    QueryText,
    Reason,
    RunName,
    edit_project,
    signature,
)
from assay.cli.reports import change_value, print_change
from assay.cli.selection import Selection
from assay.model.level import Level

NAME = "accept"
EXAMPLES = (
    "assay accept my.assay --ids 2210",
    "assay accept my.assay --query 'match = \"background\" and score > 0.9' --run yolov8m",
)


def run(
    project: ProjectPath,
    ids: Ids = None,
    query: QueryText = None,
    name: RunName = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Add predictions as labels.

    It is one change, however many predictions, and can be undone.
    """
    from assay.workflows.edits.edit_labels import accept_predictions

    by, selection = signature(author, reason), Selection.of(ids, query)
    with edit_project(project) as store:
        chosen = selection.ids(store, level=Level.PREDICTION, dataset=dataset, run=name)
        change = accept_predictions(store, chosen, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
