"""`assay segment`: the work on one segment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.amounts import amount
from assay.cli.commands.segments import fields_of, value_of
from assay.cli.console import emit, note
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, Reason, open_project, parse_ids, signature
from assay.model.level import Level
from assay.model.segment_kind import SegmentKind
from assay.model.segment_state import SegmentState

if TYPE_CHECKING:
    from rich.console import Console

    from assay.store.snapshot import Snapshot
    from assay.workflows.segments.insights import Insights

NAME = "segment"
EXAMPLES = (
    "assay segment my.assay 'no label'",
    "assay segment my.assay 'no label' --state in_progress --assign anna --comment 'gloves first'",
    "assay segment my.assay 'no label' --level prediction --done 3,17",
    "assay segment my.assay crowded --freeze",
    "assay segment my.assay 'no label' --export labels.zip",
)


def run(
    project: ProjectPath,
    name: Annotated[str, typer.Argument(help="The segment.")],
    rename: Annotated[str | None, typer.Option("--rename", metavar="NAME", help="Give it another name.")] = None,
    kind: Annotated[SegmentKind | None, typer.Option("--kind", help="What it is for.")] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="NAME=VALUE", help="A field of its kind; may be repeated.")
    ] = None,
    state: Annotated[SegmentState | None, typer.Option("--state", help="Where the work on it stands.")] = None,
    assign: Annotated[str | None, typer.Option("--assign", help="Who works on it; empty for nobody.")] = None,
    describe: Annotated[str | None, typer.Option("--describe", help="What it is about.")] = None,
    comment: Annotated[str | None, typer.Option("--comment", help="Say something of it.")] = None,
    freeze: Annotated[bool, typer.Option("--freeze", help="Make a list of what its query lists now.")] = False,
    copy: Annotated[str | None, typer.Option("--copy", metavar="NAME", help="Copy it under this name.")] = None,
    done: Annotated[list[str] | None, typer.Option("--done", metavar="IDS", help="These items are done.")] = None,
    reopen: Annotated[list[str] | None, typer.Option("--reopen", metavar="IDS", help="These items are not.")] = None,
    level: Annotated[Level, typer.Option("--level", help="What the ids are of.")] = Level.ANNOTATION,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write its items: .csv, .json, or .zip with crops.")
    ] = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Show what is in a segment, or work on it: state, assignee, comments, items that are done.

    Each act can be undone. A file that is named by --export is written anew.
    """
    from assay.workflows.segments import work as segment_work
    from assay.workflows.segments.insights import segment_insights
    from assay.workflows.segments.items import tick_items
    from assay.workflows.segments.segments import find_segment

    by = signature(author, reason)
    with open_project(project) as store:
        found = find_segment(store.snapshot(), name, dataset=dataset)
        fields = None if field is None else fields_of(field, kind or found.kind)
        work = segment_work.Work(rename, kind, fields, state, assign, describe)
        segment_work.edit_segment(store, found.id, work, dataset=dataset, by=by)
        if comment is not None:
            segment_work.comment_on(store, found.id, comment, dataset=dataset, by=by)
        if freeze:
            segment_work.freeze_segment(store, found.id, dataset=dataset, by=by)
        if copy is not None:
            segment_work.copy_segment(store, found.id, copy, dataset=dataset, by=by)
        for ids, is_done in ((done, True), (reopen, False)):
            if ids:
                tick_items(store, {level: parse_ids(ids)}, done=is_done, segment=found.id, dataset=dataset, by=by)
        snapshot = store.snapshot()
        segment = find_segment(snapshot, found.id, dataset=dataset)
        if export is not None:
            _export(snapshot, segment.id, export, dataset)
        insights = segment_insights(snapshot, segment)
        value = _value(snapshot, insights)
    emit(value, as_json=as_json, human=lambda console: _print(console, value))


def _export(snapshot: Snapshot, segment_id: int, out: Path, dataset: str | None) -> None:
    from assay.workflows.exports.export_segment import ItemsForm, list_items, write_items
    from assay.workflows.segments.segments import find_segment

    forms = {".csv": ItemsForm.CSV, ".json": ItemsForm.JSON, ".zip": ItemsForm.CROPS}
    if out.suffix not in forms:
        raise typer.BadParameter(f"{out.name!r} must end in {', '.join(forms)}.")
    listing = list_items(snapshot, find_segment(snapshot, segment_id, dataset=dataset))
    with out.open("wb") as file:
        file.writelines(write_items(listing, forms[out.suffix]))
    note(f"Wrote {amount(listing.rows.num_rows, 'item')} to {out}.")


def _value(snapshot: Snapshot, insights: Insights) -> dict[str, Any]:
    from assay.workflows.segments.segments import facts_in

    segment = insights.segment
    return value_of(facts_in(snapshot, segment)) | {
        "description": segment.description,
        "counts": {level.value: count for level, count in insights.counts.items()},
        "classes": [
            {"class": score.name, "labels": score.labels, "recall": score.recall, "precision": score.precision}
            for score in insights.scores
        ],
        "required": [{"field": one.field, "wanted": one.wanted, "reached": one.reached} for one in insights.required],
        "leaks": [{"other": leak.other, "images": leak.images, "query": leak.query} for leak in insights.leaks],
        "comments": [
            {"author": comment.author, "at": comment.at.isoformat(), "text": comment.text}
            for comment in snapshot.segment_comments(segment.id)
        ],
    }


def _print(console: Console, value: dict[str, Any]) -> None:
    from assay.cli.tables import print_rows

    for name in ("name", "state", "kind", "assignee", "description", "query", "counts", "done"):
        if value[name] not in (None, "", {}):
            console.print(f"{name:12} {value[name]}")
    print_rows(console, value["classes"], ("class", "labels", "recall", "precision"), empty="No run was evaluated.")
    for leak in value["leaks"]:
        console.print(f"Leak: {amount(leak['images'], 'image')}, of {leak['other']!r}: {leak['query']}")
    for comment in value["comments"]:
        console.print(f"{comment['author']}: {comment['text']}")
