"""`assay segments`: queries kept by name, and lists of items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit, note, pointing_at
from assay.cli.flags import (
    AsJson,
    Author,
    DatasetName,
    Ids,
    ProjectPath,
    QueryText,
    Reason,
    RunName,
    open_project,
    signature,
)
from assay.cli.selection import Selection
from assay.cli.tables import print_rows
from assay.model.level import Level
from assay.model.segment_kind import TEMPLATES, FieldValue, SegmentKind

if TYPE_CHECKING:
    from assay.model.signature import Signature
    from assay.store.store import Store
    from assay.workflows.segments.combine import Operation
    from assay.workflows.segments.items import Items
    from assay.workflows.segments.segments import SegmentFacts

NAME = "segments"
EXAMPLES = (
    "assay segments my.assay",
    "assay segments my.assay --save crowded --query 'annotations.count > 50'",
    "assay segments my.assay --add 'no label' --level prediction --query 'match = \"background\"' --kind data_quality",
    "assay segments my.assay --remove 'no label' --level prediction --ids 3,17",
    "assay segments my.assay --combine 'clean train' --operation difference --of train --of blurred",
    "assay segments my.assay --delete crowded",
)


def run(
    project: ProjectPath,
    save: Annotated[str | None, typer.Option("--save", metavar="NAME", help="Keep --query under this name.")] = None,
    add: Annotated[str | None, typer.Option("--add", metavar="NAME", help="Add items to this list.")] = None,
    remove: Annotated[str | None, typer.Option("--remove", metavar="NAME", help="Take items out of this list.")] = None,
    delete: Annotated[str | None, typer.Option("--delete", metavar="NAME", help="Delete this one.")] = None,
    combine: Annotated[
        str | None, typer.Option("--combine", metavar="NAME", help="Keep a combination of --of under this name.")
    ] = None,
    of: Annotated[
        list[str] | None, typer.Option("--of", metavar="NAME", help="A segment to combine; give two or more.")
    ] = None,
    operation: Annotated[
        str,
        typer.Option(
            "--operation", help="What is in any, in all, or in the first only: union, intersection, difference."
        ),
    ] = "union",
    ids: Ids = None,
    query: QueryText = None,
    level: Annotated[Level, typer.Option("--level", help="What the query lists, or the ids are of.")] = Level.IMAGE,
    kind: Annotated[SegmentKind | None, typer.Option("--kind", help="What a new list of items is for.")] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="NAME=VALUE", help="A field of its kind; may be repeated.")
    ] = None,
    name: RunName = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """List segments, keep a query as one, or add items to one.

    A query kept by name is live: it lists what matches when it is opened. What is added as items stays, whatever
    becomes of the query that found it; --add makes the list where there is none. Each act can be undone.
    """
    from assay.workflows.segments.combine import combine_segments
    from assay.workflows.segments.segments import delete_segment, save_segment, segment_facts

    if sum(act is not None for act in (save, add, remove, delete, combine)) > 1:
        raise typer.BadParameter("Give one of --save, --add, --remove, --combine and --delete.")
    by = signature(author, reason)
    with open_project(project) as store:
        if save is not None:
            with pointing_at(query or ""):
                save_segment(store, save, query or "", level=level, dataset=dataset, by=by)
        if delete is not None:
            delete_segment(store, delete, dataset=dataset, by=by)
        if combine is not None:
            combine_segments(store, combine, _operation(operation), of or [], dataset=dataset, by=by)
        if add is not None or remove is not None:
            ids_there = Selection.of(ids, query).ids(store, level=level, dataset=dataset, run=name)
            change = _Items({level: ids_there}, kind, field, dataset, by)
            note(change.add(store, add) if add is not None else change.remove(store, str(remove)))
        found = [value_of(facts) for facts in segment_facts(store.snapshot(), dataset)]
    columns = ("name", "state", "kind", "level", "rows", "done", "assignee", "query")
    emit(found, as_json=as_json, human=lambda console: print_rows(console, found, columns, empty=_NONE))


_NONE = "No segment was saved yet."


@dataclass(frozen=True, slots=True)
class _Items:
    """Items to add or to take out, and what was done, as one sentence."""

    items: Items
    kind: SegmentKind | None
    fields: list[str] | None
    dataset: str | None
    by: Signature

    def add(self, store: Store, name: str) -> str:
        from assay.workflows.segments.items import add_items

        fields = None if self.fields is None else fields_of(self.fields, self.kind)
        done = add_items(
            store, self.items, segment=name, kind=self.kind, fields=fields, dataset=self.dataset, by=self.by
        )
        return f"{done.change.title}." if done.change else f"All {done.unchanged:,} are in {name!r} already."

    def remove(self, store: Store, name: str) -> str:
        from assay.workflows.segments.items import remove_items

        done = remove_items(store, self.items, segment=name, dataset=self.dataset, by=self.by)
        return f"{done.change.title}." if done.change else f"None of them is in {name!r}."


def _operation(word: str) -> Operation:
    from assay.workflows.segments.combine import Operation

    try:
        return Operation(word)
    except ValueError:
        raise typer.BadParameter(f"{word!r} is none of {', '.join(Operation)}.") from None


def fields_of(texts: list[str], kind: SegmentKind | None) -> dict[str, FieldValue]:
    """The fields that `NAME=VALUE` texts say, of a segment of a kind."""
    from assay.workflows.segments.segments import DEFAULT_KIND

    known = {field.name: field for field in TEMPLATES[kind or DEFAULT_KIND].fields}
    fields: dict[str, FieldValue] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{text!r} is not a field; write it as --field priority=high.")
        fields[name] = known[name].read(value) if name in known else value
    return fields


def value_of(facts: SegmentFacts) -> dict[str, Any]:
    """A segment as a row of a table, or as JSON."""
    segment = facts.segment
    return {
        "id": segment.id,
        "name": segment.name,
        "kind": segment.kind,
        "fields": dict(segment.fields),
        "level": facts.opens.level,
        "query": facts.opens.text,
        "items": None if facts.items is None else sum(facts.items.values()),
        "rows": facts.total,
        "done": facts.done if segment.is_frozen else None,
        "state": segment.state,
        "assignee": segment.assignee,
    }
