"""Sets of whole images with class probabilities: ROC, top-k and the rest are there, and agree with the matrix."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from sklearn import metrics as authority

from assay.model.evaluation import EvaluationConfig
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.report.write_report import write_report
from assay.workflows.runs.classification_scores import ClassificationScores, classification_scores
from assay.workflows.runs.model_metrics import model_metrics
from tests.integration.visitor import Visitor

CLASSES = ("ant", "bee", "cow", "dog")


@pytest.fixture(scope="module")
def truth() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """(n,) classes and (n, 4) probabilities, right four times in five."""
    random = np.random.default_rng(3)
    true = random.integers(4, size=80)
    shares = random.dirichlet(np.ones(4), size=80) + 0.8 * np.eye(4)[true]
    return true, (shares / shares.sum(axis=1, keepdims=True)).round(6)


@pytest.fixture(scope="module")
def store(
    tmp_path_factory: pytest.TempPathFactory, truth: tuple[NDArray[np.int64], NDArray[np.float64]]
) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("animals")
    names = [f"{CLASSES[klass]}/{at:02}.png" for at, klass in enumerate(truth[0])]
    for name in names:
        (folder / "images" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8)).save(folder / "images" / name)
    with (folder / "probabilities.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["path", *CLASSES], *([n, *row] for n, row in zip(names, truth[1], strict=True))])
    with Store.create(folder / "animals.assay") as opened:
        import_dataset(opened, folder / "images", format="folders")
        import_predictions(opened, folder / "probabilities.csv", run="net")
        yield opened


@pytest.fixture(scope="module")
def scores(store: Store) -> ClassificationScores:
    snapshot = store.snapshot()
    return classification_scores(snapshot, snapshot.run(1, "net"))


def test_the_numbers_are_those_of_scikit_learn(
    scores: ClassificationScores, truth: tuple[NDArray[np.int64], NDArray[np.float64]]
) -> None:
    """E9, F8: through import, store and match, not only in the kernel."""
    true, shares = truth[0], truth[1].astype(np.float32).astype(np.float64)
    guess = shares.argmax(axis=1)
    assert scores.images == len(true)
    assert scores.numbers["accuracy"] == pytest.approx(authority.accuracy_score(true, guess))
    assert scores.numbers["balanced_accuracy"] == pytest.approx(authority.balanced_accuracy_score(true, guess))
    assert scores.numbers["matthews_correlation"] == pytest.approx(authority.matthews_corrcoef(true, guess))
    assert scores.numbers["cohen_kappa"] == pytest.approx(authority.cohen_kappa_score(true, guess))
    shares = shares / shares.sum(axis=1, keepdims=True)
    assert scores.numbers["log_loss"] == pytest.approx(authority.log_loss(true, shares), abs=1e-5)
    assert scores.numbers["roc_area"] == pytest.approx(
        authority.roc_auc_score(true, shares, multi_class="ovr"), abs=1e-5
    )
    assert scores.top_k[2] == pytest.approx(authority.top_k_accuracy_score(true, shares, k=2))
    assert scores.arrow().column("support").to_pylist() == np.bincount(true).tolist()


def test_accuracy_is_the_recall_of_the_matrix(store: Store, scores: ClassificationScores) -> None:
    """One engine: at confidence 0 each image has one prediction, correct or confused."""
    snapshot = store.snapshot()
    found = model_metrics(snapshot, snapshot.run(1, "net"), config=EvaluationConfig(0.5, 0.0))
    assert found.averages["micro"].recall == pytest.approx(scores.numbers["accuracy"])
    assert (found.counts[:4, :4] == scores.counts).all()


def test_calibration_has_a_roc_curve_and_top_k(store: Store, scores: ClassificationScores) -> None:
    reply = Visitor(create_app(store)).post("/api/runs/1/calibration", {"iou": 0.5, "confidence": 0.0}).json()
    assert reply["reason"] is None
    assert reply["roc"]["auc"] == pytest.approx(scores.roc.area)
    assert (reply["roc"]["fpr"][0], reply["roc"]["tpr"][-1]) == (0, 1)
    assert [row["k"] for row in reply["top_k"]] == [1, 2, 3]
    assert reply["top_k"][0]["accuracy"] == reply["scores"]["accuracy"] == pytest.approx(scores.numbers["accuracy"])
    assert sum(bin["count"] for bin in reply["bins"]) == scores.images


def test_a_slice_has_scores_of_its_own(store: Store) -> None:
    snapshot = store.snapshot()
    ants = classification_scores(snapshot, snapshot.run(1, "net"), query='annotations.label = "ant"')
    assert ants.counts.sum() == ants.counts[0].sum() == ants.images > 0


def test_a_set_of_whole_images_has_a_report(store: Store, tmp_path: Path) -> None:
    """AP is of boxes: where there are none, its tile is left out."""
    write_report(store, tmp_path / "report.html", run="net")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<span>Recall</span>" in text
    assert "<span>AP50</span>" not in text
    assert "Cohen" in text
    assert "ROC curve" in text


def test_handwriting_reviewed_by_people(shared_data: Path, tmp_path: Path) -> None:
    """Roman numerals: out-of-sample probabilities of a ResNet."""
    folder = shared_data / "roman_numerals"
    with Store.create(tmp_path / "roman.assay") as store:
        import_dataset(store, folder / "images", format="folders")
        import_predictions(store, folder / "pred_probs_resnet18.csv", run="resnet18")
        snapshot = store.snapshot()
        found = classification_scores(snapshot, snapshot.run(1, "resnet18"))
    assert found.images == 2831
    assert found.numbers["accuracy"] < found.top_k[2] < found.top_k[5] <= 1
    assert found.numbers["roc_area"] > 0.9
