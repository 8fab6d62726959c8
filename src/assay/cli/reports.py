"""What workflows report, as JSON values and as text for people."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assay.amounts import amount, listed
from assay.cli.tables import cell, print_facts, print_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray
    from rich.console import Console

    from assay.model.change import Change
    from assay.model.dataset import Task
    from assay.model.problem import RowProblem
    from assay.store.store import Store
    from assay.workflows.imports.report import ImportReport
    from assay.workflows.runs.average_precision import AveragePrecision
    from assay.workflows.runs.evaluate_run import EvaluationReport

PROBLEMS_SHOWN = 5
"""Examples of each kind of problem that an import tells at a terminal."""

_UNKNOWN = "unknown-class"
_CLASSES_SHOWN = 20


def import_value(report: ImportReport) -> dict[str, Any]:
    """The report as JSON. `images` and `annotations` (or `predictions`) count rows the project has taken."""
    objects = "predictions" if report.run is not None else "annotations"
    tallies = (
        {objects: report.objects} if report.run is not None else {"images": report.images, objects: report.objects}
    )
    return {
        "dataset": report.dataset,
        **({"run": report.run} if report.run is not None else {}),
        "format": report.format,
        **({"exif": report.exif.value if report.exif else None} if report.run is None else {}),
        **{name: tally.total for name, tally in tallies.items()},
        **{
            what: {name: getattr(tally, what) for name, tally in tallies.items()}
            for what in ("added", "updated", "unchanged", "removed")
        },
        "skipped": [_problem(problem) for problem in report.problems if problem.skipped],
        "skipped_count": report.skipped,
        "reported": [_problem(problem) for problem in report.problems if not problem.skipped],
        "problem_counts": dict(report.problem_counts),
        **({"unknown_classes": [asdict(row) for row in report.unknown_classes]} if report.run is not None else {}),
        "seconds": round(report.seconds, 3),
    }


def _print_unknown_classes(console: Console, report: ImportReport) -> None:
    """The classes that need a word, and how to give it."""
    if not report.unknown_classes:
        return
    console.print("\nClasses that the dataset does not know; their predictions were left out:", markup=False)
    rows = [{**asdict(row), "nearest": ", ".join(row.nearest)} for row in report.unknown_classes]
    print_rows(console, rows, ("given", "count", "nearest", "suggestion"), empty="")
    first = report.unknown_classes[0]
    likely = first.suggestion or next(iter((*first.nearest, *report.classes)), "")
    if report.classes:
        console.print(f"The dataset has {listed(report.classes, _CLASSES_SHOWN)}.", markup=False)
    console.print(
        f'Say what each is with --class "{first.given}={likely}", or --classes FILE, and import again; nothing after '
        "the = leaves a class out. It is kept with the run.",
        markup=False,
    )


def _problem(problem: Any) -> dict[str, str]:
    return {key: value for key, value in asdict(problem).items() if key != "skipped"}


def print_import(console: Console, report: ImportReport, project: Path, dataset: str | None) -> None:
    """What came in, what was left out and where, and what to do next, with project and dataset as they were given."""
    value = import_value(report)
    words = {"images": "image", "annotations": "label", "predictions": "prediction"}
    nouns = [noun for noun in words if noun in value]
    for noun in nouns:
        parts = [
            f"{value[what][noun]:,} {what}"
            for what in ("added", "updated", "unchanged", "removed")
            if value[what][noun]
        ]
        console.print(amount(value[noun], words[noun]) + (f" ({', '.join(parts)})" if parts else ""), markup=False)
    if report.run is not None and report.skipped and not report.objects.total:
        console.print(f"Nothing of the file could be taken: run {report.run} is as it was.", markup=False)
    where = f"run {report.run} of dataset {report.dataset}" if report.run is not None else f"dataset {report.dataset}"
    console.print(f"into {where}, read as {report.format}, in {report.seconds:.1f} s", markup=False)
    if report.run is None and not report.images.total:
        console.print("The source names no image: there is nothing to look at yet.")
    if report.exif is not None:
        console.print(f"labels are drawn on the {report.exif} image (EXIF)", markup=False)
    _print_unknown_classes(console, report)
    if report.problems:
        _print_problems(console, report)
    place = str(project) if dataset is None else f"{project} --dataset {shlex.quote(dataset)}"
    if report.run is None:
        then = f"assay import-predictions {place} FILE --run NAME, or assay find {place}"
    else:
        then = f"assay evaluate {place} --run {shlex.quote(report.run)}"
    if report.objects.total:
        console.print(f"Next: {then}", markup=False)


def _print_problems(console: Console, report: ImportReport) -> None:
    """How many of each kind, and a few of each."""
    left_out = amount(report.skipped, "row") if report.skipped else "Nothing"
    verb = "were" if report.skipped > 1 else "was"
    console.print(f"\n{left_out} {verb} left out. What is odd, by kind:", markup=False)
    print_facts(console, {f"  {code}": count for code, count in report.problem_counts.items()})
    shown = _examples(report)
    rows = [_problem(problem) | {"left_out": problem.skipped} for problem in shown]
    print_rows(console, rows, ("file", "place", "left_out", "message"), empty="")
    if sum(report.problem_counts.values()) > len(shown):
        console.print("The first few of each kind are shown; --json lists more.")


def _examples(report: ImportReport) -> list[RowProblem]:
    """The first problems of each kind; one of those that the table of unknown classes tells already."""
    seen: Counter[str] = Counter()
    shown = []
    for problem in report.problems:
        seen[problem.code] += 1
        if seen[problem.code] <= (1 if problem.code == _UNKNOWN and report.unknown_classes else PROBLEMS_SHOWN):
            shown.append(problem)
    return shown


def evaluation_value(
    report: EvaluationReport, task: Task, counted: AveragePrecision | None = None, *, beta: float = 1.0
) -> dict[str, Any]:
    """The evaluation as JSON. Rows of the matrix are labels, columns predictions, background last.

    task : of the dataset. A `beta` other than 1 adds Fβ, in which recall counts β times as much as precision.
    """
    summary, config = report.summary, report.evaluation.config
    precisions = {} if counted is None else dict(zip(counted.classes, counted.per_class.tolist(), strict=True))
    return {
        "run": report.run.name,
        "task": task.value,
        "iou": config.iou,
        "confidence": config.confidence,
        "shape": config.shape.value,
        "tp": summary.tp,
        "fp": summary.fp,
        "fn": summary.fn,
        "confusions": summary.confusions,
        "precision": summary.precision,
        "recall": summary.recall,
        "f1": summary.f1,
        "matrix": {"classes": [*summary.classes, "background"], "counts": [list(row) for row in summary.matrix]},
        "per_class": [
            row | ({"ap": precisions[row["class"]]} if row["class"] in precisions else {})
            for row in _per_class(report, beta)
        ],
        "averages": _averages(report, beta),
        **({} if counted is None else {"protocol": counted.protocol.name, "average_precision": counted.summary}),
    }


def _averages(report: EvaluationReport, beta: float) -> dict[str, Any]:
    """Means over classes: each alike (macro), each by its labels (weighted), all objects together (micro)."""
    from assay.evaluation.rates import average_rates

    correct, predicted = _counts(report)
    plain = average_rates(correct, predicted, support=report.per_class.support)
    other = average_rates(correct, predicted, support=report.per_class.support, beta=beta)
    return {
        name: {"precision": found.precision, "recall": found.recall, "f1": found.f}
        | ({"f_beta": other[name].f} if beta != 1 else {})
        for name, found in plain.items()
    }


def _counts(report: EvaluationReport) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(k,) correct predictions and all predictions of each class."""
    import numpy as np

    matrix = np.array(report.summary.matrix)
    return np.diagonal(matrix)[:-1], matrix[:, :-1].sum(axis=0)


