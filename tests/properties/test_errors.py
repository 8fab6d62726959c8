"""Laws of error types (E8) and reasons (E7), held against plain versions that read like the definitions (F9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assay.evaluation.candidates import Candidates, find_candidates
from assay.evaluation.outcomes import CONFUSION, CORRECT, IGNORED
from assay.evaluation.reasons import REASONS, Reason, find_reasons
from assay.evaluation.tide import KINDS, ErrorKind, ErrorTypes, TideConfig, find_errors
from assay.geometry.iou import pairwise_iou

BOX = st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 8), st.integers(1, 8))
IMAGE, CLASS = st.integers(0, 2), st.integers(0, 2)
LABEL = st.tuples(IMAGE, BOX, CLASS, st.integers(0, 9).map(lambda n: n == 0))
PREDICTION = st.tuples(IMAGE, BOX, st.integers(0, 3), st.integers(0, 4))


@dataclass(frozen=True)
class Scene:
    """Few corners, classes and scores, so that overlaps stand on a threshold and scores are tied."""

    labels: list[Any]
    predictions: list[Any]

    def columns(self) -> dict[str, Any]:
        crowd = np.array([row[3] for row in self.labels], bool)
        return {
            "label_image": np.array([row[0] for row in self.labels], np.int64),
            "label_boxes": np.array([row[1] for row in self.labels], float).reshape(-1, 4),
            "label_class": np.array([row[2] for row in self.labels], np.int32),
            "label_ignore": crowd,
            "label_crowd": crowd,
            "pred_image": np.array([row[0] for row in self.predictions], np.int64),
            "pred_boxes": np.array([row[1] for row in self.predictions], float).reshape(-1, 4),
            "pred_class": np.array([row[2] for row in self.predictions], np.int32),
            "pred_score": np.array([row[3] for row in self.predictions], float) / 4,
        }

    def candidates(self) -> Candidates:
        return find_candidates(**self.columns())

    def errors(self, images: NDArray[np.int64] | None = None, **config: Any) -> ErrorTypes:
        of = self.columns()
        return find_errors(
            self.candidates(),
            label_image=of["label_image"],
            pred_image=of["pred_image"],
            images=images,
            config=TideConfig(**config),
        )


SCENE = st.builds(Scene, st.lists(LABEL, max_size=10), st.lists(PREDICTION, max_size=12))


@dataclass
class Slow:
    """TIDE as the paper has it, one row after another. `labels` and `predictions` as in a scene."""

    scene: Scene
    foreground: float = 0.5
    background: float = 0.1

    def __post_init__(self) -> None:
        labels, found = self.scene.labels, self.scene.predictions
        of = self.scene.columns()
        together = of["pred_image"][:, None] == of["label_image"][None, :]
        self.iou = pairwise_iou(of["pred_boxes"], of["label_boxes"], crowd=of["label_crowd"]) * together
        self.order = sorted(range(len(found)), key=lambda p: (found[p][0], -found[p][3]))
        self.counted = [g for g in range(len(labels)) if not labels[g][3]]
        self.match: dict[int, int | None] = {}
        for p in self.order:
            own = [g for g in range(len(labels)) if labels[g][2] == found[p][2] and self.iou[p, g] >= self.foreground]
            free = [g for g in own if g in self.counted and g not in self.match.values()]
            if free:
                self.match[p] = max(free, key=lambda g: self.iou[p, g])
            elif any(labels[g][3] for g in own):
                self.match[p] = None  # on a crowd
        self.kind, self.aim = {}, {}
        for p in self.order:
            if p not in self.match:
                self.kind[p], self.aim[p] = self._explain(p)
        self.found: dict[int, int] = {}
        for p in self.order:
            aim = self.aim.get(p)
            if aim is not None and aim not in self.match.values() and aim not in self.found.values():
                self.found[p] = aim
        self.unfound = [g for g in self.counted if g not in self.match.values()]
        self.missed = [g for g in self.unfound if g not in self.found.values()]

    def _best(self, p: int, labels: list[int]) -> tuple[float, int | None]:
        best = max(labels, key=lambda g: self.iou[p, g], default=None)
        return (0.0, None) if best is None or self.iou[p, best] == 0 else (float(self.iou[p, best]), best)

    def _explain(self, p: int) -> tuple[ErrorKind, int | None]:
        klass = self.scene.predictions[p][2]
        own, aim = self._best(p, [g for g in self.counted if self.scene.labels[g][2] == klass])
        other, wrong = self._best(p, [g for g in self.counted if self.scene.labels[g][2] != klass])
        if self.background <= own <= self.foreground:
            return ErrorKind.LOC, aim
        if other >= self.foreground:
            return ErrorKind.CLS, wrong
        if own >= self.foreground:
            return ErrorKind.DUPE, None
        return (ErrorKind.BKG if max(own, other) <= self.background else ErrorKind.BOTH), None

    def precision(
        self, mend: ErrorKind | None = None, *, perfect: bool = False, without: tuple[int, ...] = ()
    ) -> float:
        """AP with the errors of one kind mended, without false positives, or without some labels."""
        points: dict[int, list[tuple[int, int, bool]]] = {}
        for at, p in enumerate(self.order):
            _, _, klass, score = self.scene.predictions[p]
            right = self.match.get(p) is not None
            if self.kind.get(p) is mend and mend is not None:
                if p not in self.found:
                    continue
                klass, right = self.scene.labels[self.found[p]][2], True
            if (p in self.match and not right) or (perfect and not right):
                continue
            points.setdefault(klass, []).append((-score, at, right))
        classes = sorted({self.scene.labels[g][2] for g in self.counted})
        asked = [g for g in self.counted if g not in without]
        values = []
        for klass in classes:
            positives = sum(self.scene.labels[g][2] == klass for g in asked)
            if positives or klass in points:
                values.append(area([right for _, _, right in sorted(points.get(klass, []))], positives))
        return float(np.mean(values)) if values else float("nan")


def area(right: list[bool], positives: int) -> float:
    curve = [(sum(right[:n]) / n, sum(right[:n]) / positives) for n in range(1, len(right) + 1)] if positives else []
    return float(np.mean([max([p for p, r in curve if r >= step / 100], default=0.0) for step in range(101)]))


def same(found: float, expected: float) -> bool:
    return bool(np.isclose(found, expected, rtol=0, atol=1e-12, equal_nan=True))


@given(SCENE, st.sampled_from([(0.5, 0.1), (0.25, 0.2), (1.0, 0.5)]))
def test_error_types_are_those_of_the_definition(scene: Scene, thresholds: tuple[float, float]) -> None:
    """E8."""
    found = scene.errors(foreground=thresholds[0], background=thresholds[1])
    slow = Slow(scene, *thresholds)
    assert {p: KINDS[code] for p, code in enumerate(found.kind.tolist()) if code >= 0} == slow.kind
    assert np.flatnonzero(found.missed).tolist() == slow.missed
    ap = slow.precision()
    assert same(found.ap, ap)
    gains = {kind: slow.precision(kind) for kind in KINDS[:-1]}
    gains[ErrorKind.MISS] = slow.precision(without=tuple(slow.missed))
    for kind, mended in gains.items():
        assert same(found.dap[kind], max(0.0, 0.0 if np.isnan(mended) else mended - ap)), kind
    if not np.isnan(ap):
        assert same(found.false_positive_dap, slow.precision(perfect=True) - ap)


@given(SCENE, st.sets(IMAGE, max_size=2))
def test_some_images_count_as_if_the_others_were_not_there(scene: Scene, images: set[int]) -> None:
    part = Scene([r for r in scene.labels if r[0] in images], [r for r in scene.predictions if r[0] in images])
    found, alone = scene.errors(np.array(sorted(images), np.int64)), part.errors()
    assert found.counts == alone.counts
    assert same(found.ap, alone.ap)
    assert all(same(found.dap[kind], alone.dap[kind]) for kind in KINDS)


@given(SCENE)
def test_every_counted_prediction_is_right_ignored_or_one_error(scene: Scene) -> None:
    found, slow = scene.errors(), Slow(scene)
    assert sum(found.counts[kind] for kind in KINDS[:-1]) + len(slow.match) == len(scene.predictions)


@given(SCENE)
def test_only_the_best_predictions_of_an_image_count(scene: Scene) -> None:
    """The limit is of an image, whatever the classes: tidecv's rule, where COCO's is of a class in an image."""
    rank: dict[int, list[int]] = {}
    for p in sorted(range(len(scene.predictions)), key=lambda p: -scene.predictions[p][3]):
        rank.setdefault(scene.predictions[p][0], []).append(p)
    best = sorted(p for image in rank.values() for p in image[:2])
    few = replace(scene, predictions=[scene.predictions[p] for p in best])
    assert scene.errors(max_detections=2).counts == few.errors().counts


def slow_reason(iou: NDArray[np.float64], scene: Scene, p: int, outcome: int, threshold: float) -> Reason:
    labels = [(g, row[2]) for g, row in enumerate(scene.labels) if not row[3]]
    own = max((iou[p, g] for g, klass in labels if klass == scene.predictions[p][2]), default=0.0)
    other = max((iou[p, g] for g, klass in labels if klass != scene.predictions[p][2]), default=0.0)
    if outcome == IGNORED:
        return Reason.IGNORED
    if outcome == CONFUSION:
        return Reason.WRONG_CLASS
    if own >= threshold:
        return Reason.TAKEN
    if other >= threshold:
        return Reason.WRONG_CLASS
    if own >= 0.1:
        return Reason.LOW_IOU
    return Reason.WRONG_CLASS if other >= 0.1 else Reason.NO_LABEL


@given(SCENE, st.sampled_from([0.3, 0.5, 1.0]), st.sampled_from([0.0, 0.5]))
def test_every_wrong_prediction_has_one_reason(scene: Scene, threshold: float, confidence: float) -> None:
    """E7: a confident prediction is correct, or has the reason that the definition gives; others have none."""
    candidates = scene.candidates()
    matches = candidates.match(iou=threshold, confidence=confidence)
    reasons = find_reasons(candidates, matches, iou=threshold)
    outcome = dict(zip(matches.pred_index.tolist(), matches.outcome.tolist(), strict=True))
    iou = Slow(scene).iou
    for p, code in enumerate(reasons.tolist()):
        if outcome.get(p, CORRECT) == CORRECT:
            assert code == -1
        else:
            assert REASONS[code] is slow_reason(iou, scene, p, outcome[p], threshold)
