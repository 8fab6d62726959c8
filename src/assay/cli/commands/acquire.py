"""`assay acquire`: which images to label next, under a budget."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, RunName, open_project, signature
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from assay.store.store import Store
    from assay.workflows.curation.acquire import Acquisition

NAME = "acquire"
EXAMPLES = (
    "assay acquire my.assay --by chance_entropy --budget 100",
    "assay acquire my.assay 'annotations.count = 0' --by chance_entropy --budget 100 --segment 'label next'",
    "assay acquire my.assay --by mean_object_confidence --end low --diversity 0 --apart 0 --budget 20",
)
COLUMNS = ("image", "value", "worth", "novelty")


class End(StrEnum):
    """Which end of the field goes first."""

    LOW = "low"
    HIGH = "high"


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query about images: only those.")] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD", help="What an image is worth: a metric or any number of images.")
    ] = "chance_entropy",
    budget: Annotated[int, typer.Option("--budget", metavar="N", help="So many images at most.")] = 100,
    diversity: Annotated[
        float, typer.Option("--diversity", metavar="S", help="0: worth alone. 1: unlike each other alone.")
    ] = 0.5,
    apart: Annotated[
        int, typer.Option("--apart", metavar="BITS", help="Leave out what differs in fewer bits from a chosen one.")
    ] = 4,
    end: Annotated[
        End | None, typer.Option("--end", help="Which end goes first; the metric's own when left out.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Decides between equals.")] = 0,
    segment: Annotated[
        str | None, typer.Option("--segment", metavar="NAME", help="Keep the images under this name.")
    ] = None,
    run_name: RunName = None,
    dataset: DatasetName = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Choose the images to label next: those most worth a label, and unlike each other.

    The same project, flags and seed choose the same images. Each comes with its value and the two terms of its
    choice. --segment keeps them by name; `assay export --query 'segment = "…"'` exports them.
    """
    from assay.model.level import Level
    from assay.model.metric import BadEnd
    from assay.workflows.curation.acquire import acquire
    from assay.workflows.explore.search import ask

    with open_project(project) as store, pointing_at(text):
        question = ask(store.snapshot(), text, level=Level.IMAGE, dataset=dataset, run=run_name)
        first = None if end is None else BadEnd(end.value)
        found = acquire(question, by, budget=budget, diversity=diversity, apart=apart, end=first, seed=seed)
        if segment is not None:
            _keep(store, found, segment=segment, dataset=dataset, author=author)
    told = _told(found)
    emit(
        told,
        as_json=as_json,
        human=lambda console: print_rows(console, told["images"], COLUMNS, empty="No image has a value to choose by."),
    )


def _keep(store: Store, found: Acquisition, *, segment: str, dataset: str | None, author: str | None) -> None:
    from assay.model.level import Level
    from assay.model.segment_kind import SegmentKind
    from assay.workflows.segments.items import add_items

    reason = f"{amount(len(found.image_ids), 'image')} by {found.by}, diversity {found.diversity:g}, seed {found.seed}"
    kept = add_items(
        store,
        {Level.IMAGE: found.image_ids},
        segment=segment,
        kind=SegmentKind.COLLECTION_CAMPAIGN,
        dataset=dataset,
        by=signature(author, reason),
    )
    note(f"{amount(kept.changed, 'image')} added to the segment {kept.segment.name!r}.")


def _told(found: Acquisition) -> dict[str, Any]:
    terms = zip(*(part.tolist() for part in (found.image_ids, found.values, found.worth, found.novelty)), strict=True)
    return {
        "by": found.by,
        "parameters": found.parameters,
        "end": found.end.value,
        "budget": found.budget,
        "diversity": found.diversity,
        "apart": found.apart,
        "seed": found.seed,
        "candidates": found.candidates,
        "unknown": found.unknown,
        "images": [dict(zip(COLUMNS, row, strict=True)) for row in terms],
    }
