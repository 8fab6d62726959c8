"""Several people's votes on one thing: which class it is, how sure that is, and how well each of them votes (M53).

CROWDLAB: Goh, Tkachenko, Mueller, "CROWDLAB: Supervised learning to infer consensus labels and quality scores for data
with multiple annotators", 2022; equal to cleanlab 2.9, tests hold that. Dawid-Skene: "Maximum Likelihood Estimation of
Observer Error-Rates Using the EM Algorithm", Applied Statistics 28, 1979.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids, Probabilities, Scores

Floats = NDArray[np.float64]

LEAST = 1e-6
"""No weight and no error is taken to be less."""

_ROUNDS, _SETTLED = 100, 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """v votes: item (v,) 0 to items - 1, voter (v,) 0 to voters - 1, choice (v,) 0 to classes - 1.

    Nobody votes twice on one item, and every item has a vote.
    """

    item: Ids
    voter: Ids
    choice: Ids
    items: int
    voters: int
    classes: int

    @property
    def of_item(self) -> Ids:
        """(items,) how many votes each item has."""
        return np.bincount(self.item, minlength=self.items)

    @property
    def counts(self) -> Floats:
        """(items, classes) votes for each class."""
        return self._sum(np.ones(len(self.item)))

    def weighted(self, weight: Floats) -> Floats:
        """(items, classes) votes for each class, those of a voter counting `weight` (voters,)."""
        return self._sum(weight[self.voter])

    def _sum(self, values: Floats) -> Floats:
        cells = self.item * self.classes + self.choice
        sums: Floats = np.bincount(cells, values, minlength=self.items * self.classes).astype(np.float64)
        return sums.reshape(self.items, self.classes)


@dataclass(frozen=True, slots=True, eq=False)
class Consensus:
    """What the votes come to.

    label : (items,) the class. quality : (items,) 0..1, how surely it is that. agreement : (items,) share of an item's
    votes for it. chances : (items, classes). voter_quality : (voters,) 0..1, NaN of who never votes.
    voter_agreement : (voters,) share of their votes for the consensus. voter_weight : (voters,), model_weight : how
    much one vote of theirs, and the model, counts; no model: 0.
    """

    label: Ids
    quality: Scores
    agreement: Scores
    chances: Probabilities
    voter_quality: Scores
    voter_agreement: Scores
    voter_weight: Floats
    model_weight: float


def crowdlab(votes: Votes, model: Probabilities) -> Consensus:
    """The consensus of voters and a model, each weighed by how often it agrees with the others.

    model : (items, classes) out-of-sample chances. At least one item must have two votes.
    """
    first = _judged(votes, model, majority(votes, model))
    top = first.chances == first.chances.max(axis=1, keepdims=True)
    label = np.where(top.sum(axis=1) == 1, first.chances.argmax(axis=1), first.label)
    return _judged(votes, model, label)


def dawid_skene(votes: Votes) -> Consensus:
    """The consensus by each voter's own confusions, without a model, by expectation-maximisation from the shares.

    `voter_quality` is the chance that a vote of theirs is right, over the classes as they occur.
    """
    k = votes.classes
    chances = votes.counts / votes.of_item[:, None]
    confusion = np.zeros((votes.voters, k, k))
    prior = np.full(k, 1 / k)
    for _ in range(_ROUNDS):
        confusion = np.full((votes.voters, k, k), 1 / k)
        np.add.at(confusion.transpose(0, 2, 1), (votes.voter, votes.choice), chances[votes.item])
        confusion /= confusion.sum(axis=2, keepdims=True)
        prior = (chances.sum(axis=0) + 1) / (votes.items + k)
        logs = np.tile(np.log(prior), (votes.items, 1))
        np.add.at(logs, votes.item, np.log(confusion[votes.voter, :, votes.choice]))
        fresh = np.exp(logs - logs.max(axis=1, keepdims=True))
        fresh /= fresh.sum(axis=1, keepdims=True)
        moved, chances = float(np.abs(fresh - chances).max()), fresh
        if moved < _SETTLED:
            break
    label = chances.argmax(axis=1)
    found = _of_label(votes, chances, label)
    right = np.where(
        np.isnan(found.voter_agreement), np.nan, (confusion.diagonal(axis1=1, axis2=2) * prior).sum(axis=1)
    )
    return replace(found, voter_quality=right, voter_weight=np.nan_to_num(right))


def majority(votes: Votes, model: Probabilities) -> Ids:
    """(items,) the class of most votes; of equal ones the likelier to the model, then the rarer, then the first."""
    counts = votes.counts
    rarer = -counts.sum(axis=0) / max(len(votes.item), 1)
    tied = counts == counts.max(axis=1, keepdims=True)
    likely = np.where(tied, model, -np.inf)
    tied &= likely == likely.max(axis=1, keepdims=True)
    label: Ids = np.where(tied, rarer, -np.inf).argmax(axis=1)
    return label


def next_vote_scores(votes: Votes, found: Consensus) -> Scores:
    """(items,) how little another vote would bring: the lowest first are those to ask about next.

    Quality of the consensus, drawn towards chance by the weight of one average vote beside all that there are.
    """
    one = float(found.voter_weight.mean())
    known = np.bincount(votes.item, found.voter_weight[votes.voter], minlength=votes.items) + found.model_weight
    scores: Scores = (found.quality * known + one / votes.classes) / (known + one)
    return scores


def calibrated(votes: Votes, model: Probabilities) -> Probabilities:
    """`model` with the temperature at which its cross-entropy with the shares of votes is least."""
    shares = votes.counts / votes.of_item[:, None]
    logs = np.log(np.clip(model, LEAST, None))

    def entropy(temperature: float) -> float:
        return float(-(shares * np.log(np.clip(_softened(logs, temperature), LEAST, None))).sum(axis=1).mean())

    coarse = [0.1, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    best = min(coarse, key=entropy)
    fine = np.linspace(best - 0.5, best + 0.5, 21)
    return _softened(logs, min((t for t in fine.tolist() if t > 0), key=entropy))


def _softened(logs: Floats, temperature: float) -> Probabilities:
    powers = np.exp((logs - logs.max(axis=1, keepdims=True)) / temperature)
    chances: Probabilities = powers / powers.sum(axis=1, keepdims=True)
    return chances


def _judged(votes: Votes, model: Probabilities, label: Ids) -> Consensus:
    """CROWDLAB's chances about a consensus `label`, and what they make of each voter."""
    found = _of_label(votes, model, label)
    several = votes.of_item > 1
    likely = float(found.agreement[several].mean())
    unlikely = (1 - likely) / (votes.classes - 1)
    common = np.bincount(label[several], minlength=votes.classes).argmax()
    base_error = max(float((label[several] != common).mean()), LEAST)
    weight = np.maximum(1 - (1 - _agreement_with_others(votes)) / base_error, LEAST)
    model_error = float((model.argmax(axis=1) != label)[several].mean())
    model_weight = max(1 - model_error / base_error, LEAST) * float(np.sqrt(votes.of_item.mean()))
    cast = np.bincount(votes.item, weight[votes.voter], minlength=votes.items)[:, None]
    said = votes.weighted(weight)
    chances = (model * model_weight + said * likely + (cast - said) * unlikely) / (cast + model_weight)
    own = np.bincount(votes.voter, chances[votes.item, votes.choice], minlength=votes.voters)
    mean_own = own / np.maximum(np.bincount(votes.voter, minlength=votes.voters), 1)
    share = model_weight / (model_weight + weight.sum() * votes.of_item.mean() / votes.voters)
    among = _voter_agreement(votes, label, several[votes.item])
    return replace(
        found,
        quality=chances[np.arange(votes.items), label],
        chances=chances,
        voter_quality=share * mean_own + (1 - share) * among,
        voter_weight=weight,
        model_weight=model_weight,
    )


