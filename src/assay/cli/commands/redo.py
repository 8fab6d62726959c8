"""`assay redo`: do an undone edit again."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, ProjectPath, edit_project, signature
from assay.cli.reports import change_value, print_change

NAME = "redo"
EXAMPLES = ("assay redo my.assay",)


def run(project: ProjectPath, author: Author = None, as_json: AsJson = False) -> None:
    """Do again what was undone last.

    Another edit made meanwhile closes the way back.
    """
    from assay.workflows.edits.undo_change import redo

    by = signature(author)
    with edit_project(project) as store:
        change = redo(store, author=by.author, source=by.source)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
