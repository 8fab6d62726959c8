"""`assay spot-check`: how precise the list of suspects is, from a few drawn at random."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, RunName, open_project, signature
from assay.cli.reports import page_items
from assay.cli.tables import print_rows
from assay.model.issue import IssueKind
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

NAME = "spot-check"
EXAMPLES = (
    "assay spot-check my.assay",
    "assay spot-check my.assay --n 50 --kind wrong_class",
)


def run(
    project: ProjectPath,
    size: Annotated[int, typer.Option("--n", metavar="N", min=1, max=1000, help="How many to draw.")] = 30,
    kind: Annotated[IssueKind | None, typer.Option("--kind", help="Draw of this kind only.")] = None,
    anew: Annotated[bool, typer.Option("--new", help="Draw anew, beside what was drawn before.")] = False,
    name: RunName = None,
    dataset: DatasetName = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Draw open suspects at random, and say how precise the list is.

    What was drawn is listed again until all of it is judged with `assay decide`; then its result stands. Decisions
    made down the list say too much of it, as it begins with the surest; those on suspects drawn at random hold for all.
    """
    from assay.workflows.explore.catalog import scope_of
    from assay.workflows.explore.search import search
    from assay.workflows.issues.spot_check import draw_spot_check, left_of, newest_spot_check, precisions

    with open_project(project) as store:
        snapshot = store.snapshot()
        check = None if anew else newest_spot_check(snapshot, scope_of(snapshot, dataset, name))
        if check is None or (kind is not None and check.kind != kind):
            by = signature(author)
            check = draw_spot_check(store, dataset=dataset, run=name, kind=kind, size=size, by=by)
            snapshot = store.snapshot()
        left = left_of(snapshot, check)
        text = f"id in ({', '.join(map(str, left or [-1]))})"
        found = {
            item["id"]: item
            for item in page_items(store, search(store, text, level=Level.ISSUE, dataset=dataset, run=name).rows)
        }
        told = [_plain(asdict(one)) for one in precisions(snapshot, scope_of(snapshot, dataset, name))]
    value = {"check": asdict(check), "left": [found[id_] for id_ in left if id_ in found], "precision": told}
    emit(value, as_json=as_json, human=lambda console: _print(console, value))


def _plain(precision: dict[str, Any]) -> dict[str, Any]:
    """NaN as null: JSON has no word for it."""
    return {
        key: (None if isnan(value) else round(value, 4)) if isinstance(value, float) else value
        for key, value in precision.items()
    }


def _print(console: Console, value: dict[str, Any]) -> None:
    left, check = value["left"], value["check"]
    total, drawn_from = len(check["issues"]), amount(check["population"], "open suspect")
    console.print(
        f"{total - len(left)} of {total} judged, drawn from {drawn_from}. Still to judge:",
        markup=False,
    )
    print_rows(console, left, ("id", "kind", "label", "sentence"), empty="None: the check is done.")
    rows = [
        {
            "of": one["detector"] or one["kind"] or "all",
            "errors": None if one["share"] is None else f"{one['share']:.0%}",
            "interval": None if one["low"] is None else f"{one['low']:.0%} to {one['high']:.0%}",
            "judged": one["judged"],
            "rests on": _WORDS[one["basis"]],
            "open": one["open"],
        }
        for one in value["precision"]
    ]
    print_rows(console, rows, ("of", "errors", "interval", "judged", "rests on", "open"), empty="")


_WORDS = {
    "random": "suspects drawn at random",
    "ranked": "decisions down the list: too high for the rest",
    "claimed": "what detectors claim",
}
