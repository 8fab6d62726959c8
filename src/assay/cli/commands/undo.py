"""`assay undo`: take back the latest edit."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, ProjectPath, edit_project, signature
from assay.cli.reports import change_value, print_undo

NAME = "undo"
EXAMPLES = ("assay undo my.assay",)


def run(project: ProjectPath, author: Author = None, as_json: AsJson = False) -> None:
    """Take back the latest edit, and say whose it was.

    Works without limit and across restarts. The edit of another person is taken back as well, and named.
    """
    from assay.workflows.edits.undo_change import undo, undone_by

    by = signature(author)
    with edit_project(project) as store:
        change = undo(store, author=by.author, source=by.source)
        edit = undone_by(store, change)
    value = {**change_value(change), "undone": change_value(edit)}
    emit(value, as_json=as_json, human=lambda console: print_undo(console, change, edit))
