"""The clusters of a map: their names, and which are small, far off or mixed (E7, E8, V4.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.level import Level
from assay.query.nodes import Compare, IsNull, Literal, Name, Node, Not, Quantifier
from assay.statistics.outliers import fences
from assay.workflows.explore.colours import aligned, classes_of
from assay.workflows.explore.number_fields import literal, narrowed, read_values
from assay.workflows.explore.search import Question
from assay.workflows.map.cluster_words import SetApart, set_apart
from assay.workflows.map.map import Map

EXAMPLES = 8
"""How many items a list shows of each cluster."""

_MOST = 20
_PURE = 0.6  # share of a class from which on the cluster bears its name
_BOTH = 0.8  # share of two classes
_SMALL = 0.5  # of the usual size
_FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Some items of a map: how many, the query that lists them, and a few of them."""

    count: int
    query: str
    examples: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Cluster:
    """A cluster of a map.

    number : its value of the field `cluster`. name : what it is, in a few words.
    class_id, purity : its most frequent class and the share of it among items with a class; None and NaN without any.
    others : its items of other classes, and `classes` their classes with counts, the most frequent first.
    at : the middle of it on the map. items : all of it, the most central first among the examples.
    """

    number: int
    name: str
    class_id: int | None
    purity: float
    classes: tuple[tuple[int, int], ...]
    at: tuple[float, float]
    items: Listed
    others: Listed


@dataclass(frozen=True, slots=True)
class MapLists:
    """What a map tells at once.

    clusters : all of them, the largest first. small : with less than half of what is usual, the smallest first: what
    the set has little of. mixed : with a clear class and items of others, the purest first: likely mislabels.
    far : items farther from their neighbours than the upper fence, the farthest first among the examples.
    between : items in no cluster.
    """

    clusters: tuple[Cluster, ...]
    small: tuple[Cluster, ...]
    mixed: tuple[Cluster, ...]
    far: Listed
    between: Listed


def map_lists(question: Question, shown: Map) -> MapLists:
    """The clusters of the points of a map that was computed, and its lists; all are empty before."""
    if question.catalog.field(question.level, "cluster") is None:
        nothing = Listed(0, "", np.empty(0, np.int64))
        return MapLists((), (), (), _far(question), nothing)
    rows = read_values(question, ["id", "cluster"])
    known = rows.column(0).to_numpy().astype(np.int64)
    numbers = rows.column(1).fill_null(0).to_numpy().astype(np.int64)
    cluster = aligned(shown.ids, known, numbers, missing=0)
    classes = classes_of(question, shown.ids)
    found = [_cluster(shown, classes, np.flatnonzero(cluster == number)) for number in _numbers(cluster)]
    told = tuple(
        replace(one, number=number, items=_all(question, number, one.items), others=_others(question, number, one))
        for number, one in zip(_numbers(cluster), found, strict=True)
    )
    named = _named(question, told, set_apart(question, [one.number for one in told]))
    usual = float(np.median([one.items.count for one in named])) if named else 0.0
    small = sorted((one for one in named if one.items.count < _SMALL * usual), key=lambda one: one.items.count)
    mixed = sorted((one for one in named if one.others.count and one.purity >= _PURE), key=lambda one: -one.purity)
    free = shown.ids[cluster == 0]
    between = Listed(len(free), narrowed(question, IsNull(Name(("cluster",)))), free[:EXAMPLES])
    return MapLists(named, tuple(small[:_MOST]), tuple(mixed[:_MOST]), _far(question), between)


def _numbers(cluster: Ids) -> list[int]:
    return [int(number) for number in np.unique(cluster) if number > 0]


def _cluster(shown: Map, classes: Ids, rows: Ids) -> Cluster:
    """What the rows of one cluster are; its number and its queries are not told yet."""
    points = shown.points[rows]
    middle = np.median(points, axis=0)
    central = rows[np.argsort(((points - middle) ** 2).sum(axis=1), kind="stable")]
    counted = Counter(classes[rows][classes[rows] >= 0].tolist())
    ranked = tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
    first = ranked[0][0] if ranked else None
    other = central[(classes[central] >= 0) & (classes[central] != (-1 if first is None else first))]
    return Cluster(
        0,
        "",
        first,
        ranked[0][1] / counted.total() if ranked else float("nan"),
        ranked,
        (float(middle[0]), float(middle[1])),
        Listed(len(rows), "", shown.ids[central[:EXAMPLES]]),
        Listed(len(other), "", shown.ids[other[:EXAMPLES]]),
    )


def _in_cluster(number: int) -> Node:
    return Compare("=", Name(("cluster",)), Literal(number))


def _all(question: Question, number: int, items: Listed) -> Listed:
    return replace(items, query=narrowed(question, _in_cluster(number)))


def _others(question: Question, number: int, one: Cluster) -> Listed:
    """The items of other classes with the query that lists them; of images, those without a label of the class."""
    if one.class_id is None:
        return one.others
    label = Literal(dict(question.catalog.classes)[one.class_id])
    if question.level is not Level.IMAGE:
        return replace(
            one.others, query=narrowed(question, _in_cluster(number), Compare("!=", Name(("label",)), label))
        )
    has = Quantifier("any", "annotation", Compare("=", Name(("label",)), label))
    return replace(one.others, query=narrowed(question, _in_cluster(number), Quantifier("any", "annotation"), Not(has)))


def _named(question: Question, clusters: Sequence[Cluster], apart: Sequence[SetApart]) -> tuple[Cluster, ...]:
    """The clusters with a name each: the class that most are of, and what sets it apart where that is not enough."""
    words = dict(question.catalog.classes)
    bases = [_base(one, words) for one in clusters]
    shared, given, names = Counter(bases), Counter[str](), []
    for one, base, trait in zip(clusters, bases, apart, strict=True):
        parts = [base, *([trait.words] if not base or shared[base] > 1 else [])]
        name = ", ".join(part for part in parts if part) or f"Cluster {one.number}"
        given[name] += 1
        names.append(name if given[name] == 1 else f"{name} ({given[name]})")
    return tuple(replace(one, name=name) for one, name in zip(clusters, names, strict=True))


def _base(one: Cluster, words: dict[int, str]) -> str:
    if one.class_id is None:
        return ""
    if one.purity >= _PURE or len(one.classes) == 1:
        return words[one.class_id]
    total = sum(count for _, count in one.classes)
    (first, many), (second, more) = one.classes[:2]
    return f"{words[first]} and {words[second]}" if many + more >= _BOTH * total else "many classes"


def _far(question: Question) -> Listed:
    """Items whose uniqueness is above its upper fence."""
    if question.catalog.field(question.level, "uniqueness") is None:
        return Listed(0, "", np.empty(0, np.int64))
    rows = read_values(question, ["id", "uniqueness"])
    ids, values = rows.column(0).to_numpy().astype(np.int64), _floats(rows.column(1).to_numpy())
    found = fences(values[np.isfinite(values)])
    if found is None:
        return Listed(0, "", np.empty(0, np.int64))
    limit = float(f"{found.moderate[1]:.{_FEWEST_DIGITS}g}")
    far = np.flatnonzero(values > limit)
    far = far[np.lexsort((ids[far], -values[far]))]
    query = narrowed(question, Compare(">", Name(("uniqueness",)), literal(limit)))
    return Listed(len(far), query, ids[far[:EXAMPLES]])


def _floats(values: NDArray[np.generic]) -> NDArray[np.float64]:
    return values.astype(np.float64)
