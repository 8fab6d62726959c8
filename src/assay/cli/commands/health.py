"""`assay health`: what the data is, and what is wrong with it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit, note
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_facts, print_rows

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.health.report import HealthReport

NAME = "health"
EXAMPLES = ("assay health my.assay", "assay health my.assay --html health.html --json")


PARTS_SHOWN = 4
"""How many parts of the images are told in one line; --json and --html tell more."""


def run(
    project: ProjectPath,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Also write a page that opens offline.")
    ] = None,
    name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Tell what the data is and what is wrong with it, worst first.

    Each check gives a count, the rule it goes by, and the query that lists what it counts. What is asked of pixels
    must have been measured: `assay metric run`; until then a check is unknown. Reads no image itself.
    """
    from assay.workflows.health.report import health
    from assay.workflows.health.write_health import write_health

    with open_project(project) as store, BarProgress() as progress:
        if html is None:
            found = health(store.snapshot(), dataset=dataset, run=name)
        else:
            found = write_health(store, html, dataset=dataset, run=name, progress=progress)
    emit(report_value(found), as_json=as_json, human=lambda console: print_health(console, found, project))
    if html is not None:
        note(f"Wrote {html}.")


def report_value(found: HealthReport) -> dict[str, Any]:
    """The report as JSON."""
    facts = found.facts
    told = asdict(facts) | {
        "dataset": facts.dataset.name,
        "run": facts.run.name if facts.run else None,
        "sizes": [asdict(part) for part in facts.size_parts],
    }
    return {"facts": told, "checks": [asdict(one) | {"share": one.share} for one in found.checks]}


def print_health(console: Console, found: HealthReport, project: Path) -> None:
    """What the data is, what is wrong with it, and which checks cannot tell yet."""
    from assay.workflows.health.measured import NOT_MEASURED

    facts = found.facts
    shares = {name: ", ".join(f"{part.name} {part.share:.0%}" for part in parts[:PARTS_SHOWN]) for name, parts in (
        ("splits", facts.splits), ("formats", facts.formats), ("colours", facts.colours), ("sizes", facts.size_parts)
    )}  # fmt: skip
    print_facts(
        console,
        {"images": facts.images, "labels": facts.labels, "predictions": facts.predictions}
        | {name: told for name, told in shares.items() if told}
        | {"classes": f"{len(facts.classes):,}, worth {facts.effective_classes:.1f} of equal size"},
    )
    rows = [
        {"": one.severity.value, "count": one.count, "what": one.title, "share": f"{one.share:.2%}", "query": one.query}
        for one in found.checks
        if one.severity.value in {"bad", "doubtful"}
    ]
    print_rows(console, rows, ("", "count", "share", "what", "query"), empty="Nothing is wrong that was looked at.")
    waiting = [one.title for one in found.checks if one.how is not None and one.how.startswith(NOT_MEASURED)]
    for one in found.checks:
        if one.how is not None and one.title not in waiting:
            console.print(f"{one.title}: {one.how}", markup=False)
    if waiting:
        checks = amount(len(waiting), "check waits", "checks wait")
        console.print(f"{checks} for what `assay metric run {project}` measures: {'; '.join(waiting)}.", markup=False)
