"""`assay undo`: take back the latest edit."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, ProjectPath, edit_project, signature
from assay.cli.reports import change_value, print_change

NAME = "undo"
EXAMPLES = ("assay undo my.assay",)


def run(project: ProjectPath, author: Author = None, as_json: AsJson = False) -> None:
    """Take back the latest edit.

    Works without limit and across restarts.
    """
    from assay.workflows.edits.undo_change import undo

    by = signature(author)
    with edit_project(project) as store:
        change = undo(store, author=by.author, source=by.source)
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))
