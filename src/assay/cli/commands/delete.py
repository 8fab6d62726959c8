"""`assay delete`: take labels away."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, Ids, ProjectPath, QueryText, Reason, edit_project, signature
from assay.cli.reports import change_value, print_change
from assay.cli.selection import Selection
from assay.model.level import Level

NAME = "delete"
EXAMPLES = ("assay delete my.assay --ids 12", "assay delete my.assay --query 'w < 2 or h < 2' --reason 'specks'")


def run(
    project: ProjectPath,
    ids: Ids = None,
    query: QueryText = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Delete labels.

    It is one change, however many labels, and can be undone.
    """
    from assay.workflows.edits.edit_labels import delete

    by, selection = signature(author, reason), Selection.of(ids, query)
    with edit_project(project) as store:
        chosen = selection.ids(store, level=Level.ANNOTATION, dataset=dataset)
        change = delete(store, chosen, by=by)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
