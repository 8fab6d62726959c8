"""What several annotators of the same images come to: the class, how sure it is, who votes well, whom to ask next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids, Probabilities
from assay.detectors.objects import Objects
from assay.errors import NotFound
from assay.model.dataset import Dataset
from assay.model.run import Run
from assay.schema.own_fields import ANNOTATOR, OwnValues
from assay.statistics.crowd import Consensus, Votes, calibrated, crowdlab, dawid_skene, next_vote_scores
from assay.store.snapshot import Snapshot
from assay.workflows.metrics.metric_states import run_of


@dataclass(frozen=True, slots=True, eq=False)
class ImageConsensus:
    """The consensus on n images by m annotators.

    method : "crowdlab" with a model, else "dawid_skene". run : whose probabilities it was. image : (n,) ids.
    names : of the m annotators. category : (n,) class ids. votes : what was counted. found : what it came to.
    next_vote : (n,) the lowest are the images on which another vote would bring most.
    """

    method: str
    run: str | None
    image: Ids
    names: tuple[str, ...]
    category: Ids
    votes: Votes
    found: Consensus
    next_vote: np.ndarray

    def images(self) -> pa.Table:
        """One row per image: consensus, quality 0..1, share of votes for it, votes, score of a next vote."""
        return pa.table(
            {
                "image_id": self.image,
                "category_id": self.category,
                "quality": self.found.quality,
                "agreement": self.found.agreement,
                "votes": self.votes.of_item,
                "next_vote": self.next_vote,
            }
        )

    def annotators(self) -> pa.Table:
        """One row per annotator, the worst first: quality 0..1, share of their votes for the consensus, votes."""
        table = pa.table(
            {
                "annotator": list(self.names),
                "quality": self.found.voter_quality,
                "agreement": self.found.voter_agreement,
                "votes": np.bincount(self.votes.voter, minlength=len(self.names)),
            }
        )
        return table.sort_by([("quality", "ascending"), ("annotator", "ascending")])


def consensus(snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None) -> ImageConsensus:
    """The consensus of the signed whole-image labels of `dataset`; a run with class probabilities votes with them.

    A label is signed by its own field, such as `annotator`. Where somebody labelled an image twice, the last one
    counts. Only images that the run has a class vector for are judged where there is such a run.

    Raises
    ------
    NotFound : there is no such dataset or run, or no image has signed labels of two annotators.
    """
    target = snapshot.dataset(dataset)
    chosen = run_of(snapshot, target, run)
    rows = snapshot.rows("annotations", where={"dataset_id": target.id})
    signed = OwnValues.of(rows["attributes"], ANNOTATOR)
    labels = Objects.of(rows)
    at = signed.rows[labels.whole[signed.rows]]
    names, voter = np.unique(np.array([str(v) for v in signed.values], np.str_), return_inverse=True)
    voter = voter[labels.whole[signed.rows]]
    class_ids = np.array(sorted(one.id for one in snapshot.categories(target.id)), np.int64)
    model, of_model = _model(snapshot, chosen, len(class_ids))
    kept = _last_of_each(labels.image[at], voter) & (np.isin(labels.image[at], of_model) | (model is None))
    at, voter = at[kept], voter[kept]
    image, item = np.unique(labels.image[at], return_inverse=True)
    choice = np.searchsorted(class_ids, labels.category[at])
    votes = Votes(item, voter, choice, len(image), len(names), len(class_ids))
    if not len(image) or votes.of_item.max() < 2:
        raise _nobody(target)
    if model is None or chosen is None:
        found, method = dawid_skene(votes), "dawid_skene"
    else:
        found = crowdlab(votes, calibrated(votes, model[np.searchsorted(of_model, image)]))
        method = "crowdlab"
    return ImageConsensus(
        method=method,
        run=chosen.name if model is not None and chosen is not None else None,
        image=image,
        names=tuple(names.tolist()),
        category=class_ids[found.label],
        votes=votes,
        found=found,
        next_vote=next_vote_scores(votes, found),
    )


def _nobody(target: Dataset) -> NotFound:
    return NotFound(
        f"No image of {target.name!r} has whole-image labels of two annotators.",
        hint=f"Sign labels in a field of their own: {', '.join(f'`{name}`' for name in ANNOTATOR)}.",
    )


def _last_of_each(image: Ids, voter: Ids) -> Flags:
    """(v,) whether a vote is the last of its voter on its image; votes come in the order of label ids."""
    pairs = np.stack([image, voter], axis=1)[::-1]
    _, last = np.unique(pairs, axis=0, return_index=True)
    kept = np.zeros(len(image), bool)
    kept[len(image) - 1 - last] = True
    return kept


def _model(snapshot: Snapshot, run: Run | None, classes: int) -> tuple[Probabilities | None, Ids]:
    """Class chances of whole images by the run, and the ids of those images; None where it has none."""
    predicted = Objects.of(snapshot.rows("predictions", where={"run_id": run.id if run else -1}))
    if predicted.probabilities is None or predicted.probabilities.shape[1] != classes:
        return None, np.zeros(0, np.int64)
    rows = np.flatnonzero(predicted.whole & (predicted.probabilities.sum(axis=1) > 0))
    image, first = np.unique(predicted.image[rows], return_index=True)
    chances = predicted.probabilities[rows[first]]
    return (chances / chances.sum(axis=1, keepdims=True), image) if len(image) else (None, image)
