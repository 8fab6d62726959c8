"""One call that tells, for every label, whether its class is likely wrong and which it is else: columns beside labels.

A score runs one way: 0 is worst and 1 clean, and a label that is not flagged never comes before one that is.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import ArrayLike, NDArray

from assay.amounts import amount
from assay.arrays import Ids
from assay.detectors.at_place import model_chances, pairs_at_place, places_of_classes
from assay.detectors.class_opinions import ClassOpinions, ModelChances, class_opinions
from assay.detectors.own_evidence import crowded
from assay.detectors.view import DatasetView
from assay.errors import ArrayError, NotFound
from assay.jobs.progress import Progress, quiet
from assay.model.category import Category
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.model.mislabel_source import MislabelSource
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.digests import Digests
from assay.workflows.issues.look_for_errors import dataset_view
from assay.workflows.metrics.metric_states import Freshness, MetricStanding, MetricState

SLUG = "mislabel"

FLAGGED_BELOW = 0.5
"""Chance that a label is right below which it is flagged, if another class is likelier."""

_MISSING = (
    "Nothing is known of it: no model says anything of its class, and it has no embedding, or few are of its class."
)

_COLUMNS = (
    ("potential_mislabel", MetricType.FLAG, "Likely mislabelled", "whether its class is more likely wrong than right"),
    (
        "mislabel_score",
        MetricType.NUMBER,
        "Label score",
        "chance that its class is right: 0 worst, 1 clean; those flagged come before all others",
    ),
    ("likely_label", MetricType.CLASS, "Likely class", "its likeliest class, as everything that is known tells"),
    ("coarse_label", MetricType.TEXT, "Coarse class", "the group of classes that its class belongs to"),
    ("predicted_coarse_label", MetricType.TEXT, "Predicted coarse class", "the group of its likeliest class"),
)


@dataclass(frozen=True, slots=True)
class MislabelReport:
    """What was told of the labels of a dataset.

    labels : of which something is known. unknown : the others. flagged : of the labels, those likely wrong.
    coarsely : of those flagged, with another coarse class; None where classes have no groups.
    sources : what was known: "probabilities", "run", "look-alikes".
    """

    dataset: str
    labels: int
    unknown: int
    flagged: int
    coarsely: int | None
    sources: tuple[str, ...]
    seconds: float


def find_mislabels(
    store: Store,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    pred_probs: ArrayLike | None = None,
    coarse: Mapping[str, str] | None = None,
    sources: Collection[MislabelSource] = tuple(MislabelSource),
    progress: Progress = quiet,
) -> MislabelReport:
    """Write `potential_mislabel`, `mislabel_score`, `likely_label` and the coarse ones beside every label (V5.6).

    pred_probs : (labels, classes) out-of-sample chances, labels in the order of their ids, classes in that of theirs;
        NaN rows for labels of which nothing is known. Without it those of `run` (the newest that has any) are taken;
        what look-alikes say is pooled with them where labels have an embedding.
    coarse : class name -> coarse class; without it the `supercategory` that classes were imported with.
    sources : who is heard, of those that there are. Others may edit meanwhile: the columns are then stale.

    Raises
    ------
    ArrayError : `pred_probs` has another shape, or a class of `coarse` is not one of the dataset.
    NotFound : there is no such dataset or run, or nothing is known of any label.
    """
    started = perf_counter()
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    is_heard = MislabelSource.RUN in sources and (run is not None or bool(snapshot.runs(target.id)))
    chosen = snapshot.run(target.id, run) if is_heard else None
    view = dataset_view(snapshot, target, chosen, Digests(snapshot, progress))
    progress.stage("Comparing labels")
    model = _given(view, pred_probs) if pred_probs is not None else model_chances(view, pairs_at_place(view))
    own = view.own_evidence if MislabelSource.LOOK_ALIKES in sources else None
    given = places_of_classes(view)
    found = class_opinions(given, view.labels.id, model=model, own=own, classes=len(view.class_ids))
    if found is None:
        raise _nothing_known(given)
    table = _told(view, found, _groups(view.categories, coarse))
    progress.stage("Writing the columns")
    told_by = _ToldBy(
        run_id=chosen.id if chosen is not None and model is not None and pred_probs is None else None,
        given=pred_probs is not None,
        vectors=vectors_told_by(snapshot, target.id) if own is not None else None,
        as_of=snapshot.tip,
    )
    with store.writer() as writer:
        writer.put_metric_columns(_columns(table, target.id, told_by))
        writer.fill("annotations", table)
    flags = table["potential_mislabel"]
    flagged = int(pc.sum(flags).as_py() or 0)
    return MislabelReport(
        dataset=target.name,
        labels=len(found.label),
        unknown=len(view.labels) - len(found.label),
        flagged=flagged,
        coarsely=_coarsely(table),
        sources=_sources(found, given=pred_probs is not None),
        seconds=perf_counter() - started,
    )


def _given(view: DatasetView, pred_probs: ArrayLike) -> ModelChances:
    """What a person's own model says of each label."""
    chances = np.asarray(pred_probs, np.float64)
    wanted = (len(view.labels), len(view.class_ids))
    if chances.shape != wanted:
        raise ArrayError(
            f"`pred_probs` must have shape {wanted}, got {chances.shape}.",
            hint="Give one row per label, in the order of label ids, and one column per class, in that of class ids.",
        )
    total = chances.sum(axis=1)
    rows = np.argsort(view.labels.id)
    judged = ~view.labels.ignored & ~crowded(view.labels) & np.isin(view.labels.category, view.class_ids)
    known = np.isfinite(total) & (total > 0) & judged[rows]
    return ModelChances(rows[known], np.full(int(known.sum()), -1), chances[known] / total[known, None])


