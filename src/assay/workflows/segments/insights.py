"""What is in a segment: how much, of which classes, how well a run does in it, and what sets it apart from the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import QueryType
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.metric import MetricType
from assay.model.run import Run
from assay.model.segment import Segment
from assay.model.segment_kind import SegmentKind
from assay.schema.field import FieldType, quote_text
from assay.store.snapshot import Snapshot
from assay.workflows.explore.facets import Facet, HistogramFacet, TermsFacet, facets
from assay.workflows.explore.number_fields import PLACES
from assay.workflows.explore.search import Question, ask, ids_of, total_of
from assay.workflows.segments.segments import SegmentFacts, count_items, facts_of
from assay.workflows.segments.split_leaks import Leak, split_leaks

MOST_APART = 8
"""How many fields are shown in which a segment differs from the rest."""

_FIND = (Outcome.CORRECT, Outcome.MISSED, Outcome.CONFUSION)
_CLAIM = (Outcome.CORRECT, Outcome.BACKGROUND, Outcome.CONFUSION, Outcome.DUPLICATE)


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class in the segment, or (`category_id` None) all of them.

    found of `labels` labels have a prediction of their class on them; `right` of `predictions` predictions have a label
    of theirs under them. Labels and predictions that count for nothing are left out.
    """

    category_id: int | None
    name: str
    labels: int
    found: int
    predictions: int
    right: int

    @property
    def recall(self) -> float | None:
        """Share of the labels that are found, 0 to 1; None without labels."""
        return self.found / self.labels if self.labels else None

    @property
    def precision(self) -> float | None:
        """Share of the predictions that are right, 0 to 1; None without predictions."""
        return self.right / self.predictions if self.predictions else None


@dataclass(frozen=True, slots=True)
class Required:
    """What a scenario or a regression test asks for: a share to reach, and what is reached; None where unknown."""

    field: str
    wanted: float
    reached: float | None

    @property
    def is_met(self) -> bool | None:
        """Whether it is reached; None where it is unknown."""
        return None if self.reached is None else self.reached >= self.wanted


@dataclass(frozen=True, slots=True)
class Apart:
    """A field whose values lie otherwise in the segment than in the whole set.

    distance : the largest difference of the two cumulative shares (Kolmogorov-Smirnov) for numbers, half the sum of
    the differences of shares (total variation) for values in words; 0 alike to 1 nothing in common.
    """

    facet: Facet
    distance: float


@dataclass(frozen=True, slots=True)
class Insights:
    """What is in a segment.

    counts : rows that its query reaches at each level. classes : how many of its labels (predictions, in a segment of
    predictions) each class has. run, scores : of the newest evaluated run, all classes first; empty without one.
    """

    segment: Segment
    query: str
    level: Level
    counts: Mapping[Level, int]
    classes: TermsFacet | None
    run: Run | None
    scores: tuple[ClassScore, ...]
    required: tuple[Required, ...]
    leaks: tuple[Leak, ...]


def segment_insights(snapshot: Snapshot, segment: Segment) -> Insights:
    """What is in `segment` now; a number of a level that its query cannot reach is left out.

    Raises
    ------
    QueryError : the query of the segment does not work any more.
    """
    facts = facts_of(segment, count_items(snapshot, [segment]).get(segment.id))
    asked = _asked(snapshot, facts)
    run = _evaluated(snapshot, segment.dataset_id)
    scores = () if run is None else _scores(snapshot, run, asked)
    return Insights(
        segment=segment,
        query=f"segment = {quote_text(segment.name)}",
        level=facts.opens.level,
        counts={level: total_of(question) for level, question in asked.items()},
        classes=_classes(asked),
        run=run,
        scores=scores,
        required=_required(segment, scores),
        leaks=split_leaks(snapshot, segment) if segment.kind is SegmentKind.SPLIT else (),
    )


def set_apart(snapshot: Snapshot, segment: Segment) -> tuple[Apart, ...]:
    """The fields in which the segment differs most from the whole set, the greatest difference first.

    Raises
    ------
    QueryError : the query of the segment does not work any more.
    """
    opens = facts_of(segment, count_items(snapshot, [segment]).get(segment.id)).opens
    question = ask(snapshot, f"segment = {quote_text(segment.name)}", level=opens.level, dataset=segment.dataset_id)
    told = [
        Apart(facet, distance)
        for facet in facets(question, fields=_worth_comparing(question), bins=20)
        if (distance := _distance(facet)) > 0
    ]
    return tuple(sorted(told, key=lambda one: -one.distance)[:MOST_APART])


