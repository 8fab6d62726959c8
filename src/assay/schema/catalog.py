"""Every field a query may name, and every name it may compare with, for one dataset at one moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeAlias

from assay.model.level import Level
from assay.schema.field import Facet, Field, FieldType, fold, spell_name
from assay.schema.fields import ALIASES, CORE_FIELDS

KeyPath: TypeAlias = tuple[str, ...]
"""Where a value stands in a JSON object: one key per step."""


@dataclass(frozen=True, slots=True)
class SegmentText:
    """A live segment as a query needs it: the text and the level that the text was written for."""

    name: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class SegmentItems:
    """A frozen segment as a query needs it: its id, and the levels at which it has items."""

    name: str
    segment_id: int
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class RunName:
    """A run as a query needs it: its id and that of its evaluation, None when it was not evaluated."""

    name: str
    run_id: int
    evaluation_id: int | None = None


@dataclass(frozen=True)
class Catalog:
    """What a query may speak of in one dataset.

    `classes` are (id, name), in order of id. `metadata` and `attributes` say which keys occur in the images'
    and in the labels' own JSON, and of which type. `splits` serve completion only. `metrics` are the fields that
    metrics measured, at their levels. `embedded` are the levels whose rows have vectors. `former_classes` are classes
    under the names that they had before they were renamed.
    """

    classes: tuple[tuple[int, str], ...] = ()
    metadata: Mapping[KeyPath, FieldType] = field(default_factory=dict)
    attributes: Mapping[KeyPath, FieldType] = field(default_factory=dict)
    splits: tuple[str, ...] = ()
    segments: Mapping[str, SegmentText | SegmentItems] = field(default_factory=dict)
    runs: Mapping[str, RunName] = field(default_factory=dict)
    metrics: tuple[Field, ...] = ()
    embedded: tuple[Level, ...] = ()
    former_classes: tuple[tuple[int, str], ...] = ()

    @classmethod
    def build(
        cls,
        classes: Iterable[tuple[int, str]] = (),
        metadata_keys: Mapping[str | KeyPath, FieldType] | None = None,
        *,
        attribute_keys: Mapping[str | KeyPath, FieldType] | None = None,
        splits: Iterable[str] = (),
        segments: Iterable[SegmentText | SegmentItems] = (),
        runs: Iterable[RunName] = (),
        metrics: Sequence[Field] = (),
        embedded: Iterable[Level] = (),
        former_classes: Iterable[tuple[int, str]] = (),
    ) -> Catalog:
        """A catalog from what a project holds; a key given as text is one key of the outermost object."""
        return cls(
            tuple(classes),
            _paths(metadata_keys),
            _paths(attribute_keys),
            tuple(splits),
            {segment.name: segment for segment in segments},
            {run.name: run for run in runs},
            tuple(metrics),
            tuple(embedded),
            tuple(former_classes),
        )

    def fields(self, level: Level) -> tuple[Field, ...]:
        """Every field of the level's own rows: core, metrics, then the keys of its JSON column."""
        return (*CORE_FIELDS[level], *self.measured(level), *self._json_fields(level))

    def measured(self, level: Level) -> tuple[Field, ...]:
        """The fields that metrics measured at the level."""
        return tuple(metric for metric in self.metrics if metric.level is level)

    def facets(self, level: Level) -> tuple[Field, ...]:
        """The fields of the level that are worth summing up beside a list."""
        return tuple(field for field in self.fields(level) if field.facet is not None)

    def field(self, level: Level, name: str) -> Field | None:
        """The level's own field of this spelling or alias, in any case; None when there is none."""
        wanted = ALIASES[level].get(name.lower(), name)
        known = {field.name: field for field in self.fields(level)}
        if wanted in known:
            return known[wanted]
        return next((field for spelled, field in known.items() if spelled.lower() == wanted.lower()), None)

    def class_ids(self, name: str) -> tuple[int, ...]:
        """Ids of the classes of this name: the exact one, else any that differ only in case, spaces or underscores.

        Where there is none, the class that had the name before it was renamed.
        """
        exact = tuple(id for id, known in self.classes if known == name)
        alike = exact or tuple(id for id, known in self.classes if fold(known) == fold(name))
        return alike or tuple(id for id, known in self.former_classes if known == name)

    def class_ids_like(self, pattern: str) -> tuple[int, ...]:
        """Ids of the classes whose name fits a `like` pattern."""
        expression = like_expression(pattern)
        return tuple(id for id, known in self.classes if expression.fullmatch(known))

    def near_classes(self, name: str) -> list[str]:
        """Names of classes that resemble `name`, nearest first, three at most."""
        return near(name, [known for _, known in self.classes])

    def _json_fields(self, level: Level) -> tuple[Field, ...]:
        if level is Level.ISSUE:
            return ()
        keys, prefix, whose = (
            (self.metadata, "metadata", "image") if level is Level.IMAGE else (self.attributes, "attributes", "object")
        )
        return tuple(
            Field(
                spell_name((prefix, *path)),
                level,
                type,
                ".".join(path),
                f"the {whose}'s own field from the source",
                "",
                Facet.HISTOGRAM if type is FieldType.NUMBER else Facet.TERMS,
                column=prefix,
                path=path,
            )
            for path, type in keys.items()
        )


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known names that resemble `name`, nearest first, three at most; case and separators do not count."""
    folded: dict[str, str] = {}
    for candidate in known:
        folded.setdefault(fold(candidate), candidate)
    return [folded[match] for match in get_close_matches(fold(name), folded, n=3, cutoff=0.6)]


def like_expression(pattern: str) -> re.Pattern[str]:
    r"""A `like` pattern as a regular expression: % any text, _ any character, \ takes the next one as it is."""
    out, escaped = [], False
    for character in pattern:
        if escaped or character not in "\\%_":
            out.append(re.escape(character))
            escaped = False
        elif character == "\\":
            escaped = True
        else:
            out.append(".*" if character == "%" else ".")
    return re.compile("".join(out), re.IGNORECASE | re.DOTALL)


def _paths(keys: Mapping[str | KeyPath, FieldType] | None) -> dict[KeyPath, FieldType]:
    return {(key,) if isinstance(key, str) else key: type for key, type in (keys or {}).items()}
