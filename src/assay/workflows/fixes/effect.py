"""Did the fix help? Labels before and after teach a probe, or a person's own training, asked of a frozen test set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ChoiceInvalid
from assay.jobs.progress import Progress, quiet
from assay.model.level import Level
from assay.statistics.paired_trainings import FEWEST_REPEATS, Effect, paired_effect, random_halves, seen_effect
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.vectors.paired_probe import ABSENT, PairedAnswers, paired_answers
from assay.workflows.fixes.material import FROZEN, FixMaterial, fix_material
from assay.workflows.reviews.times import times_of
from assay.workflows.vectors_of import vectors_of
from assay.workflows.versions.past_labels import past_labels
from assay.workflows.versions.versions import IMPORTED, NOW

REPEATS = 20
"""Trainings of each side unless told; two to a pair."""

Measure: TypeAlias = Literal["accuracy", "average precision"]
"""What an error is the lack of."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenErrors:
    """The error of each repeat (R,) before and after, 0 to 1, and that of each class (R, K), NaN without test items.

    measure : what the error is the lack of.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    by_class: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    measure: Measure = "accuracy"


Answers: TypeAlias = PairedAnswers | SeenErrors
"""What each repeat says of each test item, or, where no more is known, its errors."""

Judge: TypeAlias = Callable[[FixMaterial, NDArray[np.bool_], Progress], Answers]
"""Trains both sides on each half (R, n), and asks them of the test items."""


@dataclass(frozen=True, slots=True)
class ClassEffect:
    """The effect on test items of one class, and how many fixes took a label from the class or gave it."""

    name: str
    fixes: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class FixEffect:
    """What fixes were worth: errors on the test set before and after, with intervals, and what a fix cost.

    before, after : the states that are held against each other. test : query of the test images. fixes : items that
    teach whose class differs. left_out : items without a vector or a class of today. overall : of all test items.
    edited : of test items of the classes that fixes touched. seconds : time of reviews between the two, None where
    none was measured. measure : what errors are the lack of: 1 - error is the accuracy, or the average precision.
    """

    before: str
    after: str
    level: Level
    test: str
    repeats: int
    taught: int
    fixes: int
    left_out: int
    overall: Effect
    edited: Effect | None
    classes: tuple[ClassEffect, ...]
    seconds: float | None
    measure: Measure = "accuracy"

    @property
    def verdict(self) -> str:
        """What came of it, in words."""
        return told(self.overall)

    @property
    def points_per_hundred(self) -> float:
        """Percentage points of error that 100 fixes took away."""
        return 100 * 100 * self.overall.gain / self.fixes

    @property
    def seconds_per_fix(self) -> float | None:
        """Seconds of review for each fix; None where none was measured."""
        return None if self.seconds is None else self.seconds / self.fixes


def fix_effect(
    store: Store,
    *,
    dataset: str | int | None = None,
    before: str | int = IMPORTED,
    after: str | int = NOW,
    test: str | None = None,
    level: Level | None = None,
    repeats: int = REPEATS,
    seed: int = 0,
    judge: Judge | None = None,
    progress: Progress = quiet,
) -> FixEffect:
    """Hold the labels `after` against those `before`: a version, an entry of the journal, as imported, or now.

    The test set is what `test` lists of images, else those of the splits val and test; its items are never taught, and
    count with the label that they have now. `level` is that of labels where these are embedded, else that of images.

    Raises
    ------
    NotFound : there is no such dataset, version or entry.
    QueryError : the query is wrong.
    ChoiceInvalid : there is no embedding, no test item, nothing that differs, or fewer than 6 repeats or an odd number.
    """
    if repeats < FEWEST_REPEATS or repeats % 2:
        raise ChoiceInvalid(f"{repeats} repeats were asked for.", hint="An even number, 6 or more: two make a pair.")
    now = store.snapshot()
    dataset_id = now.dataset(dataset).id
    material, judge = prepared(
        store, now, dataset_id=dataset_id, before=before, after=after, test=test, level=level, judge=judge
    )
    progress.stage("Training before and after", repeats)
    answers = judge(material, random_halves(material.taught_images, repeats=repeats, seed=seed), progress)
    overall, edited, classes = _effects(material, answers)
    return FixEffect(
        before=str(before),
        after=str(after),
        level=material.level,
        test=FROZEN if test is None else test,
        repeats=repeats,
        taught=int((material.after != ABSENT).sum()),
        fixes=int(material.is_fixed.sum()),
        left_out=material.left_out,
        overall=overall,
        edited=edited,
        classes=classes,
        measure="accuracy" if isinstance(answers, PairedAnswers) else answers.measure,
        seconds=_review_seconds(store, dataset_id, _moment(now, before), _moment(now, after)),
    )


def prepared(
    store: Store,
    now: Snapshot,
    *,
    dataset_id: int,
    before: str | int,
    after: str | int,
    test: str | None,
    level: Level | None,
    judge: Judge | None = None,
) -> tuple[FixMaterial, Judge]:
    """What teaches and what tests, and who judges: `judge`, else the probe. Raises as `fix_effect` does."""
    level = level or _level(now, dataset_id, is_embedded=judge is None)
    old, new = (past_labels(store, now, state, dataset_id=dataset_id) for state in (before, after))
    sees_boxes = judge is not None and level is Level.ANNOTATION
    material = fix_material(now, old, level=level, dataset_id=dataset_id, new=new, test=test, sees_boxes=sees_boxes)
    return _embedded(now, dataset_id, material) if judge is None else (material, judge)


def told(effect: Effect) -> str:
    """An effect in words, in percentage points."""
    gain, low, high = (100 * value for value in (effect.gain, effect.low, effect.high))
    if np.isnan(low):
        return "Too few test images or repeats to tell."
    if effect.is_better:
        return f"Better by {gain:.2f} points (95 %: {low:.2f} to {high:.2f})."
    if effect.is_worse:
        return f"Worse by {-gain:.2f} points (95 %: {-high:.2f} to {-low:.2f})."
    return f"No evidence that it helped: {gain:+.2f} points (95 %: {low:+.2f} to {high:+.2f})."


def _level(now: Snapshot, dataset_id: int, *, is_embedded: bool) -> Level:
    for level in (Level.ANNOTATION, Level.IMAGE):
        if now.embedding(dataset_id, level) is not None:
            return level
    if is_embedded:
        raise ChoiceInvalid("Nothing is embedded, so no probe can be taught.", hint="Run `assay embed` first.")
    return Level.ANNOTATION


def _embedded(now: Snapshot, dataset_id: int, material: FixMaterial) -> tuple[FixMaterial, Judge]:
    """What has a vector, and the probe on these."""
    ids = np.concatenate([material.taught, material.asked])
    vectors = vectors_of(now, dataset_id, material.level, ids=ids)
    if vectors is None:
        raise ChoiceInvalid(f"No {material.level} is embedded.", hint="Run `assay embed` first.")
    has = ~np.isnan(vectors[:, 0])
    kept, known = material.among(ids[has]), vectors[has]
    if not len(kept.asked) or not kept.is_fixed.any():
        raise ChoiceInvalid("Nothing that was fixed, or no test item, has a vector.", hint="Run `assay embed` again.")

    def judge(of: FixMaterial, halves: NDArray[np.bool_], progress: Progress) -> PairedAnswers:
        taught, asked = known[: len(of.taught)], known[len(of.taught) :]
        return paired_answers(taught, of.before, of.after, halves=halves, asked=asked, advance=progress.advance)

    return kept, judge


def _effects(material: FixMaterial, answers: Answers) -> tuple[Effect, Effect | None, tuple[ClassEffect, ...]]:
    if isinstance(answers, SeenErrors):
        return _seen(material, answers)
    wrong = answers.before != material.truth, answers.after != material.truth

    def of(rows: NDArray[np.bool_]) -> Effect:
        return paired_effect(wrong[0][:, rows], wrong[1][:, rows], material.asked_images[rows])

    fixes = _fixes_of_classes(material)
    classes = tuple(
        ClassEffect(one.name, int(fixes[at]), of(material.truth == at))
        for at, one in enumerate(material.categories)
        if (material.truth == at).any()
    )
    return of(np.ones(len(material.truth), np.bool_)), of(fixes[material.truth] > 0), classes


def _seen(material: FixMaterial, errors: SeenErrors) -> tuple[Effect, Effect | None, tuple[ClassEffect, ...]]:
    overall = replace(seen_effect(errors.before, errors.after), items=len(material.asked))
    if errors.by_class is None:
        return overall, None, ()
    before, after = errors.by_class
    fixes, items = _fixes_of_classes(material), np.bincount(material.truth, minlength=len(material.categories))
    classes = tuple(
        ClassEffect(one.name, int(fixes[at]), replace(seen_effect(before[:, at], after[:, at]), items=int(items[at])))
        for at, one in enumerate(material.categories)
        if not np.isnan(before[:, at]).any()
    )
    edited = (fixes > 0) & ~np.isnan(before).any(axis=0)
    if not edited.any():
        return overall, None, classes
    of_edited = seen_effect(before[:, edited].mean(axis=1), after[:, edited].mean(axis=1))
    return overall, replace(of_edited, items=int(items[edited].sum())), classes


def _fixes_of_classes(material: FixMaterial) -> Ids:
    """(K,) how many fixes took an item from each class, gave it one, or moved one of its boxes."""
    fixed = material.is_fixed
    moved = np.where(material.before[fixed] == material.after[fixed], ABSENT, material.before[fixed])
    touched: Ids = np.concatenate([moved, material.after[fixed]])
    return np.bincount(touched[touched != ABSENT], minlength=len(material.categories))


def _moment(now: Snapshot, state: str | int) -> datetime | None:
    """When a state was left; None for that of the import, and for now."""
    if state in {IMPORTED, NOW, 0}:
        return None
    if isinstance(state, str):
        return next((version.at for version in now.versions() if version.name == state), None)
    return now.changes(limit=1, before=state + 1)[0].at


def _review_seconds(store: Store, dataset_id: int, since: datetime | None, until: datetime | None) -> float | None:
    reviews = [
        one
        for one in store.reviews.of_dataset(dataset_id)
        if (since is None or one.at >= since) and (until is None or one.at <= until)
    ]
    seconds = sum(times_of(store, review).seconds for review in reviews)
    return seconds or None
