"""`assay dedupe`: near-duplicates, one of each group stays."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, edit_project, signature
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.curation.dedupe import DedupePlan

NAME = "dedupe"
EXAMPLES = (
    "assay dedupe my.assay",
    "assay dedupe my.assay --keep sharpest --prefer test --segment twins",
    "assay dedupe my.assay 'split = \"train\"' --by hash --apply",
)
COLUMNS = ("keep", "why", "remove", "splits", "by")
_SHOWN = 50


def run(
    project: ProjectPath,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A query about images: only those.")] = "",
    keep: Annotated[
        str, typer.Option("--keep", metavar="RULE", help="Which stays: largest, sharpest, most_labels or first.")
    ] = "largest",
    prefer: Annotated[
        str | None, typer.Option("--prefer", metavar="SPLIT", help="An image of this split stays before the others.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", metavar="WAY", help="pixels, hash or embedding; may be repeated. All when left out."),
    ] = None,
    segment: Annotated[
        str | None, typer.Option("--segment", metavar="NAME", help="Put the images that would go into this segment.")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Take them out of the dataset; `assay undo` brings them back.")
    ] = False,
    dataset: DatasetName = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Find groups of near-duplicate images, and the one of each that stays.

    Nothing is changed unless --apply or --segment is given; no file is ever touched.
    """
    from assay.workflows.curation.dedupe import Alike, Keep, plan_dedupe, remove_duplicates, set_duplicates_aside

    rule, ways = _one_of(Keep, keep, "--keep"), [_one_of(Alike, way, "--by") for way in by or list(Alike)]
    with edit_project(project) as store, pointing_at(text):
        plan = plan_dedupe(store.snapshot(), text, keep=rule, prefer=prefer, alike=ways, dataset=dataset)
        if plan.groups and segment is not None:
            set_duplicates_aside(store, plan, segment, by=signature(author))
        if plan.groups and apply:
            remove_duplicates(store, plan, by=signature(author))
    told = {**asdict(plan), "images": len(plan.remove), "applied": apply and bool(plan.groups)}
    emit(told, as_json=as_json, human=lambda console: _print(console, plan, project if apply else None))


def _one_of(choices: Any, word: str, flag: str) -> Any:
    try:
        return choices(word.replace("-", "_"))
    except ValueError:
        known = ", ".join(choice.value for choice in choices)
        raise typer.BadParameter(f"{flag} is one of {known}, got {word!r}.") from None


def _print(console: Console, plan: DedupePlan, applied: Path | None) -> None:
    rows = [
        {
            "keep": group.keep,
            "why": group.why,
            "remove": ", ".join(map(str, group.remove)),
            "splits": ", ".join(group.splits),
            "by": ", ".join(group.alike),
        }
        for group in plan.groups[:_SHOWN]
    ]
    print_rows(console, rows, COLUMNS, empty="No duplicates.")
    if len(plan.groups) > _SHOWN:
        note(f"{_SHOWN} of {len(plan.groups):,} groups; --json shows all.")
    for way, command in plan.missing.items():
        note(f"Not looked for by {way}: measure it with `{command}`.")
    if plan.groups:
        done = f"removed; `assay undo {applied}` takes that back" if applied else "would go; --apply does it"
        console.print(f"{amount(len(plan.groups), 'group')}, {amount(len(plan.remove), 'image')} {done}.", markup=False)
