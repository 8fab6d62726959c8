"""`assay metric`: what can be measured, what was, and metrics of one's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit, note
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.tables import print_facts, print_reasons, print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.store.store import Store
    from assay.workflows.metrics.measure import MeasureReport
    from assay.workflows.metrics.metric_states import MetricStanding

NAME = "metric"
EXAMPLES = (
    "assay metric run my.assay",
    "assay metric run my.assay brightness sharpness --level image",
    "assay metric list my.assay",
    "assay metric show my.assay brightness",
    "assay metric add my.assay redness.py",
    "assay metric trust my.assay redness",
    "assay metric remove my.assay redness",
)


class Act(StrEnum):
    """What can be done with metrics."""

    RUN = "run"
    LIST = "list"
    SHOW = "show"
    ADD = "add"
    TRUST = "trust"
    REMOVE = "remove"


def run(
    act: Annotated[
        Act, typer.Argument(metavar="ACT", help="run, list, show, add, trust or remove.", show_default=False)
    ],
    project: ProjectPath,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="Metrics, or files to add.")] = None,
    level: Annotated[list[Level] | None, typer.Option("--level", help="Only at this level; may be repeated.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="METRIC.NAME=VALUE", help="A parameter; may be repeated.")
    ] = None,
    run_name: RunName = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Measure images, labels and predictions, and list, add or remove metrics.

    `run` measures the metrics named, or all that can be: what was measured before is not measured again, and a run
    that was cut off goes on where it was. `add` keeps a Python file with functions under @assay.metric in the
    project. `trust` lets a file run that came with the project: read it first, it is a program.
    """
    given = names or []
    with open_project(project) as store:
        if act is Act.RUN:
            _run(store, project, given, _Choice(level, param, run_name, dataset), as_json=as_json)
        elif act is Act.LIST:
            _list(store, dataset, run_name, as_json=as_json)
        elif act is Act.SHOW:
            _show(store, _one(given), dataset, run_name, as_json=as_json)
        elif act is Act.ADD:
            _add(store, given, as_json=as_json)
        elif act is Act.TRUST:
            from assay.workflows.metrics.own_metrics import trust_metric

            _told([metric.slug for metric in trust_metric(store, _one(given))], "trusted", as_json=as_json)
        else:
            from assay.workflows.metrics.own_metrics import remove_metric

            _told(list(remove_metric(store, _one(given))), "removed", as_json=as_json)


class _Choice:
    """What a run is narrowed to."""

    def __init__(
        self, levels: list[Level] | None, texts: list[str] | None, run: str | None, dataset: str | None
    ) -> None:
        self.levels, self.run, self.dataset = levels or None, run, dataset
        self.parameters: dict[str, dict[str, object]] = {}
        for text in texts or ():
            left, equals, value = text.partition("=")
            slug, dot, name = left.partition(".")
            if not equals or not dot:
                raise typer.BadParameter(f"{text!r} is not a parameter; write it as --param near_duplicate.radius=4.")
            self.parameters.setdefault(slug, {})[name] = _value(value)


def _value(text: str) -> object:
    """A number, flag or list as JSON spells it; else the text itself."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _run(store: Store, project: Path, names: Sequence[str], choice: _Choice, *, as_json: bool) -> None:
    from assay.workflows.metrics.measure import measure

    with BarProgress() as progress:
        report = measure(
            store,
            dataset=choice.dataset,
            run=choice.run,
            metrics=names or None,
            levels=choice.levels,
            parameters=choice.parameters,
            progress=progress,
        )
    value = {**asdict(report), "seconds": round(report.seconds, 3)}
    emit(value, as_json=as_json, human=lambda console: _print_report(console, report, project))


def _print_report(console: Console, report: MeasureReport, project: Path) -> None:
    console.print(
        f"In {amount(len(report.columns), 'column')}: {amount(report.measured, 'value')} measured, "
        f"{report.reused:,} stood, {amount(report.decoded, 'image')} decoded in {report.seconds:.1f} s.",
        markup=False,
    )
    print_reasons(console, "not measured", report.skipped)
    if report.failures:
        rows = [asdict(failure) for failure in report.failed[:10]]
        console.print(f"\n{amount(report.failures, 'value')} could not be measured, such as:", markup=False)
        print_rows(console, rows, ("level", "id", "metric", "reason"), empty="")
    console.print(f"Next: assay metric list {project}, or assay health {project}", markup=False)


def _list(store: Store, dataset: str | None, run: str | None, *, as_json: bool) -> None:
    from assay.workflows.issues.mislabels import mislabel_standing
    from assay.workflows.metrics.metric_states import list_metrics

    told = mislabel_standing(store, dataset=dataset)
    standings = [*list_metrics(store, dataset=dataset, run=run), *([told] if told else ())]
    found = [_row(standing) for standing in standings]
    columns = ("slug", "level", "state", "count", "why")
    emit(found, as_json=as_json, human=lambda console: print_rows(console, found, columns, empty="There is no metric."))


def _show(store: Store, name: str, dataset: str | None, run: str | None, *, as_json: bool) -> None:
    from assay.errors import NotFound
    from assay.workflows.metrics.metric_states import list_metrics

    everything = list_metrics(store, dataset=dataset, run=run)
    found = [standing for standing in everything if name in (standing.slug, *standing.columns)]
    if not found:
        known = ", ".join(dict.fromkeys(standing.slug for standing in everything))
        raise NotFound(f"There is no metric {name!r}.", hint=f"There are: {known}.")
    value = [{**_row(standing), "page": standing.page} for standing in found]

    def human(console: Console) -> None:
        for standing in found:
            print_facts(console, {k: v for k, v in _row(standing).items() if v not in ("", None)})
            console.print()
        console.print(found[0].page, markup=False)

    emit(value, as_json=as_json, human=human)


def _row(standing: MetricStanding) -> dict[str, Any]:
    return {
        "slug": standing.slug,
        "title": standing.title,
        "level": standing.level.value,
        "state": standing.state.value,
        "count": standing.count,
        "columns": list(standing.columns),
        "own": standing.is_own,
        "version": standing.version,
        "why": standing.why,
    }


def _add(store: Store, names: Sequence[str], *, as_json: bool) -> None:
    from assay.workflows.metrics.own_metrics import add_metric

    if not names:
        raise typer.BadParameter("Name the file to add, such as redness.py.")
    added = [metric.slug for name in names for metric in add_metric(store, Path(name))]
    _told(added, "added", as_json=as_json)
    note("Next: assay metric run P")


def _told(names: list[str], done: str, *, as_json: bool) -> None:
    emit(
        {done: names},
        as_json=as_json,
        human=lambda console: console.print(f"{', '.join(names)}: {done}.", markup=False),
    )


def _one(names: Sequence[str]) -> str:
    if len(names) != 1:
        raise typer.BadParameter("Name one metric.")
    return names[0]
