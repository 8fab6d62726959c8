"""What a name means at a level: a column, an aggregate, the values of many rows, or nothing."""

from __future__ import annotations

import shlex
from dataclasses import replace

from assay.errors import QueryError, QueryName, QueryType
from assay.model.autotag import word_of
from assay.model.issue import IssueState
from assay.model.level import Level
from assay.query.nodes import Name, Similar
from assay.query.typed import Aggregate, Alike, Apply, At, Column, Constant, Each, Typed, all_hold, exists
from assay.schema.autotag_fields import AUTOTAG
from assay.schema.catalog import Catalog, near
from assay.schema.field import Field, FieldType, fold, spell_name
from assay.schema.fields import CORE_FIELDS, LEVEL_TABLES

CHILDREN = {"annotations": Level.ANNOTATION, "predictions": Level.PREDICTION, "issues": Level.ISSUE}
"""Prefixes of an image's fields that speak of the rows in it."""

WORDS = {
    Level.IMAGE: "images",
    Level.ANNOTATION: "labels",
    Level.PREDICTION: "predictions",
    Level.ISSUE: "issues",
}
"""What people call the rows of a level."""

_WITH_ISSUES = (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)
_OBJECTS = (Level.ANNOTATION, Level.PREDICTION)


def resolve(name: Name, catalog: Catalog, level: Level) -> Typed:
    """What `name` means for a row of `level`; raise `QueryName` with near names when it means nothing."""
    if name.run is not None:
        return _in_run(name, catalog, level)
    found = _resolve(name.parts, catalog, level)
    if found is None:
        raise unknown_field(name, catalog, level)
    return found


def _resolve(parts: tuple[str, ...], catalog: Catalog, level: Level) -> Typed | None:
    prefix, rest = parts[0].lower(), parts[1:]
    own = _own(parts, catalog, level)
    if own is not None:
        return own
    if rest and prefix == level.value:
        return _resolve(rest, catalog, level)
    if rest and level is Level.ISSUE and prefix in {Level.ANNOTATION.value, Level.PREDICTION.value}:
        return _at(Level(prefix), _resolve(rest, catalog, Level(prefix)))
    if level is Level.IMAGE:
        return None
    image_parts = rest if rest and prefix == Level.IMAGE.value else parts
    return _at(Level.IMAGE, _resolve(image_parts, catalog, Level.IMAGE))


def _at(place: Level, found: Typed | None) -> Typed | None:
    return None if found is None else At(place, found)


def _own(parts: tuple[str, ...], catalog: Catalog, level: Level) -> Typed | None:
    """A field of the level's own rows, or of the rows in an image."""
    is_autotag = parts[0].lower() == AUTOTAG
    if is_autotag:
        parts = tuple(map(word_of, parts))
    field = catalog.field(level, ".".join(parts)) if len(parts) < 3 or is_autotag else None
    if field is not None and not field.path:
        return computed(field)
    prefix, rest = parts[0].lower(), parts[1:]
    if not rest:
        return None
    if level in _OBJECTS and prefix == f"{level.value}s" and rest[0].lower() in {"metadata", "attributes"} and rest[1:]:
        prefix, rest = "attributes", rest[1:]
    if prefix == ("metadata" if level is Level.IMAGE else "attributes"):
        return _json(prefix, rest, catalog, level)
    if level is Level.IMAGE and prefix in CHILDREN:
        return _in_image(CHILDREN[prefix], rest, catalog)
    return None


def computed(field: Field) -> Typed:
    """A core field or a metric as a typed node."""
    build = _COMPUTED.get((field.level, field.name))
    return build if build is not None else Column(field, field.type)


def _json(prefix: str, path: tuple[str, ...], catalog: Catalog, level: Level) -> Typed | None:
    for candidate in (path, (".".join(path),)):
        field = catalog.field(level, spell_name((prefix, *candidate)))
        if field is not None:
            return Column(field, field.type)
    return None


def _measured(path: tuple[str, ...], catalog: Catalog, level: Level) -> Typed | None:
    """A column that a metric measured, by its name or by the one that Nucleus has for it."""
    name = path[0].lower()
    field = catalog.field(level, OF_NUCLEUS.get(name, name)) if len(path) == 1 else None
    return Column(field, field.type) if field is not None and field.metric else None


