"""`assay issues`: the suspected errors, most worth judging first."""

from __future__ import annotations

from typing import Annotated

import typer

from assay.cli.console import emit, note
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import page_items
from assay.cli.tables import print_rows
from assay.model.issue import IssueKind, IssueState
from assay.model.level import Level

NAME = "issues"
EXAMPLES = (
    "assay issues my.assay",
    "assay issues my.assay --kind missing_object --limit 10",
    "assay issues my.assay --worth loose_box=2 --worth odd_image=0",
)


def run(
    project: ProjectPath,
    kind: Annotated[IssueKind | None, typer.Option("--kind", help="Only this kind.")] = None,
    state: Annotated[IssueState, typer.Option("--state", help="Only those in this state.")] = IssueState.OPEN,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many.")] = 100,
    worths: Annotated[
        list[str] | None,
        typer.Option(
            "--worth",
            metavar="KIND=W",
            help="What mending an error of a kind is worth from now on; a wrong class is worth 1. May be repeated.",
        ),
    ] = None,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """List suspected errors, those most worth judging first.

    The chance that a suspect is an error is what its detector claims, corrected by what was decided. Its benefit is
    that chance times what mending the kind is worth, for the effort of judging it.
    """
    from assay.workflows.explore.search import search
    from assay.workflows.inbox import ranking, set_worth

    text = f'state = "{state}"' + (f' and kind = "{kind}"' if kind else "")
    with open_project(project) as store:
        for changed, worth in _read(worths):
            set_worth(store, changed, worth, dataset=dataset)
        page = search(
            store, text, level=Level.ISSUE, dataset=dataset, run=name, sort="benefit", descending=True, limit=limit
        )
        items = page_items(store, page.rows)
        snapshot = store.snapshot()
        told = ranking(snapshot, snapshot.dataset(dataset).id).of(page.rows["id"].to_numpy())
    for item, chance, benefit in zip(items, *told, strict=True):
        item |= {"chance": round(float(chance), 4), "benefit": round(float(benefit), 4)}
    columns = ("id", "kind", "chance", "benefit", "label", "sentence")
    empty = f"No suspects. `assay find {project}` looks for them."
    emit(
        {"total": page.total, "items": items},
        as_json=as_json,
        human=lambda console: print_rows(console, items, columns, empty=empty),
    )
    if page.total > len(items):
        note(f"{len(items):,} of {page.total:,}; --limit shows more.")


def _read(worths: list[str] | None) -> list[tuple[str, float]]:
    """Kinds with their worth; wrong usage when one is not of the form KIND=W."""
    found = []
    for text in worths or []:
        kind, _, number = text.partition("=")
        try:
            found.append((kind, float(number)))
        except ValueError:
            raise typer.BadParameter(f"{text!r} is no worth; say for example loose_box=2.") from None
    return found
