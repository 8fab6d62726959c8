"""`assay groups`: groups of labels whose classes are badly known, and properties of images that tell the class."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from rich.console import Console

NAME = "groups"
EXAMPLES = ("assay groups my.assay", "assay groups my.assay --run resnet18", "assay groups my.assay --shortcuts")
_GROUPS = ("query", "count", "mean", "ratio", "low", "high", "is_weak")
_SHORTCUTS = ("field", "count", "accuracy", "low", "high", "majority", "score", "is_shortcut")


def run(
    project: ProjectPath,
    name: RunName = None,
    by: Annotated[str, typer.Option("--by", help="A metric of labels that numbers groups.")] = "cluster",
    tell: Annotated[
        bool, typer.Option("--shortcuts", help="List instead how well each number of images tells the class.")
    ] = False,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List groups of labels whose classes a model knows badly, the worst first, or what tells a class by itself.

    A group's ratio is the mean chance of its labels' own classes beside that of all groups, with its interval. The
    chances are those of the run, else those that look-alikes tell.
    """
    from assay.workflows.issues.label_groups import shortcuts, weak_groups

    with open_project(project) as store:
        snapshot = store.snapshot()
        if tell:
            found = [asdict(one) for one in shortcuts(snapshot, dataset=dataset)]
        else:
            found = [asdict(one) for one in weak_groups(snapshot, dataset=dataset, run=name, by=by)]
    columns, empty = (
        (_SHORTCUTS, "No number of images was measured.") if tell else (_GROUPS, "No group has five labels.")
    )

    def human(console: Console) -> None:
        print_rows(console, found, columns, empty=empty)

    emit(found, as_json=as_json, human=human)
