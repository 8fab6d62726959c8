"""`assay embed`: a vector for every image and every label, by an embedder or from a file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, fill_project
from assay.cli.tables import print_facts, print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.workflows.embeddings.embed import EmbedReport, LevelReport
    from assay.workflows.embeddings.import_vectors import VectorsReport

NAME = "embed"
EXAMPLES = (
    "assay embed my.assay",
    "assay embed my.assay --embedder timm --model vit_small_patch14_dinov2.lvd142m --level image",
    "assay embed my.assay --level prediction --run yolo",
    "assay embed my.assay --import vectors.parquet --name clip",
    "assay embed my.assay --import vectors.npy --ids names.txt --level annotation",
)


def run(
    project: ProjectPath,
    embedder: Annotated[str, typer.Option("--embedder", metavar="NAME", help="Which one makes them.")] = "descriptor",
    level: Annotated[
        list[Level] | None, typer.Option("--level", help="image, annotation or prediction; the first two if left out.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="What to call it; else as its embedder or file.")] = None,
    model: Annotated[
        str | None, typer.Option("--model", metavar="M", help="Weights for the embedder: a file, or a name it knows.")
    ] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter; may be repeated.")
    ] = None,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="SECONDS", min=1, help="How long one that learns may.")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Compute all again, and learn again.")] = False,
    vectors: Annotated[
        Path | None, typer.Option("--import", metavar="FILE", help="Take vectors from .npy, .npz, .parquet, .feather.")
    ] = None,
    ids: Annotated[
        Path | None, typer.Option("--ids", metavar="FILE", help="Ids or file names of an .npy, one each.")
    ] = None,
    beside: Annotated[
        bool, typer.Option("--beside", help="Leave the default embedding as it is; this one is used by name.")
    ] = False,
    run_name: Annotated[
        str | None, typer.Option("--run", metavar="NAME", help="Only this run's predictions; else those of all runs.")
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Embed images and labels, so that Assay can tell which look alike.

    What was embedded before is not computed again, and a run that was cut off goes on where it was. The default
    embedder needs no model, no network and no graphics card.
    """
    if vectors is not None:
        _import(project, vectors, ids=ids, level=_one(level), dataset=dataset, name=name, model=model, beside=beside,
                as_json=as_json)  # fmt: skip
        return
    parameters = _parameters(setting) | ({"model": model} if model else {})
    from assay.workflows.embeddings.embed import embed
    from assay.workflows.vectors_of import EMBEDDED_LEVELS

    with fill_project(project) as store, BarProgress() as progress:
        report = embed(
            store,
            dataset=dataset,
            run=run_name,
            levels=level or EMBEDDED_LEVELS,
            embedder=embedder,
            name=name,
            parameters=parameters,
            budget_seconds=budget,
            anew=anew,
            default=not beside,
            progress=progress,
        )
    emit(_value(report), as_json=as_json, human=lambda console: _print(console, report, project))


def _import(
    project: Path,
    vectors: Path,
    *,
    ids: Path | None,
    level: Level,
    dataset: str | None,
    name: str | None,
    model: str | None,
    beside: bool,
    as_json: bool,
) -> None:
    """Take the vectors of a file."""
    from assay.workflows.embeddings.import_vectors import import_vectors

    with fill_project(project) as store, BarProgress() as progress:
        taken = import_vectors(
            store,
            vectors,
            level=level,
            ids=ids,
            dataset=dataset,
            name=name,
            model=model or "",
            default=not beside,
            progress=progress,
        )
    emit(_value(taken), as_json=as_json, human=lambda console: _print_import(console, taken))


def _parameters(texts: list[str] | None) -> dict[str, object]:
    found: dict[str, object] = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r} is not a parameter; write it as --set margin=0.2.")
        try:
            found[name] = json.loads(value)
        except json.JSONDecodeError:
            found[name] = value
    return found


def _one(levels: list[Level] | None) -> Level:
    if levels is not None and len(levels) > 1:
        raise typer.BadParameter("Vectors of a file are of one level.")
    return levels[0] if levels else Level.IMAGE


def _value(report: EmbedReport | VectorsReport) -> dict[str, Any]:
    return {**asdict(report), "seconds": round(report.seconds, 3)}


def _print(console: Console, report: EmbedReport, project: Path) -> None:
    rows = [_row(level) for level in report.levels]
    columns = ("level", "name", "vectors", "dimension", "computed", "stood", "without")
    print_rows(console, rows, columns, empty="The dataset has no images.")
    console.print(f"{amount(report.decoded, 'image')} decoded in {report.seconds:.1f} s.", markup=False)
    failed = [{"level": level.level.value, **asdict(one)} for level in report.levels for one in level.failed[:5]]
    if failed:
        console.print("\nRows without a vector, such as:", markup=False)
        print_rows(console, failed, ("level", "id", "reason"), empty="")
    console.print(f"Next: assay find {project}, or look at the map in the browser: assay serve {project}", markup=False)


def _row(level: LevelReport) -> dict[str, Any]:
    made = level.embedding
    return {
        "level": level.level.value,
        "name": made.name if made else None,
        "vectors": made.count if made else 0,
        "dimension": made.dimension if made else None,
        "computed": level.computed,
        "stood": level.reused,
        "without": level.failures,
    }


def _print_import(console: Console, report: VectorsReport) -> None:
    facts = {
        "embedding": report.embedding.name,
        "level": report.embedding.level.value,
        "dimension": report.embedding.dimension,
        "rows in the file": report.rows,
        "vectors taken": report.taken,
        "named by": report.named_by,
        "rows without a vector": report.without,
    }
    print_facts(console, facts)
    if report.problems:
        console.print(f"\n{amount(sum(report.problem_counts.values()), 'row')} left out; by kind:", markup=False)
        print_facts(console, {f"  {code}": count for code, count in report.problem_counts.items()})
        print_rows(console, [asdict(one) for one in report.problems[:10]], ("place", "message"), empty="")