def _in_image(child: Level, rest: tuple[str, ...], catalog: Catalog) -> Typed | None:
    """What `annotations.car`, `annotations.box.car`, `annotations.metadata.k`, `issues.loose_box`… mean."""
    if child is Level.ISSUE:
        kind = _value(child, "kind", rest[0]) if len(rest) == 1 else None
        return None if kind is None else Aggregate(child, "count", body=all_hold(OPEN, kind))
    if rest[0].lower() in {"metadata", "attributes"} and rest[1:]:
        value = _json("attributes", rest[1:], catalog, child) or _measured(rest[1:], catalog, child)
        return None if value is None else Each(child, value)
    ids = catalog.class_ids(".".join(rest))
    if ids:
        return Aggregate(child, "count", body=class_in(_column(child, "label"), ids))
    kind = _value(child, "kind", rest[0])
    if kind is None:
        value = _measured(rest, catalog, child)
        return None if value is None else Each(child, value)
    if len(rest) == 1:
        return Aggregate(child, "count", body=kind)
    ids = catalog.class_ids(".".join(rest[1:]))
    return Aggregate(child, "count", body=all_hold(kind, class_in(_column(child, "label"), ids))) if ids else None


def _in_run(name: Name, catalog: Catalog, level: Level) -> Typed:
    """How a run met a label: an outcome, or a field of its match or of the prediction that took the label."""
    run = catalog.runs.get(name.run or "")
    if run is None:
        nearest = near(name.run or "", catalog.runs)
        hint = f"Did you mean {nearest[0]!r}?" if nearest else f"There are: {', '.join(catalog.runs) or 'none'}."
        raise QueryName(f"There is no run named {name.run!r}.", hint=hint, span=name.span)
    if run.evaluation_id is None:
        hint = f"Evaluate it first: `assay evaluate P --run {shlex.quote(run.name)}`."
        raise QueryName(f"Run {run.name!r} was not evaluated.", hint=hint, span=name.span)
    if level is not Level.ANNOTATION:
        raise QueryName(
            f"`run(…)` tells how a run met labels; it is not a field of {WORDS[level]}.",
            hint=_INSTEAD.get(level, "Write `any(annotation: run(…).correct)`."),
            span=name.span,
        )
    word = ".".join(name.parts).lower()
    field = RUN_FIELDS.get(RUN_ALIASES.get(word, word))
    if field is not None:
        return Column(field, field.type, run.evaluation_id)
    match = _column(level, "match")
    outcomes = closed_values(match.field, word)
    if not outcomes:
        nearest = near(word, [*RUN_FIELDS, *RUN_OUTCOMES])
        known = ", .".join([*RUN_FIELDS, *RUN_OUTCOMES])
        hint = f"Did you mean `.{nearest[0]}`?" if nearest else f"Write run(…).{known}."
        raise QueryName(f"A run has no field `{word}`.", hint=hint, span=name.span)
    return one_of(replace(match, evaluation=run.evaluation_id), outcomes)


def alike(node: Similar, catalog: Catalog, level: Level) -> Typed:
    """What `similar(…)` means for a row of `level`: of its image, of the object itself, or of what an issue is about.

    Raises
    ------
    QueryType : no row of the level that is compared has a vector.
    QueryName : images are compared with objects.
    """
    source = Level(node.level)
    own = level if {source, level} <= set(_OBJECTS) else source
    if own not in catalog.embedded:
        raise QueryType(
            f"No {WORDS[own]} of this dataset have an embedding to compare them by.",
            hint="Compute one: `assay embed P`, or the button Embed in the browser.",
            span=node.span,
        )
    if level is Level.IMAGE and source is not Level.IMAGE:
        raise QueryName(
            f"`similar({node.level}: …)` speaks of {WORDS[source]}, not of images.",
            hint=f"Write `any({node.level}: similar({node.level}: …) > 0.8)`.",
            span=node.span,
        )
    found = Alike(source, node.items, node.mean)
    return found if own is level else At(own, found)


def class_in(column: Typed, ids: tuple[int, ...]) -> Apply:
    """Whether a class column is one of these classes."""
    return Apply("in", (column, *(Constant(id, FieldType.NUMBER) for id in ids)))


def one_of(column: Typed, values: tuple[str, ...]) -> Apply:
    """Whether a field with a fixed set of values has one of these."""
    constants = tuple(Constant(value, FieldType.TEXT) for value in values)
    return Apply("=" if len(constants) == 1 else "in", (column, *constants))


def closed_values(field: Field, word: str) -> tuple[str, ...]:
    """The values that `word` means for a field with a fixed set of values; empty when it means none of them."""
    folded = fold(word)
    spelled = {fold(value): (value,) for value in field.values} | {fold(k): v for k, v in field.spellings.items()}
    return spelled.get(folded, ())


_LONGEST_TOLD = 80


