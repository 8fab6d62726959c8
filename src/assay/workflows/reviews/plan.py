"""What applying the verdicts of a review would change, and what it would leave, item by item."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assay.arrays import Flags, Ids
from assay.model.level import Level
from assay.model.review import VERDICTS, Review, Verdict
from assay.model.shape import ShapeKind
from assay.store.filters import Where
from assay.store.snapshot import Snapshot
from assay.workflows.reviews.items import Classed, classes_now, whole_image_labels
from assay.workflows.reviews.state import NO_IDS, Standing


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item whose verdict cannot be applied, and why."""

    id: int
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class ReviewPlan:
    """What is to be done with items, ids of the level of the review.

    relabel : items that get the class at the same place of `to`, in place of that of `before` (-1: none). delete :
    items that go. accept : predictions that become labels of the classes `accept_as`. settled : items that are already
    as their verdict says. wrong : items that are only marked, which stay so.
    """

    relabel: Ids
    before: Ids
    to: Ids
    delete: Ids
    accept: Ids
    accept_as: Ids
    settled: Ids
    wrong: Ids
    skipped: tuple[Skipped, ...]

    @property
    def changed(self) -> Ids:
        """The items that are changed."""
        return np.concatenate([self.relabel, self.delete, self.accept])


def plan_review(snapshot: Snapshot, review: Review, pending: Standing) -> ReviewPlan:
    """What to do with the items of these verdicts. What is not there, or changed its class since, is left (V3.9)."""
    level = review.question.level
    wrong = pending.verdict == _code(Verdict.WRONG)
    spoken = pending.take(~wrong)
    now = classes_now(snapshot, level, spoken.ids)
    sorter = _Sorter(snapshot, spoken, now.of(spoken.ids))
    sorter.leave(~np.isin(spoken.ids, now.ids), lambda _: "It is not there any more.")
    if level is not Level.PREDICTION:
        sorter.leave((spoken.was >= 0) & (sorter.now >= 0) & (spoken.was != sorter.now), sorter.told_relabelled)
    goal = sorter.goals(_predicted(snapshot, review, spoken.take(spoken.verdict == _code(Verdict.ACCEPT)).ids))
    if level is Level.IMAGE:
        sorter.leave(_has_several(snapshot, spoken, goal >= 0), lambda _: "It has several labels of the whole image.")
    return sorter.plan(level, goal, pending.ids[wrong])


class _Sorter:
    """Sorts the verdicts of n items, beside the class that each item has now."""

    def __init__(self, snapshot: Snapshot, spoken: Standing, now: Ids) -> None:
        self.now = now
        self._spoken, self._left = spoken, np.zeros(len(spoken.ids), np.bool_)
        self._names = {
            category.id: category.name
            for dataset in snapshot.datasets()
            for category in snapshot.categories(dataset.id)
        }
        self._skipped: list[Skipped] = []

    def leave(self, which: Flags, why: Callable[[int], str]) -> None:
        """Leave these as they are; `why` says it of the place of one."""
        for at in np.flatnonzero(which & ~self._left).tolist():
            self._skipped.append(Skipped(int(self._spoken.ids[at]), why(at)))
        self._left |= which

    def told_relabelled(self, at: int) -> str:
        """That the item at this place got another class since it was judged."""
        before, after = (self._names.get(int(column[at]), "?") for column in (self._spoken.was, self.now))
        return f"It was {before!r} when it was judged, and is {after!r} now."

    def goals(self, predicted: Classed) -> Ids:
        """(n,) the class that each item shall have; -1 where it gets none."""
        accepts = self._spoken.verdict == _code(Verdict.ACCEPT)
        wanted = np.where(accepts, predicted.of(self._spoken.ids), self._spoken.category_id)
        self.leave(accepts & (wanted < 0), lambda _: "The model saw nothing there.")
        known = np.isin(wanted, np.array(list(self._names), np.int64))
        self.leave((wanted >= 0) & ~known, lambda _: "Its new class is not there any more.")
        return wanted

    def plan(self, level: Level, goal: Ids, wrong: Ids) -> ReviewPlan:
        """What is left to do."""
        spoken, stays = self._spoken, ~self._left
        classed = stays & (goal >= 0)
        adds = classed & (level is Level.PREDICTION)
        settled = classed & ~adds & (goal == self.now)
        relabels = classed & ~adds & ~settled
        return ReviewPlan(
            spoken.ids[relabels],
            self.now[relabels],
            goal[relabels],
            spoken.ids[stays & (spoken.verdict == _code(Verdict.DELETE))],
            spoken.ids[adds],
            goal[adds],
            spoken.ids[settled],
            wrong,
            tuple(self._skipped),
        )


def _predicted(snapshot: Snapshot, review: Review, ids: Ids) -> Classed:
    """The class that the run of the review predicts for items, for those for which it predicts one."""
    level, run_id = review.question.level, review.question.run_id
    if level is Level.PREDICTION:
        return classes_now(snapshot, level, ids)
    if run_id is None or not len(ids):
        return Classed(NO_IDS, NO_IDS)
    return _seen_on_images(snapshot, run_id, ids) if level is Level.IMAGE else _met(snapshot, run_id, ids)


def _met(snapshot: Snapshot, run_id: int, ids: Ids) -> Classed:
    """The class of the prediction that met each label in the evaluation of the run."""
    evaluation = snapshot.evaluation(run_id)
    if evaluation is None:
        return Classed(NO_IDS, NO_IDS)
    columns = ("annotation_id", "predicted_category_id")
    rows = snapshot.rows("matches", columns=columns, where={"evaluation_id": evaluation.id, "annotation_id": ids})
    rows = rows.drop_null()
    labels, first = np.unique(rows["annotation_id"].to_numpy(), return_index=True)
    return Classed(labels, rows["predicted_category_id"].to_numpy()[first].astype(np.int64))


def _seen_on_images(snapshot: Snapshot, run_id: int, ids: Ids) -> Classed:
    """The surest class that a run predicts of each whole image."""
    where: Where = {"run_id": run_id, "image_id": ids, "kind": ShapeKind.WHOLE_IMAGE.value}
    rows = snapshot.rows("predictions", columns=("id", "image_id", "category_id", "score"), where=where)
    rows = rows.sort_by([("image_id", "ascending"), ("score", "descending"), ("id", "ascending")])
    images, first = np.unique(rows["image_id"].to_numpy(), return_index=True)
    return Classed(images, rows["category_id"].to_numpy()[first].astype(np.int64))


def _has_several(snapshot: Snapshot, spoken: Standing, classed: Flags) -> Flags:
    """(n,) which images that shall have one class have several labels of the whole image."""
    images, counts = np.unique(
        whole_image_labels(snapshot, spoken.ids[classed])["image_id"].to_numpy(), return_counts=True
    )
    several: Flags = classed & np.isin(spoken.ids, images[counts > 1])
    return several


def _code(verdict: Verdict) -> int:
    return VERDICTS.index(verdict) + 1