def _nothing_known(given: Ids) -> NotFound:
    """Why no label can be judged, and what would do."""
    if len(np.unique(given)) == 1:
        return NotFound(
            f"All {amount(len(given), 'label')} are of one class: there is no other that one of them could be of.",
            hint="Import labels of other classes, or predictions with class probabilities.",
        )
    return NotFound(
        "Nothing is known of the classes of these labels.",
        hint="Run `assay embed`, import predictions with class probabilities, or give `pred_probs`.",
    )


def _told(view: DatasetView, found: ClassOpinions, groups: Mapping[int, str]) -> pa.Table:
    """The columns, a row per label; NULL of labels of which nothing is known."""
    n = len(view.labels)
    likeliest = found.chances.argmax(axis=1)
    flagged = (found.right < FLAGGED_BELOW) & (likeliest != found.given)
    score = np.where(flagged, found.right, np.maximum(found.right, FLAGGED_BELOW))
    unknown = np.ones(n, bool)
    unknown[found.label] = False
    columns: dict[str, pa.Array] = {"id": pa.array(view.labels.id)}
    columns["potential_mislabel"] = pa.array(_spread(flagged, found.label, n), mask=unknown)
    columns["mislabel_score"] = pa.array(_spread(score, found.label, n), mask=unknown)
    predicted = _spread(view.class_ids[likeliest].astype(np.int32), found.label, n)
    columns["likely_label"] = pa.array(predicted, pa.int32(), mask=unknown)
    if groups:
        columns["coarse_label"] = _named(view.labels.category, groups, np.zeros(n, bool))
        columns["predicted_coarse_label"] = _named(predicted, groups, unknown)
    return pa.table(columns)


def _spread(values: NDArray[np.generic], rows: NDArray[np.int64], count: int) -> NDArray[np.generic]:
    spread = np.zeros(count, values.dtype)
    spread[rows] = values
    return spread


def _named(classes: NDArray[np.generic], groups: Mapping[int, str], unknown: NDArray[np.bool_]) -> pa.Array:
    names = [None if gone else groups.get(one) for one, gone in zip(classes.tolist(), unknown.tolist(), strict=True)]
    return pa.array(names, pa.string())


