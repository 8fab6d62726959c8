"""`assay review`: what people said while they looked, and what becomes of it."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import (
    AsJson,
    Author,
    DatasetName,
    ProjectPath,
    QueryText,
    Reason,
    RunName,
    edit_project,
    signature,
)
from assay.cli.tables import print_facts, print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from rich.console import Console

    from assay.model.review import Review
    from assay.model.signature import Signature
    from assay.store.store import Store

NAME = "review"
EXAMPLES = (
    "assay review my.assay",
    "assay review my.assay open --query 'label = \"helmet\"'",
    "assay review my.assay show 3",
    "assay review my.assay marks 3 --save marks.json",
    "assay review my.assay marks 3 --load marks.json",
    "assay review my.assay apply 3 --reason 'second look'",
    "assay review my.assay times 3",
)


class Act(StrEnum):
    """What can be done with reviews."""

    LIST = "list"
    OPEN = "open"
    SHOW = "show"
    MARKS = "marks"
    APPLY = "apply"
    TIMES = "times"
    DELETE = "delete"


def run(
    project: ProjectPath,
    act: Annotated[Act, typer.Argument(metavar="ACT", help=f"{', '.join(Act)}.")] = Act.LIST,
    review: Annotated[int | None, typer.Argument(metavar="[N]", help="The review; the newest when left out.")] = None,
    query: QueryText = None,
    level: Annotated[Level, typer.Option("--level", help="What the query lists.")] = Level.ANNOTATION,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write the marks to a file.")] = None,
    load: Annotated[Path | None, typer.Option("--load", metavar="FILE", help="Add the marks of a file.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Marks of the file count over those that stand.")] = False,
    name: RunName = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """List reviews, and show, keep and apply what was said in them.

    A review is looked at in the browser: `assay serve`. Its marks change nothing until they are applied; then all of
    them are one change, which `assay undo` takes back.
    """
    from assay.workflows.reviews.reviews import list_reviews, open_review

    by = signature(author, reason)
    with edit_project(project) as store:
        if act is Act.LIST:
            rows = [_row(store, found) for found in list_reviews(store, dataset)]
            columns = ("id", "state", "total", "marked", "looked_at", "level", "author", "query")
            emit(rows, as_json=as_json, human=lambda console: print_rows(console, rows, columns, empty=_NONE))
            return
        if act is Act.OPEN:
            with pointing_at(query or ""):
                chosen = open_review(store, query or "", level=level, dataset=dataset, run=name, author=by.author)
        else:
            chosen = _chosen(store, review, dataset)
        if act is Act.MARKS and load is not None:
            _load(store, chosen, load, by, force=force)
        if act is Act.MARKS and save is not None:
            _save(store, chosen, save)
        value = _ACTS[act](store, chosen, by)
    emit(value, as_json=as_json, human=lambda console: _print(console, value))


_NONE = "Nothing was reviewed yet. `assay serve` opens the wall."


def _chosen(store: Store, review: int | None, dataset: str | None) -> Review:
    from assay.workflows.reviews.reviews import list_reviews

    if review is not None:
        return store.reviews.find(review)
    there = list_reviews(store, dataset)
    if not there:
        raise typer.BadParameter(_NONE)
    return there[-1]


def _row(store: Store, review: Review) -> dict[str, Any]:
    from assay.workflows.reviews.reviews import progress_of

    found, question = progress_of(store, review), review.question
    return {
        "id": review.id,
        "query": question.query,
        "level": question.level,
        "author": review.author,
        "at": review.at,
        **{key: value for key, value in asdict(found).items() if key != "by_class"},
    }


def _show(store: Store, review: Review, _: Signature) -> dict[str, Any]:
    from assay.workflows.reviews.reviews import progress_of

    names = _class_names(store, review)
    by_class = [{"label": names.get(part.category_id), **asdict(part)} for part in progress_of(store, review).by_class]
    return {**_row(store, review), "by_class": by_class}


def _marks(store: Store, review: Review, _: Signature) -> dict[str, Any]:
    from assay.workflows.reviews.reviews import verdict_rows

    return {"id": review.id, "marks": verdict_rows(store, review)}


def _apply(store: Store, review: Review, by: Signature) -> dict[str, Any]:
    from assay.workflows.reviews.apply_review import apply_review

    done = apply_review(store, review, by=by)
    note(f"{done.change.title}." if done.change else "There was nothing to apply.")
    return asdict(done)


def _times(store: Store, review: Review, _: Signature) -> dict[str, Any]:
    from assay.workflows.reviews.times import times_of

    found, names = times_of(store, review), _class_names(store, review)
    return {
        "items": found.items,
        "seconds": found.seconds,
        "items_per_minute": found.items_per_minute,
        "by_author": [{**asdict(pace), "items_per_minute": pace.items_per_minute} for pace in found.by_author],
        "by_class": [{"label": names.get(part.category_id), **asdict(part)} for part in found.by_class],
        "agreement": [asdict(pair) for pair in found.agreement],
    }


def _delete(store: Store, review: Review, _: Signature) -> dict[str, Any]:
    told = _row(store, review)
    store.reviews.delete(review.id)
    return told


_ACTS = {
    Act.OPEN: _show,
    Act.SHOW: _show,
    Act.MARKS: _marks,
    Act.APPLY: _apply,
    Act.TIMES: _times,
    Act.DELETE: _delete,
}


def _load(store: Store, review: Review, path: Path, by: Signature, *, force: bool) -> None:
    from assay.model.review import Reviewer
    from assay.workflows.reviews.marks import load_marks, read_marks

    now = time.time_ns() // 1_000_000
    done = load_marks(store, review, read_marks(path), by=Reviewer(by.author), now=now, force=force)
    added, conflicts = amount(done.added, "mark"), len(done.conflicts)
    note(f"{added} added, {done.same:,} stood so already, {conflicts:,} in conflict left out.")
    for conflict in done.conflicts:
        note(f"  {conflict.id}: {conflict.author} says {conflict.verdict}, the file {conflict.file_verdict}")
    for unknown in done.unknown:
        note(f"  mark {unknown.row} cannot be read: {unknown.why}")


def _save(store: Store, review: Review, path: Path) -> None:
    from assay.workflows.reviews.marks import marks_of

    path.write_text(json.dumps(marks_of(store, review), ensure_ascii=False, indent=1), encoding="utf-8")
    note(f"Wrote {path}.")


def _class_names(store: Store, review: Review) -> dict[int | None, str]:
    return {category.id: category.name for category in store.snapshot().categories(review.question.dataset_id)}


def _print(console: Console, value: dict[str, Any]) -> None:
    """The facts, and a table for each list of rows."""
    print_facts(console, {key: fact for key, fact in value.items() if not isinstance(fact, list | tuple | dict)})
    for key, rows in value.items():
        if isinstance(rows, list | tuple) and rows:
            console.print(f"\n{key.replace('_', ' ')}", markup=False)
            print_rows(console, rows, tuple(rows[0]), empty="")
