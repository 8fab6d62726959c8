"""What the data is: how much of what there is, each number with the query that lists it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assay.amounts import amount
from assay.arrays import Ids
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.model.run import Run
from assay.query.build import Expression, field
from assay.schema.field import spell_name
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of
from assay.workflows.health.listed import listed

SIZES_SHOWN = 8
"""How many sizes of images have a part of their own; the rarer ones share one."""

MOST_BARS = 20
"""Bars of the histogram of labels per image, beside that of 0 and the open one at its end."""

COLOUR_MODES = (
    ("in colour", "grayscale", False),
    ("grey", "grayscale", True),
    ("in CMYK", "cmyk", True),
    ("with transparency", "has_alpha", True),
)
"""What a colour mode is called, the flag that tells it, and the value it then has."""

BETA = 0.999
"""How fast another label of a class adds less, in the effective number of its labels."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the images or labels: its name, how many, their share of all, and the query that lists them."""

    name: str
    count: int
    share: float
    query: str


@dataclass(frozen=True, slots=True)
class Size:
    """A size of images in px, either way up counts apart; how many have it."""

    width: int
    height: int
    count: int


@dataclass(frozen=True, slots=True)
class _Alike:
    """Images alike in these four: how many, and the bytes of their files together."""

    split: str | None
    format: str | None
    width: int | None
    height: int | None
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ClassBalance:
    """A class with its labels, their share of all, and how many labels they are worth: see `effective_number`."""

    id: int
    name: str
    labels: int
    share: float
    effective: float
    query: str