def _per_class(report: EvaluationReport, beta: float) -> list[dict[str, Any]]:
    from assay.evaluation.rates import rates as rates_of

    rates, (correct, predicted) = report.per_class, _counts(report)
    f_beta = rates_of(correct, predicted, support=rates.support, beta=beta).f
    return [
        {
            "class": name,
            "support": int(rates.support[at]),
            "precision": float(rates.precision[at]),
            "recall": float(rates.recall[at]),
            "f1": float(rates.f1[at]),
        }
        | ({"f_beta": float(f_beta[at])} if beta != 1 else {})
        for at, name in enumerate(report.summary.classes)
    ]


def print_evaluation(console: Console, value: Mapping[str, Any]) -> None:
    """The numbers over all classes, then those of each; `value` is that of `evaluation_value`."""
    matched = "" if value["task"] == "classification" else f"IoU {value['iou']}, "
    console.print(f"{value['run']} at {matched}confidence {value['confidence']}", markup=False)
    told = {"tp": "correct", "fp": "on background", "fn": "missed", "confusions": "confused with another class"}
    print_facts(console, {told.get(key, key): value[key] for key in (*told, "precision", "recall", "f1")})
    if "average_precision" in value:
        console.print(f"Average precision by {value['protocol']} (-1 where there is no such label):", markup=False)
        print_facts(console, value["average_precision"])
    more = [name for name in ("f_beta", "ap") if any(name in row for row in value["per_class"])]
    columns = ("class", "support", "precision", "recall", "f1", *more)
    averages = [{"class": f"{name} average", **numbers} for name, numbers in value["averages"].items()]
    rows = [*value["per_class"], *(averages if value["per_class"] else ())]
    print_rows(console, rows, columns, empty="The dataset has no classes.")
    classes, counts = value["matrix"]["classes"][:-1], value["matrix"]["counts"]
    mixed = _confusions(classes, counts)
    if mixed:
        console.print("Taken for another class most often:")
        print_rows(console, mixed[:10], ("label", "prediction", "count"), empty="")
    exchanged = _exchanged(classes, counts)
    if exchanged:
        console.print(
            f"Were classes exchanged at import? {', '.join(exchanged)}. "
            "`assay import-predictions` takes what each is by --class.",
            markup=False,
        )