def _groups(categories: Sequence[Category], coarse: Mapping[str, str] | None) -> dict[int, str]:
    """The coarse class of each class that has one, by class id."""
    if coarse is None:
        extras = {one.id: json.loads(one.extra or "{}") for one in categories}
        return {id: str(extra["supercategory"]) for id, extra in extras.items() if extra.get("supercategory")}
    known = {one.name: one.id for one in categories}
    strange = sorted(set(coarse) - set(known))
    if strange:
        raise ArrayError(f"There is no class named {strange[0]!r}.", hint=f"There are: {', '.join(sorted(known))}.")
    return {known[name]: group for name, group in coarse.items()}


def _coarsely(table: pa.Table) -> int | None:
    if "coarse_label" not in table.column_names:
        return None
    differs = pc.not_equal(table["coarse_label"], table["predicted_coarse_label"])
    return int(pc.sum(pc.and_(table["potential_mislabel"], differs)).as_py() or 0)


def _sources(found: ClassOpinions, *, given: bool) -> tuple[str, ...]:
    said = ("probabilities" if given else "run",) if np.isfinite(found.model).any() else ()
    return (*said, *(("look-alikes",) if (found.own >= 0).any() else ()))


def vectors_told_by(snapshot: Snapshot, dataset_id: int) -> str | None:
    """The embeddings that look-alikes were told by, and their versions; None where there are none."""
    found = [snapshot.embedding(dataset_id, level) for level in (Level.ANNOTATION, Level.IMAGE)]
    return " ".join(snapshot.vectors_version(one) for one in found if one is not None) or None


def mislabel_standing(store: Store, *, dataset: str | int | None = None) -> MetricStanding | None:
    """How the columns of `find_mislabels` stand, as a metric does; None where there are none.

    An edit makes them stale and does not renew them, for each leans on all labels: a new call does.
    """
    snapshot = store.snapshot()
    target = snapshot.dataset(dataset)
    fresh = Freshness(snapshot, target)
    columns = [column for column in fresh.columns.values() if column.metric == SLUG]
    if not columns:
        return None
    first = columns[0]
    why = ""
    if first.vectors is not None and first.vectors != vectors_told_by(snapshot, target.id):
        why = "The embedding is another now: `assay mislabels` tells anew."
    elif fresh.touched(first.as_of):
        why = "Labels were edited or imported since: `assay mislabels` tells anew."
    scores = snapshot.rows("annotations", columns=("mislabel_score",), where={"dataset_id": target.id})
    return MetricStanding(
        SLUG,
        first.version,
        "Mislabels",
        Level.ANNOTATION,
        MetricState.STALE if why else MetricState.MEASURED,
        why,
        tuple(column.name for column in columns),
        len(scores) - scores["mislabel_score"].null_count,
        is_own=False,
        page=inspect.getdoc(find_mislabels) or "",
    )


@dataclass(frozen=True, slots=True)
class _ToldBy:
    """Who told: a run, chances that a person gave, the embedding of look-alikes; after which journal entry."""

    run_id: int | None
    given: bool
    vectors: str | None
    as_of: int


def was_given(column: MetricColumn) -> bool:
    """Whether a column of mislabels was told by chances that a person gave."""
    return bool(json.loads(column.parameters).get("given"))


def _columns(table: pa.Table, dataset_id: int, by: _ToldBy) -> list[MetricColumn]:
    """The descriptions of the columns of `table`."""
    described = [_described(dataset_id, *told) for told in _COLUMNS if told[0] in table.column_names]
    parameters = '{"given":true}' if by.given else "{}"
    return [
        replace(column, run_id=by.run_id, as_of=by.as_of, vectors=by.vectors, parameters=parameters)
        for column in described
    ]


def _described(dataset_id: int, name: str, type: MetricType, title: str, meaning: str) -> MetricColumn:
    is_number = type is MetricType.NUMBER
    return MetricColumn(
        dataset_id=dataset_id,
        level=Level.ANNOTATION,
        name=name,
        metric=SLUG,
        version=1,
        title=title,
        meaning=meaning,
        type=type,
        low=0.0 if is_number else None,
        high=1.0 if is_number else None,
        bad={MetricType.NUMBER: BadEnd.LOW, MetricType.FLAG: BadEnd.HIGH}.get(type, BadEnd.NONE),
        missing=_MISSING,
    )