@dataclass(frozen=True, slots=True)
class Bar:
    """How many images have `low` to `high` labels (None: any number above), and the query that lists them."""

    low: int
    high: int | None
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What one dataset holds, and one run of it.

    bytes : the files together; pixels : the images together. splits, formats : parts of the images.
    colours : parts of the images by their colour mode; empty before that was measured.
    sizes : every size, the commonest first.
    known : of each field of the source, how many images have a value.
    effective_classes : how many classes of equal size would be as mixed.
    """

    dataset: Dataset
    run: Run | None
    images: int
    labels: int
    predictions: int
    bytes: int
    pixels: int
    splits: tuple[Part, ...]
    formats: tuple[Part, ...]
    colours: tuple[Part, ...]
    sizes: tuple[Size, ...]
    known: Mapping[str, int]
    classes: tuple[ClassBalance, ...]
    effective_classes: float
    labels_per_image: tuple[Bar, ...]

    @property
    def size_parts(self) -> tuple[Part, ...]:
        """The commonest sizes, each a part of the images; the rest as one."""
        shown, rest = self.sizes[:SIZES_SHOWN], self.sizes[SIZES_SHOWN:]
        parts = [
            _part(f"{size.width} × {size.height}", size.count, self.images, has_size(size.width, size.height))
            for size in shown
        ]
        if rest:
            others = (field.width > 0) & (field.height > 0)
            for size in shown:
                others &= ~has_size(size.width, size.height)
            parts.append(_part(amount(len(rest), "other size"), sum(size.count for size in rest), self.images, others))
        return tuple(parts)


def facts_of(snapshot: Snapshot, scope: Scope) -> Facts:
    """The facts of a dataset and, where the scope names one, of a run."""
    target, asked = snapshot.dataset(scope.dataset_id), {"dataset": scope.dataset_id}
    groups = [_Alike(*row) for row in _rows(snapshot, _ALIKE, asked)]
    images = sum(group.count for group in groups)
    colours, known = _colours_and_known(snapshot, scope)
    classes, effective = _classes(snapshot, scope)
    run = None if scope.run_id is None else snapshot.run(target.id, scope.run_id)
    return Facts(
        target,
        run,
        images,
        labels=sum(one.labels for one in classes),
        predictions=0 if run is None else snapshot.count("predictions", where={"run_id": run.id}),
        bytes=sum(group.bytes for group in groups),
        pixels=sum(group.count * (group.width or 0) * (group.height or 0) for group in groups),
        splits=_parts("split", groups, images),
        formats=_parts("format", groups, images),
        colours=colours,
        sizes=_sizes(groups),
        known=known,
        classes=classes,
        effective_classes=effective,
        labels_per_image=_labels_per_image(snapshot, asked),
    )


def effective_number(labels: int) -> float:
    """What so many labels of one class are worth: (1 - βⁿ) / (1 - β), as each further one repeats more of the others.

    Cui et al., "Class-Balanced Loss Based on Effective Number of Samples", CVPR 2019.

    >>> effective_number(1), round(effective_number(100)), round(effective_number(100_000))
    (1.0, 95, 1000)
    """
    return float((1.0 - BETA**labels) / (1.0 - BETA)) if labels != 1 else 1.0


def effective_classes(counts: Iterable[int]) -> float:
    """How many classes of equal size would be as mixed: e to the Shannon entropy of the shares; 0 without labels.

    >>> effective_classes([50, 50]), round(effective_classes([99, 1]), 2)
    (2.0, 1.06)
    """
    given = [count for count in counts if count]
    total = sum(given)
    return float(np.round(math.exp(-sum(n / total * math.log(n / total) for n in given)), 12)) if total else 0.0


def has_size(width: int, height: int) -> Expression:
    """The images of a size."""
    return (field.width == width) & (field.height == height)


def _part(name: str, count: int, total: int, query: Expression) -> Part:
    return Part(name, count, count / total if total else 0.0, str(query))


def _parts(column: str, groups: Sequence[_Alike], total: int) -> tuple[Part, ...]:
    """The images by a column of text, the commonest value first, those without one last."""
    counts = Counter[str | None]()
    for group in groups:
        counts[getattr(group, column)] += group.count
    ordered = sorted(counts.items(), key=lambda item: (item[0] is None, -item[1], item[0]))
    return tuple(
        _part("none", count, total, field[column].is_null())
        if value is None
        else _part(value, count, total, field[column] == value)
        for value, count in ordered
    )


def _sizes(groups: Sequence[_Alike]) -> tuple[Size, ...]:
    """Every size, the commonest first."""
    counts = Counter[tuple[int, int]]()
    for group in groups:
        if group.width is not None and group.height is not None:
            counts[group.width, group.height] += group.count
    return tuple(Size(*size, count) for size, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _classes(snapshot: Snapshot, scope: Scope) -> tuple[tuple[ClassBalance, ...], float]:
    """Every class by its labels, the rarest last, and the effective number of classes; one name is one class."""
    ids: dict[str, int] = {}
    counts: dict[str, int] = {}
    labels = dict(_rows(snapshot, _LABELS, {"dataset": scope.dataset_id}))
    for category in snapshot.categories(scope.dataset_id):
        ids.setdefault(category.name, category.id)
        counts[category.name] = counts.get(category.name, 0) + labels.get(category.id, 0)
    total = sum(counts.values())
    found = [
        ClassBalance(
            ids[name], name, count, count / total if total else 0.0, effective_number(count), str(field.label == name)
        )
        for name, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda one: -one.labels)), effective_classes(counts.values())


def _colours_and_known(snapshot: Snapshot, scope: Scope) -> tuple[tuple[Part, ...], dict[str, int]]:
    """The images by those colour modes that were measured; and of each field of the source, how many have a value."""
    catalog = catalog_of(snapshot, scope.dataset_id)
    modes = {name: field[flag] == value for name, flag, value in COLOUR_MODES if catalog.field(Level.IMAGE, flag)}
    names = ["split", *(spell_name(("metadata", *path)) for path in catalog.metadata)]
    asked = [*map(str, modes.values()), *(f"{name} is not null" for name in names)]
    found = listed(snapshot, scope, Level.IMAGE, [(query, None) for query in asked])
    colours = [
        _part(name, one.count, one.total, modes[name]) for name, one in zip(modes, found[: len(modes)], strict=True)
    ]
    known = {name: one.count for name, one in zip(names, found[len(modes) :], strict=True)}
    return tuple(part for part in colours if part.count), {name: count for name, count in known.items() if count}


def _labels_per_image(snapshot: Snapshot, asked: Mapping[str, object]) -> tuple[Bar, ...]:
    """A bar for 0 labels, then even bars that hold 99 % of the other images, then one for all above."""
    rows = np.array(_rows(snapshot, _PER_IMAGE, asked), np.int64).reshape(-1, 2)
    number, images = rows[:, 0], rows[:, 1]
    spans = [(0, 0), *label_spans(np.repeat(number[number > 0], images[number > 0]))]
    highest = spans[-1][1]
    bars = [_bar(low, high, int(images[(number >= low) & (number <= high)].sum())) for low, high in spans]
    above = int(images[number > highest].sum())
    return tuple([*bars, _bar(highest + 1, None, above)] if above else bars)


def label_spans(values: Ids) -> list[tuple[int, int]]:
    """Even spans from 1 on that hold 99 % of the values (all 1 or more): `MOST_BARS` of them or fewer."""
    if not len(values):
        return []
    high = int(np.quantile(values, 0.99, method="higher"))
    width = next(w * 10**p for p in range(9) for w in (1, 2, 5) if -(-high // (w * 10**p)) <= MOST_BARS)
    return [(low, low + width - 1) for low in range(1, high + 1, width)]


def _bar(low: int, high: int | None, count: int) -> Bar:
    labels = field.annotations["count"]
    listed = labels >= low if high is None else labels == low if low == high else labels.between(low, high)
    return Bar(low, high, count, str(listed))


def _rows(snapshot: Snapshot, sql: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
    found = snapshot.query(Statement(sql, parameters))
    return list(zip(*(column.to_pylist() for column in found.columns), strict=True))


_ALIKE = """
select split, format, width, height, count(*) as n, cast(coalesce(sum(file_size), 0) as bigint) as bytes
from images where dataset_id = $dataset group by all
"""
_LABELS = "select category_id, count(*) as n from annotations where dataset_id = $dataset group by 1"
_PER_IMAGE = """
select labels, count(*) as n from (
  select count(a.id) as labels from images i left join annotations a on a.image_id = i.id
  where i.dataset_id = $dataset group by i.id
) group by 1 order by 1
"""