def _confusions(classes: list[str], counts: list[list[int]]) -> list[dict[str, Any]]:
    """Pairs of different classes that met, most frequent first."""
    pairs = [
        {"label": label, "prediction": prediction, "count": counts[row][column]}
        for row, label in enumerate(classes)
        for column, prediction in enumerate(classes)
        if row != column and counts[row][column]
    ]
    return sorted(pairs, key=lambda pair: -int(pair["count"]))


def _exchanged(classes: list[str], counts: list[list[int]]) -> list[str]:
    """Of each class nearly all of whose labels are taken for another one of that kind, what is so, in words."""
    taken = {}
    for row, label in enumerate(classes):
        met = counts[row][: len(classes)]
        most, found = max(met), sum(met)
        other = classes[met.index(most)]
        if other != label and found >= _ENOUGH and most >= _NEARLY_ALL * found:
            taken[label] = (other, f"{most:,} of {found:,} {label} are taken for {other}")
    return [told for other, told in taken.values() if other in taken]


_ENOUGH = 10
_NEARLY_ALL = 0.8

_OF_THE_STORE = {"source_hash", "deleted", "dataset_id", "changed_by", "root_id"}
_JSON_COLUMNS = {"metadata", "extra", "attributes", "evidence", "suggestion", "segmentation"}


def page_items(store: Store, rows: pa.Table) -> list[dict[str, Any]]:
    """Rows of a search as JSON objects, each with the file name of its image in `image`.

    Columns that hold JSON text are opened; the store's own are left out.
    """
    names = _image_names(store, rows)
    items = []
    for row in rows.to_pylist():
        item = {name: value for name, value in row.items() if name not in _OF_THE_STORE}
        if names is not None:
            item["image"] = names.get(row["image_id"])
        for name in _JSON_COLUMNS & item.keys():
            item[name] = _opened(item[name]) if item[name] is not None else None
        if isinstance(item.get("evidence"), dict):
            item["sentence"] = item["evidence"].get("sentence")
        items.append(item)
    return items


def _opened(text: str) -> Any:
    """JSON text as values; as it stands where it is none, which a plug-in may have written."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _image_names(store: Store, rows: pa.Table) -> dict[int, str] | None:
    """File name by image id, for rows that lie in an image."""
    if "image_id" not in rows.column_names:
        return None
    ids = sorted(set(rows.column("image_id").to_pylist()))
    images = store.snapshot().take("images", ids, columns=("id", "file_name"))
    return dict(zip(images.column("id").to_pylist(), images.column("file_name").to_pylist(), strict=True))


def change_value(change: Change) -> dict[str, Any]:
    """A journal entry as JSON."""
    return asdict(change)


def print_change(console: Console, change: Change) -> None:
    """What was done, and how it is taken back."""
    console.print(f"{change.title}. {amount(change.rows, 'row')} changed.", markup=False)


def print_undo(console: Console, change: Change, edit: Change) -> None:
    """What was taken back; of another person's edit who made it and when, and the way back."""
    print_change(console, change)
    if edit.author != change.author:
        console.print(
            f"It was not yours: {edit.author or 'someone'} made it on {edit.at:%Y-%m-%d at %H:%M} UTC. "
            "`assay redo` puts it back.",
            markup=False,
        )


LOG_COLUMNS = ("id", "at", "author", "state", "title", "reason")
"""What is told of each entry of the journal."""


def print_log(console: Console, changes: list[dict[str, Any]], columns: Sequence[str] = LOG_COLUMNS) -> None:
    """The journal as a table, newest first."""
    rows = [{**change, "at": f"{change['at']:%Y-%m-%d %H:%M}", "rows": cell(change["rows"])} for change in changes]
    print_rows(console, rows, columns, empty="Nothing has happened here yet.")