def _worth_comparing(question: Question) -> list[str]:
    """Fields whose values mean something: numbers of groups and places on a map are only names."""
    columns = question.snapshot.metric_columns(question.scope.dataset_id)
    named = {column.name for column in columns if column.type is MetricType.GROUP} | set(PLACES)
    fields = question.catalog.facets(question.level)
    return [field.name for field in fields if field.type is not FieldType.CLASS and field.name not in named]


def _asked(snapshot: Snapshot, facts: SegmentFacts) -> dict[Level, Question]:
    """The segment's own name asked at its level, and at each other level that it reaches."""
    segment, asked = facts.segment, {}
    for level in dict.fromkeys((facts.opens.level, Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)):
        try:
            text = f"segment = {quote_text(segment.name)}"
            asked[level] = ask(snapshot, text, level=level, dataset=segment.dataset_id)
        except QueryType:
            if level is facts.opens.level:
                raise
    return asked


def _evaluated(snapshot: Snapshot, dataset_id: int) -> Run | None:
    runs = [run for run in snapshot.runs(dataset_id) if snapshot.evaluation(run.id)]
    return runs[-1] if runs else None


def _classes(asked: Mapping[Level, Question]) -> TermsFacet | None:
    question = asked.get(Level.ANNOTATION, asked.get(Level.PREDICTION))
    found = [] if question is None else facets(question, fields=["label"])
    return found[0] if found and isinstance(found[0], TermsFacet) else None


def _scores(snapshot: Snapshot, run: Run, asked: Mapping[Level, Question]) -> tuple[ClassScore, ...]:
    """All classes, then each that the segment has, in order of id."""
    evaluation = snapshot.evaluation(run.id)
    assert evaluation is not None  # it was chosen for having one
    rows = snapshot.rows("matches", where={"evaluation_id": evaluation.id})
    outcome = rows["outcome"].to_numpy()
    categories = snapshot.categories(run.dataset_id)
    edges = np.array([category.id for category in categories], dtype=np.int64)

    def counted(level: Level, key: str, category: str, outcomes: tuple[Outcome, ...]) -> NDArray[np.int64]:
        if level not in asked:
            return np.zeros(len(edges), np.int64)
        ids: Ids = ids_of(ask(snapshot, asked[level].canonical, level=level, dataset=run.dataset_id, run=run.id))
        inside = np.isin(rows[key].fill_null(-1).to_numpy(), ids) & np.isin(outcome, [str(one) for one in outcomes])
        classes = rows[category].fill_null(-1).to_numpy()[inside]
        return np.bincount(np.searchsorted(edges, classes), minlength=len(edges))[: len(edges)]

    label, prediction = ("annotation_id", "category_id"), ("prediction_id", "predicted_category_id")
    labels = counted(Level.ANNOTATION, *label, _FIND)
    found = counted(Level.ANNOTATION, *label, _FIND[:1])
    predictions = counted(Level.PREDICTION, *prediction, _CLAIM)
    right = counted(Level.PREDICTION, *prediction, _CLAIM[:1])
    table = np.stack([labels, found, predictions, right])
    each = [
        ClassScore(category.id, category.name, *map(int, table[:, at]))
        for at, category in enumerate(categories)
        if table[:, at].any()
    ]
    return (ClassScore(None, "All classes", *map(int, table.sum(axis=1))), *each)


def _required(segment: Segment, scores: tuple[ClassScore, ...]) -> tuple[Required, ...]:
    reached = {
        "minimum_precision": scores[0].precision if scores else None,
        "minimum_recall": scores[0].recall if scores else None,
    }
    return tuple(
        Required(name, float(segment.fields[name]), value) for name, value in reached.items() if name in segment.fields
    )


def _distance(facet: Facet) -> float:
    """How far the segment's share of each value or bin lies from the whole set's, 0 to 1; 0 where one has none."""
    if isinstance(facet, HistogramFacet):
        counts, totals = np.array(facet.counts), np.array(facet.totals)
    else:
        counts = np.array([term.count for term in facet.terms])
        totals = np.array([term.total for term in facet.terms])
    if not counts.sum() or not totals.sum():
        return 0.0
    difference = counts / counts.sum() - totals / totals.sum()
    if isinstance(facet, HistogramFacet):
        return float(np.abs(np.cumsum(difference)).max())
    return float(np.abs(difference).sum() / 2)
