"""`assay balance`: how unequal the classes are, and what would even them out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assay.amounts import amount
from assay.cli.console import emit, note
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project
from assay.cli.tables import print_rows
from assay.model.level import Level

NAME = "balance"
EXAMPLES = (
    "assay balance my.assay",
    "assay balance my.assay --weights weights.csv",
    "assay balance my.assay --goal 500 --vectors between.npz",
)
COLUMNS = ("name", "labels", "images", "share", "effective", "weight", "change")


def run(
    project: ProjectPath,
    goal: Annotated[
        int | None, typer.Option("--goal", metavar="N", min=1, help="Labels for each class; the median when left out.")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option("--weights", metavar="FILE", help="Write a sampler's weights.")
    ] = None,
    level: Annotated[Level, typer.Option("--of", help="What the sampler draws: image or annotation.")] = Level.IMAGE,
    vectors: Annotated[
        Path | None, typer.Option("--vectors", metavar="FILE", help="Write vectors between those of rare classes.")
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Tell the share of each class, what its labels are worth, and how many to draw again or to leave out.

    --weights writes a CSV of every image (or label, --of annotation) with the weight by which a sampler draws it.
    --vectors writes SMOTE vectors (.npz) for a classifier on the embeddings of labels: they are no pictures, and
    nothing but such a classifier should learn from them.
    """
    from dataclasses import asdict

    from assay.workflows.curation.balance import class_balance, write_vectors, write_weights

    with open_project(project) as store:
        snapshot = store.snapshot()
        found = class_balance(snapshot, dataset=dataset, goal=goal)
        if weights is not None:
            note(f"{amount(write_weights(snapshot, weights, level, dataset=dataset), 'weight')} written to {weights}.")
        if vectors is not None:
            made = write_vectors(snapshot, vectors, dataset=dataset, goal=goal)
            written = amount(sum(made.made.values()), "vector")
            note(f"{written} written to {vectors}. Use them with these embeddings alone.")
            if made.skipped:
                note(f"None for {', '.join(made.skipped)}: a class needs two vectors.")
    told = [asdict(one) for one in found.classes]
    emit(
        {**asdict(found), "classes": told},
        as_json=as_json,
        human=lambda console: print_rows(console, told, COLUMNS, empty="The dataset has no class."),
    )