def unknown_field(name: Name, catalog: Catalog, level: Level) -> QueryError:
    """The error for a name that means nothing at `level`, with what may have been meant."""
    text = spell_name(name.parts)
    told = text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"
    message = f"{WORDS[level].capitalize()} have no field `{told}`."
    for other in (Level.ANNOTATION, Level.PREDICTION, Level.ISSUE):
        if level is not other and _resolve(name.parts, catalog, other) is not None:
            return QueryName(
                message, hint=f"It is a field of {WORDS[other]}: write `any({other.value}: {text} …)`.", span=name.span
            )
    nearest = _near_names(name.parts, catalog, level)
    if nearest:
        return QueryName(message, hint=f"Did you mean {_one_of(nearest)}?", span=name.span)
    some = ", ".join(field.name for field in CORE_FIELDS[level][:8])
    return QueryName(message, hint=f"Some of their fields: {some}.", span=name.span)


def _near_names(parts: tuple[str, ...], catalog: Catalog, level: Level) -> list[str]:
    prefix, rest = parts[0].lower(), ".".join(parts[1:])
    fields = [*catalog.fields(level), *(catalog.fields(Level.IMAGE) if level is not Level.IMAGE else ())]
    names = [field.name for field in fields]
    siblings = {name.partition(".")[2]: name for name in names if rest and name.startswith(f"{prefix}.")}
    if prefix in CHILDREN:
        siblings |= {name: spell_name((prefix, name)) for _, name in catalog.classes}
    return [siblings[found] for found in near(rest, siblings)] or near(spell_name(parts), names)


def _one_of(names: list[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _column(level: Level, name: str) -> Column:
    field = next(field for field in CORE_FIELDS[level] if field.name == name)
    return Column(field, field.type)


def _raw(level: Level, column: str) -> Column:
    """A column of the level's table that is no field by itself."""
    declared = LEVEL_TABLES[level][column]
    return Column(Field(column, level, FieldType.NUMBER, column, declared.meaning, column=column), FieldType.NUMBER)


def _value(level: Level, field: str, word: str) -> Typed | None:
    column = _column(level, field)
    values = closed_values(column.field, word)
    return one_of(column, values) if values else None


RUN_FIELDS = {
    "match": _column(Level.ANNOTATION, "match").field,
    "iou": _column(Level.ANNOTATION, "iou").field,
    "label": _column(Level.ANNOTATION, "predicted_label").field,
    "score": _column(Level.PREDICTION, "score").field,
}
"""What a run says of a label: how the two met, and the class and the confidence of the prediction that took it."""

RUN_ALIASES = {"outcome": "match", "predicted_label": "label", "class": "label", "confidence": "score"}
"""Other names that these answer to."""

OF_NUCLEUS = {"predicted_label": "likely_label"}
"""Names that Nucleus has under `annotations.metadata` for what `assay mislabels` writes, where ours differ."""

RUN_OUTCOMES = ("correct", "confusion", "missed", "ignored")
"""What a label can be to a run, as `run(…).correct` asks."""

_INSTEAD = {
    Level.PREDICTION: "Choose the run and write `match`, or list labels.",
    Level.ISSUE: "Write `any(annotation: run(…).correct)` for the labels of its image.",
}

OPEN = Apply("=", (_column(Level.ISSUE, "state"), Constant(IssueState.OPEN.value, FieldType.TEXT)))
"""Whether an issue waits for a decision."""

_CHANGED = Apply("is not null", (_raw(Level.ANNOTATION, "changed_by"),))
_WORST_ISSUE = Aggregate(Level.ISSUE, "min", _column(Level.ISSUE, "score"), OPEN)
_ISSUE_KINDS = Each(Level.ISSUE, _column(Level.ISSUE, "kind"), OPEN)

_COMPUTED: dict[tuple[Level, str], Typed] = {
    (Level.IMAGE, "annotations.count"): Aggregate(Level.ANNOTATION, "count"),
    (Level.IMAGE, "predictions.count"): Aggregate(Level.PREDICTION, "count"),
    (Level.IMAGE, "issues.count"): Aggregate(Level.ISSUE, "count", body=OPEN),
    (Level.IMAGE, "annotations.label"): Each(Level.ANNOTATION, _column(Level.ANNOTATION, "label")),
    (Level.IMAGE, "predictions.label"): Each(Level.PREDICTION, _column(Level.PREDICTION, "label")),
    (Level.IMAGE, "changed"): Apply(
        "or", (Apply("is not null", (_raw(Level.IMAGE, "changed_by"),)), exists(Level.ANNOTATION, _CHANGED))
    ),
    (Level.ANNOTATION, "changed"): _CHANGED,
    **dict.fromkeys(((level, "issue") for level in _WITH_ISSUES), _ISSUE_KINDS),
    **dict.fromkeys(((level, "issue_score") for level in _WITH_ISSUES), _WORST_ISSUE),
}
"""Core fields that are not a column by themselves."""
