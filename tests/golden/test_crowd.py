"""Consensus of several people against the authority: cleanlab 2.9 (M53)."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from assay.statistics.crowd import Votes, crowdlab, dawid_skene, majority, next_vote_scores

people = pytest.importorskip("cleanlab.multiannotator", reason="cleanlab is the authority here, and is not installed")


def table(
    seed: int, *, items: int = 200, voters: int = 7, classes: int = 4
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A wide table of votes (NaN for none), a model's chances, and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, items)
    skill = rng.uniform(0.5, 0.95, voters)
    wide = np.where(rng.random((items, voters)) < skill, truth[:, None], rng.integers(0, classes, (items, voters)))
    wide = np.where(rng.random((items, voters)) < 0.5, wide, np.nan)
    wide[np.isnan(wide).all(axis=1), 0] = 0
    logits = rng.normal(0, 1, (items, classes))
    logits[np.arange(items), truth] += 2
    model = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return wide, model, truth


def votes_of(wide: np.ndarray, classes: int) -> Votes:
    item, voter = np.nonzero(~np.isnan(wide))
    return Votes(item, voter, wide[item, voter].astype(np.int64), len(wide), wide.shape[1], classes)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(3))
def test_crowdlab(seed: int) -> None:
    wide, model, _ = table(seed)
    votes = votes_of(wide, 4)
    found = crowdlab(votes, model)
    theirs = people.get_label_quality_multiannotator(
        wide, model, calibrate_probs=False, verbose=False, return_weights=True
    )
    quality = theirs["label_quality"]
    assert majority(votes, model).tolist() == people.get_majority_vote_label(wide, model, verbose=False).tolist()
    assert found.label.tolist() == quality["consensus_label"].tolist()
    assert found.quality == pytest.approx(quality["consensus_quality_score"].to_numpy())
    assert found.agreement == pytest.approx(quality["annotator_agreement"].to_numpy())
    assert found.model_weight == pytest.approx(theirs["model_weight"])
    assert found.voter_weight == pytest.approx(theirs["annotator_weight"])
    stats = theirs["annotator_stats"].sort_index()
    assert found.voter_quality == pytest.approx(stats["annotator_quality"].to_numpy())
    assert found.voter_agreement == pytest.approx(stats["agreement_with_consensus"].to_numpy())


def test_dawid_skene_is_nearer_the_truth_than_the_majority() -> None:
    """Of people of very different skill it tells who to believe."""
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 4, 600)
    skill = np.array([0.95, 0.9, 0.2, 0.2, 0.1, 0.1])
    wide = np.where(rng.random((600, 6)) < skill, truth[:, None], rng.integers(0, 4, (600, 6))).astype(float)
    votes = votes_of(wide, 4)
    found = dawid_skene(votes)
    assert (found.label == truth).mean() > (majority(votes, np.full((600, 4), 0.25)) == truth).mean() + 0.05
    assert found.voter_quality == pytest.approx((wide == truth[:, None]).mean(axis=0), abs=0.05)


def test_what_few_voted_on_is_asked_about_next() -> None:
    wide, model, _ = table(1)
    votes = votes_of(wide, 4)
    scores = next_vote_scores(votes, crowdlab(votes, model))
    few = votes.of_item <= 2
    assert scores[few].mean() < scores[~few].mean()


def test_human_votes_of_real_images(shared_data: Path) -> None:
    """`cifar10_test`: 47 to 63 people voted on each image, as counts; the majority of them is found again."""
    with (shared_data / "cifar10_test" / "labels.csv").open() as file:
        rows = list(csv.DictReader(file))[:300]
    names = [name for name in rows[0] if name.startswith("humans_")]
    counts = np.array([[int(row[name]) for name in names] for row in rows])
    model = np.array([[float(row[name.replace("humans_", "pred_")]) for name in names] for row in rows])
    item, choice = np.nonzero(counts)
    repeat = counts[item, choice]
    item, choice = np.repeat(item, repeat), np.repeat(choice, repeat)
    voter = np.concatenate([np.arange(n) for n in np.bincount(item)])
    votes = Votes(item, voter, choice, len(rows), int(voter.max()) + 1, len(names))
    found = crowdlab(votes, model)
    assert (found.label == counts.argmax(axis=1)).mean() > 0.99