def _of_label(votes: Votes, chances: Probabilities, label: Ids) -> Consensus:
    """How far votes agree with a consensus `label`."""
    rows = np.arange(votes.items)
    every = np.ones(len(votes.item), bool)
    nobody = np.full(votes.voters, np.nan)
    return Consensus(
        label=label,
        quality=chances[rows, label],
        agreement=votes.counts[rows, label] / votes.of_item,
        chances=chances,
        voter_quality=nobody,
        voter_agreement=_voter_agreement(votes, label, every),
        voter_weight=nobody,
        model_weight=0.0,
    )


def _voter_agreement(votes: Votes, label: Ids, among: NDArray[np.bool_]) -> Scores:
    """(voters,) share of the votes `among` that are for the consensus; NaN of who has none there."""
    agreed = np.bincount(votes.voter, among & (votes.choice == label[votes.item]), minlength=votes.voters)
    cast = np.bincount(votes.voter, among, minlength=votes.voters)
    share: Scores = np.divide(agreed, cast, out=np.full(votes.voters, np.nan), where=cast > 0)
    return share


def _agreement_with_others(votes: Votes) -> Scores:
    """(voters,) share of the other votes on the same items that are like theirs; who meets nobody: the mean of all."""
    others = votes.of_item[votes.item] - 1
    alike = votes.counts[votes.item, votes.choice] - 1
    agreed = np.bincount(votes.voter, alike, minlength=votes.voters)
    met = np.bincount(votes.voter, others, minlength=votes.voters)
    share = np.divide(agreed, met, out=np.full(votes.voters, np.nan), where=met > 0)
    known: Scores = np.where(np.isnan(share), np.nanmean(share), share)
    return known
