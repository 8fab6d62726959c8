"""`assay create`: a new, empty project."""

from __future__ import annotations

from assay.cli.console import emit
from assay.cli.flags import AsJson, ProjectPath

NAME = "create"
EXAMPLES = ("assay create my.assay",)


def run(project: ProjectPath, as_json: AsJson = False) -> None:
    """Make a new, empty project."""
    from assay.workflows.create_project import create_project

    with create_project(project) as store:
        path = store.path
    emit(
        {"project": path},
        as_json=as_json,
        human=lambda console: console.print(f"Made {path}. Next: assay import {path} SOURCE", markup=False),
    )
