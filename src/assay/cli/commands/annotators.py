"""`assay annotators`: how the people who labelled fare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assay.cli.console import emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from assay.workflows.issues.annotators import Annotators

NAME = "annotators"
EXAMPLES = ("assay annotators my.assay", "assay annotators my.assay --run baseline --json")
COLUMNS = ("annotator", "labels", "suspected", "low", "high", "changed", "disagreed", "compared", "seconds", "z")


def run(project: ProjectPath, name: RunName = None, dataset: DatasetName = None, as_json: AsJson = False) -> None:
    """Tell by whom labels were made: how many are suspected, were changed here, contradict the run, and took how long.

    Those whose labels are most surely suspected come first: by the lower end of the 95 % interval of the share.
    `assay find` looks for suspects, `assay evaluate` compares with a run.
    """
    from assay.workflows.issues.annotators import FIELDS, annotators

    with open_project(project) as store:
        found = annotators(store.snapshot(), dataset=dataset, run=name)
    rows = found.arrow().to_pylist()
    said = ", ".join(f"`{field}`" for field in FIELDS)
    empty = f"No label says who made it. Annotators are read from a field of labels: {said}."
    emit(
        {"run": found.run, "fields": list(FIELDS), "unsigned": found.unsigned, "annotators": rows},
        as_json=as_json,
        human=lambda console: print_rows(console, _shown(found), COLUMNS, empty=empty),
    )


def _shown(found: Annotators) -> list[dict[str, Any]]:
    return [
        {**row, "low": row["suspected_low"], "high": row["suspected_high"], "z": row["seconds_z"]}
        for row in found.arrow().to_pylist()
    ]
