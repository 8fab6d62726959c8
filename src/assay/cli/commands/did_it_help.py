"""`assay did-it-help`: what fixes were worth, measured before and after on a frozen test set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, open_project
from assay.cli.tables import print_facts, print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.statistics.paired_trainings import Effect
    from assay.store.store import Store
    from assay.workflows.fixes.effect import FixEffect

NAME = "did-it-help"
EXAMPLES = (
    "assay did-it-help my.assay",
    "assay did-it-help my.assay --before v1 --test 'segment = \"verified\"'",
    "assay did-it-help my.assay --command 'python train.py {train} {test} {out}' --repeats 6",
)
COLUMNS = ("class", "fixes", "items", "before", "after", "gain", "low", "high")


def run(
    project: ProjectPath,
    before: Annotated[
        str, typer.Option("--before", metavar="STATE", help="A version, the number of a change, or imported.")
    ] = "imported",
    after: Annotated[str, typer.Option("--after", metavar="STATE", help="The same, or now.")] = "now",
    test: Annotated[
        str | None,
        typer.Option("--test", metavar="QUERY", help="Verified images; those of val and test when left out."),
    ] = None,
    level: Annotated[Level | None, typer.Option("--level", help="What is taught: annotation or image.")] = None,
    repeats: Annotated[int, typer.Option("--repeats", metavar="N", min=6, help="Trainings of each side; even.")] = 20,
    command: Annotated[
        str | None,
        typer.Option("--command", metavar="LINE", help="Your own training, with {train}, {test} and {out} in it."),
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Tell whether fixes helped: train on the labels before and after, ask both of the same test items.

    A small classifier on embeddings is trained, on random halves of the images that are not tested. Errors are in
    percent, differences in points, with intervals of 95 %. --command runs your own training instead, without a shell:
    {train} and {test} are CSV files (id, path, label, x, y, w, h); it writes id and label to {out}, or the boxes that
    it finds (path, label, score, x, y, w, h), which are measured by average precision, or prints its error, 0 to 1, as
    its last number.
    """
    from assay.workflows.fixes.command import judge_by
    from assay.workflows.fixes.effect import fix_effect

    with open_project(project) as store, BarProgress() as progress:
        found = fix_effect(
            store,
            dataset=dataset,
            before=_state(store, before),
            after=_state(store, after),
            test=test,
            level=level,
            repeats=repeats,
            judge=None if command is None else judge_by(command, store.snapshot()),
            progress=progress,
        )
    emit(_value(found), as_json=as_json, human=lambda console: _print(console, found))


def _state(store: Store, text: str) -> str | int:
    """The number of a change; a name where a version is called so."""
    named = any(version.name == text for version in store.snapshot().versions())
    return int(text) if text.isdecimal() and not named else text


def _value(found: FixEffect) -> dict[str, Any]:
    return {
        "verdict": found.verdict,
        "before": found.before,
        "after": found.after,
        "level": found.level.value,
        "test": found.test,
        "repeats": found.repeats,
        "taught": found.taught,
        "fixes": found.fixes,
        "left_out": found.left_out,
        "points_per_hundred": found.points_per_hundred,
        "seconds": found.seconds,
        "seconds_per_fix": found.seconds_per_fix,
        "measure": found.measure,
        "overall": _points(found.overall),
        "edited": None if found.edited is None else _points(found.edited),
        "classes": [{"class": one.name, "fixes": one.fixes, **_points(one.effect)} for one in found.classes],
    }


def _points(effect: Effect) -> dict[str, float]:
    """Errors in percent, differences in points."""
    shares = {name: 100 * getattr(effect, name) for name in ("before", "after", "gain", "low", "high")}
    return {"items": effect.items, **shares}


def _print(console: Console, found: FixEffect) -> None:
    value = _value(found)
    facts = {
        name: value[name]
        for name in ("verdict", "measure", "before", "after", "test", "repeats", "fixes", "points_per_hundred")
    }
    if found.seconds is not None:
        facts["seconds_per_fix"] = found.seconds_per_fix
    print_facts(console, facts)
    rows = [{"class": "all", "fixes": found.fixes, **value["overall"]}]
    if found.edited is not None:
        rows.append({"class": "those edited", "fixes": found.fixes, **value["edited"]})
    print_rows(console, rows + value["classes"], COLUMNS, empty="There is no test item.")
