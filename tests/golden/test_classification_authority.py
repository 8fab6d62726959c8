"""Classification metrics equal scikit-learn's to 1e-12 (E9, F8): real models, real review sets, sets made at random."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.exceptions import UndefinedMetricWarning
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB

from assay.arrays import Ids, Probabilities
from assay.evaluation import classification as ours
from assay.evaluation.calibration import brier_error, equal_mass_edges, equal_width_edges, reliability
from assay.evaluation.ranking import average_precision, roc_curve
from assay.evaluation.rates import average_rates, mean_told, rates

CLOSE: dict[str, Any] = {"rtol": 0, "atol": 1e-12}
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
MODELS = ("efficientnet_b1", "resnet18", "resnet50d", "swin_base_patch4_window7_224", "twins_pcpvt_base")


@pytest.fixture(autouse=True)
def undefined_is_not_news() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UndefinedMetricWarning)
        warnings.filterwarnings("ignore", message="A single label was found|.*classes not in y_true|.*unique classes")
        yield


def check_decisions(true: Ids, predicted: Ids, classes: int) -> None:
    """What follows from predicted classes alone."""
    counts = ours.class_counts(true, predicted, classes=classes)
    labels = np.arange(classes)
    assert np.array_equal(counts, metrics.confusion_matrix(true, predicted, labels=labels))
    pairs: list[tuple[float, float]] = [
        (ours.accuracy(counts), metrics.accuracy_score(true, predicted)),
        (
            ours.balanced_accuracy(counts),
            metrics.recall_score(true, predicted, average="macro", labels=np.unique(true)),
        ),
        (ours.cohen_kappa(counts), metrics.cohen_kappa_score(true, predicted, labels=labels)),
        (np.nan_to_num(ours.matthews_correlation(counts)), metrics.matthews_corrcoef(true, predicted)),
    ]
    correct, predictions, support = np.diagonal(counts), counts.sum(axis=0), counts.sum(axis=1)
    for beta in (1.0, 2.0):
        options: dict[str, Any] = {"labels": labels, "beta": beta, "zero_division": np.nan}
        each = rates(correct, predictions, support=support, beta=beta)
        theirs = metrics.precision_recall_fscore_support(true, predicted, **options)
        for mine, other in zip((each.precision, each.recall, each.f, support), theirs, strict=True):
            np.testing.assert_allclose(mine, other, **CLOSE)
        for name, mean in average_rates(correct, predictions, support=support, beta=beta).items():
            precision, *others = metrics.precision_recall_fscore_support(true, predicted, average=name, **options)
            if name == "weighted" and not predictions[support > 0].any():
                precision = np.nan  # scikit-learn falls back on the mean of classes that weigh nothing
            pairs += [(mean.precision, precision), (mean.recall, others[0]), (mean.f, others[1])]
    np.testing.assert_allclose(*np.array(pairs, np.float64).T, **CLOSE)


def check_probabilities(true: Ids, probabilities: Probabilities) -> None:
    """What follows from class probabilities."""
    classes = probabilities.shape[1]
    labels = np.arange(classes)
    options: dict[str, Any] = {"labels": labels}
    pairs: list[tuple[float, float]] = [
        (ours.log_loss(true, probabilities), metrics.log_loss(true, probabilities, **options)),
        (
            ours.brier_score(true, probabilities),
            metrics.brier_score_loss(true, probabilities, scale_by_half=False, **options),
        ),
    ]
    for k in (1, 2, 5):  # of equal probabilities scikit-learn takes the higher class first, we the lower, as argmax
        if classes > 2 and k < classes:
            theirs = metrics.top_k_accuracy_score(classes - 1 - true, probabilities[:, ::-1], k=k, **options)
            pairs.append((ours.top_k_accuracy(true, probabilities, k=k), theirs))
    areas, precisions = ours.roc_areas(true, probabilities), ours.average_precisions(true, probabilities)
    for j in range(classes):
        positive = true == j
        if positive.any():
            pairs.append((precisions[j], metrics.average_precision_score(positive, probabilities[:, j])))
        else:
            assert np.isnan(precisions[j])
        if positive.any() and not positive.all():
            pairs.append((areas[j], metrics.roc_auc_score(positive, probabilities[:, j])))
            check_roc(probabilities[:, j], positive)
        else:
            assert np.isnan(areas[j])
    np.testing.assert_allclose(*np.array(pairs, np.float64).T, **CLOSE)


def check_roc(score: Any, positive: Any) -> None:
    curve = roc_curve(score, positive)
    false_rate, true_rate, threshold = metrics.roc_curve(positive, score, drop_intermediate=False)
    np.testing.assert_allclose(curve.false_rate, false_rate, **CLOSE)
    np.testing.assert_allclose(curve.true_rate, true_rate, **CLOSE)
    assert np.array_equal(curve.threshold, threshold)


def check_averages(true: Ids, probabilities: Probabilities) -> None:
    """One-vs-rest averages, which scikit-learn has only where every class occurs."""
    areas, precisions = ours.roc_areas(true, probabilities), ours.average_precisions(true, probabilities)
    support = np.bincount(true, minlength=probabilities.shape[1])
    one_hot = np.eye(probabilities.shape[1])[true]
    for average, weights in (("macro", None), ("weighted", support)):
        area = metrics.roc_auc_score(true, probabilities, multi_class="ovr", average=average)
        precision = metrics.average_precision_score(one_hot, probabilities, average=average)
        np.testing.assert_allclose(mean_told(areas, weights=weights), area, **CLOSE)
        np.testing.assert_allclose(mean_told(precisions, weights=weights), precision, **CLOSE)


def check_calibration(confidence: Any, correct: Any) -> None:
    for edges, strategy in ((equal_width_edges(), "uniform"), (equal_mass_edges(confidence), "quantile")):
        bins = reliability(confidence, correct, edges=edges)
        accuracy, mean = calibration_curve(correct, confidence, n_bins=15, strategy=strategy)
        np.testing.assert_allclose(bins.accuracy, accuracy, **CLOSE)
        np.testing.assert_allclose(bins.confidence, mean, **CLOSE)
    theirs = metrics.brier_score_loss(correct, confidence, pos_label=True)
    np.testing.assert_allclose(brier_error(confidence, correct), theirs, **CLOSE)


def check_all(true: Ids, probabilities: Probabilities) -> None:
    predicted = probabilities.argmax(axis=1)
    check_decisions(true, predicted, probabilities.shape[1])
    check_probabilities(true, probabilities)
    check_averages(true, probabilities)
    check_calibration(probabilities.max(axis=1), predicted == true)


@pytest.mark.parametrize("model", [LinearDiscriminantAnalysis(), GaussianNB()], ids=["discriminant", "naive"])
def test_a_real_cross_validated_model_on_digits(model: Any) -> None:
    """E9, F8: naive Bayes is so sure of itself that probabilities of exactly 0 and 1 occur."""
    images, true = load_digits(return_X_y=True)
    probabilities = cross_val_predict(model, images, true, cv=3, method="predict_proba")
    check_all(true.astype(np.int64), probabilities)


@pytest.mark.parametrize("model", MODELS)
def test_real_probabilities_of_handwritten_numerals(shared_data: Path, model: str) -> None:
    """E9, F8: out-of-sample probabilities of five networks, rounded to 6 digits, so with ties."""
    given_label = {
        row["path"]: row["given_label"] for row in _rows(shared_data / "roman_numerals/labels_and_review.csv")
    }
    rows = list(_rows(shared_data / f"roman_numerals/pred_probs_{model}.csv"))
    true = np.array([ROMAN.index(given_label[row["path"]]) for row in rows])
    check_all(true, _normal([[float(row[name]) for name in ROMAN] for row in rows]))


def test_real_probabilities_of_cifar(shared_data: Path) -> None:
    """E9, F8: 10,000 photos, accuracy .9294 as published."""
    rows = list(_rows(shared_data / "cifar10_test/labels.csv"))
    names = [name.removeprefix("pred_") for name in rows[0] if name.startswith("pred_")]
    true = np.array([names.index(row["given_label"]) for row in rows])
    probabilities = _normal([[float(row[f"pred_{name}"]) for name in names] for row in rows])
    check_all(true, probabilities)
    assert ours.accuracy(ours.class_counts(true, probabilities.argmax(axis=1), classes=10)) == 0.9294


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as file:
        yield from csv.DictReader(file)


def _normal(rows: Sequence[Sequence[float]]) -> Probabilities:
    """Rounded probabilities, summing to one again, as scikit-learn demands of them."""
    probabilities = np.array(rows, np.float64)
    return np.asarray(probabilities / probabilities.sum(axis=1, keepdims=True))


@st.composite
def guesses(draw: st.DrawFn) -> tuple[Ids, Probabilities]:
    """Few items of few classes, some without an item, in coarse steps, so that ties and single classes are common."""
    classes = draw(st.integers(2, 5))
    there = draw(st.lists(st.integers(0, classes - 1), min_size=1, unique=True))
    true = draw(st.lists(st.sampled_from(there), min_size=1, max_size=12))
    row = st.lists(st.integers(0, 3), min_size=classes, max_size=classes).filter(any)
    return np.array(true), _normal([draw(row) for _ in true])


@given(guesses())
@settings(max_examples=40)
def test_sets_made_at_random(items: tuple[Ids, Probabilities]) -> None:
    """E9: missing classes, ties, one class only, one item only."""
    true, probabilities = items
    check_decisions(true, probabilities.argmax(axis=1), probabilities.shape[1])
    check_probabilities(true, probabilities)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=30))
def test_scores_with_many_ties(rows: list[tuple[int, bool]]) -> None:
    score, positive = np.array([row[0] / 6 for row in rows]), np.array([row[1] for row in rows])
    if positive.any() and not positive.all():
        check_roc(score, positive)
        np.testing.assert_allclose(roc_curve(score, positive).area, metrics.roc_auc_score(positive, score), **CLOSE)
        theirs = metrics.average_precision_score(positive, score)
        np.testing.assert_allclose(average_precision(score, positive), theirs, **CLOSE)
        check_calibration(score, positive)
