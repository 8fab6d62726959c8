"""Balance of classes (V4.2, J6, S7) and edge cases (V4.5, J8)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from assay.errors import ChoiceInvalid, NotFound
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.vectors.between import between
from assay.workflows.curation.balance import class_balance, label_weights, sampler_weights, write_vectors, write_weights
from assay.workflows.curation.edge_cases import edge_cases
from tests.integration.test_autotags import embed
from tests.integration.visitor import Visitor


def test_each_class_says_what_would_bring_it_to_the_goal(standing: Store) -> None:
    """V4.2: share, effective number, labels to draw again or to leave out."""
    found = class_balance(standing.snapshot(), goal=10)
    assert sum(one.share for one in found.classes) == pytest.approx(1)
    assert all(one.labels + one.change == 10 for one in found.classes if one.labels)
    assert [one.labels for one in found.classes] == sorted((one.labels for one in found.classes), reverse=True)
    with pytest.raises(ChoiceInvalid):
        class_balance(standing.snapshot(), goal=0)


def test_weights_of_labels_are_inverse_effective_numbers_with_mean_one() -> None:
    """Cui et al. 2019; a class without labels has no weight."""
    counts = np.array([1000, 10, 0])
    weights = label_weights(counts)
    assert (weights[:2] * counts[:2]).sum() == pytest.approx(1010)
    assert weights[1] / weights[0] == pytest.approx((1 - 0.999**1000) / (1 - 0.999**10))
    assert np.isnan(weights[2])


@pytest.mark.parametrize("level", [Level.IMAGE, Level.ANNOTATION])
def test_a_weights_file_has_a_row_for_every_item(standing: Store, tmp_path: Path, level: Level) -> None:
    """V4.2: sampler weights file, its mean 1; rare classes are drawn no less than common ones."""
    snapshot = standing.snapshot()
    ids, weights = sampler_weights(snapshot, level)
    assert weights.mean() == pytest.approx(1)
    assert write_weights(snapshot, tmp_path / "w.csv", level) == len(ids)
    rows = list(csv.DictReader((tmp_path / "w.csv").read_text(encoding="utf-8").splitlines()))
    assert [int(row["id"]) for row in rows] == ids.tolist()
    with pytest.raises(ChoiceInvalid):
        sampler_weights(snapshot, Level.ISSUE)


def test_made_vectors_lie_between_two_of_their_class(store: Store, tmp_path: Path) -> None:
    """J6: SMOTE as vectors of an embedding, never as pictures."""
    with pytest.raises(NotFound, match="embedding"):
        write_vectors(store.snapshot(), tmp_path / "v.npz")
    labels = embed(store, Level.ANNOTATION)
    made = write_vectors(store.snapshot(), tmp_path / "v.npz", goal=20)
    with np.load(tmp_path / "v.npz", allow_pickle=False) as archive:
        assert len(archive["vectors"]) == sum(made.made.values())
        np.testing.assert_allclose(np.linalg.norm(archive["vectors"], axis=1), 1, rtol=1e-5)
        assert set(archive["first"].tolist()) <= set(labels.tolist())
    vectors = np.eye(4, dtype=np.float32)
    assert len(between(vectors[:1], count=5).first) == 0
    np.testing.assert_array_equal(between(vectors, count=5).vectors, between(vectors, count=5).vectors)


def test_edge_cases_say_why(store: Store) -> None:
    """V4.5: rare times hard, ranked, each with reasons; by look too once images are embedded."""
    before = edge_cases(store.snapshot())
    assert before.by_run
    assert not before.by_look
    embed(store)
    found = edge_cases(store.snapshot())
    assert found.by_look
    assert found.cases
    assert [case.score for case in found.cases] == sorted((case.score for case in found.cases), reverse=True)
    assert all(case.reasons and case.score == pytest.approx(case.rarity * case.hardness) for case in found.cases)
    assert any("missed" in reason for case in found.cases for reason in case.reasons)


def test_both_over_http(standing: Store) -> None:
    """V4.2, V4.5 over HTTP; the weights are a file to download."""
    web = Visitor(create_app(standing))
    assert web.get("/api/balance?dataset=1&goal=5").json()["goal"] == 5
    file = web.get("/api/balance/weights?dataset=1&level=annotation")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.text.startswith("id,reference_id,weight")
    told = web.get("/api/edge-cases?dataset=1").json()
    assert told["cases"]
    assert told["query"].startswith("id in")
