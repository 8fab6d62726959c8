"""`assay consensus`: what several annotators of the same images come to."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_rows

NAME = "consensus"
EXAMPLES = ("assay consensus my.assay", "assay consensus my.assay --run resnet18 --images --json")
_IMAGES = ("image_id", "class", "quality", "agreement", "votes", "next_vote")
_ANNOTATORS = ("annotator", "quality", "agreement", "votes")
_SHOWN = 50


def run(
    project: ProjectPath,
    name: RunName = None,
    images: Annotated[
        bool, typer.Option("--images", help="List images, those on which another vote brings most first.")
    ] = False,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Tell the consensus of the signed labels of images, and how well each annotator votes, the worst first.

    A run with class probabilities votes with them (CROWDLAB); without one each annotator's confusions are learned
    (Dawid-Skene).
    """
    from assay.workflows.issues.consensus import consensus

    with open_project(project) as store:
        snapshot = store.snapshot()
        found = consensus(snapshot, dataset=dataset, run=name)
        names = {one.id: one.name for one in snapshot.categories(snapshot.dataset(dataset).id)}
    listed = [{**row, "class": names[row["category_id"]]} for row in found.images().sort_by("next_vote").to_pylist()]
    people = found.annotators().to_pylist()
    rows, columns = (listed[:_SHOWN], _IMAGES) if images else (people, _ANNOTATORS)
    emit(
        {"method": found.method, "run": found.run, "images": listed, "annotators": people},
        as_json=as_json,
        human=lambda console: print_rows(console, rows, columns, empty="Nobody voted."),
    )
