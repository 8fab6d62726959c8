"""`assay create`: a new, empty project."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson

NAME = "create"
EXAMPLES = ("assay create my.assay",)


def run(
    project: Annotated[str, typer.Argument(metavar="P", help="Folder to make, such as my.assay.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Make a new, empty project."""
    # As text: typer would take an empty path for the folder one happens to be in.
    from assay.workflows.create_project import create_project
    from assay.workflows.names import project_path

    with create_project(project_path(project)) as store:
        path = store.path
    emit(
        {"project": path},
        as_json=as_json,
        human=lambda console: console.print(f"Made {path}. Next: assay import {path} SOURCE", markup=False),
    )
