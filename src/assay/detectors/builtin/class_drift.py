"""A class that means one thing in one batch of labels and another in the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.detectors.detector import Need, detector
from assay.detectors.look_alike_pairs import OneWay, one_way, pairs_across
from assay.detectors.own_evidence import crowded
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.schema.own_fields import ANNOTATOR, OwnValues
from assay.statistics.drift import holm
from assay.vectors.neighbours import known_rows

LEAST_OF_BATCH = 20
"""A batch of fewer labels is not compared."""

BATCHES = 8
"""Of more batches the largest are compared."""

OF_ONE_CLASS = 0.9
"""Share of its commonest class from which a split or a folder is one for that class, such as `train/cat`."""

SURE = 0.01
"""Chance of one false alarm in the whole set, whatever the number of classes and batches."""

EITHER = 0.5
"""Of two ways to label, either may be the wrong one."""

SAME = 1e-5
"""Distance up to which two pictures are one: what two annotators labelled is often the same crop."""

Names: TypeAlias = NDArray[np.object_]


@detector(
    slug="class_drift",
    version=3,
    kind=IssueKind.CLASS_DRIFT,
    title="Classes that drift",
    rule="Look-alikes of two splits, folders or annotators carry two classes, and far more often one way round "
    "than the other.",
    needs={Need.LABEL_VECTORS},
    whole_set=True,
)
def class_drift(view: DatasetView) -> pa.Table:
    """Labels whose look-alikes in another batch are labelled otherwise, again and again.

    What it measures
    ----------------
    Batches are the splits, the folders of the files, and what each annotator labelled (`annotator` and the like, of
    the label); the 8 largest of 20 labels or more. Two folders or splits of which each is made for a class of its
    own (nine tenths of its labels or more) are not held together: there the other way round could not be. Labels of
    two batches that are each other's nearest of the other batch, no farther apart than half of all labels are from
    their nearest, make a pair; where annotators labelled the same images, these. Of two classes, pairs labelled a
    here and b there are counted against pairs labelled b here and a there: errors and hard cases go both ways
    alike, a class that is understood in another way goes one way. The effect is (forward - backward) / pairs of
    these two classes. Raised are the labels of the smaller batch in forward pairs, where an exact sign test,
    corrected over all classes and batches (Holm), stays below 0.01. Score = 1 - 0.5 (forward - backward) / forward:
    either way of labelling may be the wrong one.

    Why it matters
    --------------
    New instructions, another team, a merged set: no label is a slip, and yet no model can learn both.

    When it misleads
    ----------------
    Batches in which the classes are unequally frequent and which the embedding hardly tells apart. Things that differ
    between the batches in a detail that it does not see.

    Example
    -------
    "Labelled van, but its look-alike in the split train is labelled car; of 40 such pairs 38 go this way round."

    Reference
    ---------
    G10 of the capabilities; McNemar, "Note on the sampling error of the difference between correlated proportions",
    Psychometrika 12, 1947, in its exact form; Holm, Scandinavian Journal of Statistics 6, 1979.
    """
    found = list(_drifts(view))
    if not found:
        return no_suspects()
    sure = holm(np.array([drift.p for _, _, drift in found])) < SURE
    raised: dict[int, tuple[float, Mapping[str, Any]]] = {}
    for (here, there, drift), is_sure in zip(found, sure.tolist(), strict=True):
        chance = EITHER * (1 - drift.backward / len(drift.first))
        for row, other in zip(drift.first.tolist(), drift.second.tolist(), strict=True) if is_sure else ():
            if chance > raised.get(row, (0.0, {}))[0]:
                raised[row] = chance, _told(view, other, (here, there), drift)
    rows = np.array(list(raised), np.int64)
    return suspects(
        IssueKind.CLASS_DRIFT,
        image=view.labels.image[rows],
        annotation=view.labels.id[rows],
        category=view.labels.category[rows],
        score=1 - np.array([chance for chance, _ in raised.values()]),
        evidence=[told for _, told in raised.values()],
        suggestion=[None] * len(rows),
    )


def _drifts(view: DatasetView) -> Iterator[tuple[str, str, OneWay]]:
    """Every two classes that look-alikes of two batches carry; the smaller batch is the first."""
    labels, vectors = view.labels, view.vectors(Level.ANNOTATION)
    known = known_rows(vectors)
    known = known[~labels.ignored[known] & np.isin(labels.category[known], view.class_ids)]
    nearest = view.neighbours(Level.ANNOTATION, count=1).distances[:, 0]
    for word, names, judged in _ways(view):
        for kind in (labels.whole, ~labels.whole):
            rows = known[judged[known] & kind[known]]
            within = float(np.nanmedian(nearest[rows])) if np.isfinite(nearest[rows]).any() else 0.0
            batches = _batches(word, names, rows)
            for there, here in combinations(batches, 2):
                if word != "annotator" and _each_of_its_class(
                    labels.category[batches[here]], labels.category[batches[there]]
                ):
                    continue
                pairs = pairs_across(vectors, batches[here], batches[there], within=max(within, SAME))
                for drift in one_way(*pairs, labels.category):
                    yield here, there, drift


def _ways(view: DatasetView) -> Iterator[tuple[str, Names, Flags]]:
    """How labels fall into batches: a word for it, the batch of each label ("" for none), and which are judged by it.

    Several whole-image labels of an image are no contradiction, unless each has an annotator of its own.
    """
    labels = view.labels
    ids = view.images["id"].to_numpy()
    order = np.argsort(ids)
    image = order[np.searchsorted(ids, labels.image, sorter=order)]
    alone = ~crowded(labels)
    folders = [str(PurePosixPath(name).parent) for name in view.images["file_name"].to_pylist()]
    for word, named in (("split", view.images["split"].to_pylist()), ("folder", folders)):
        yield word, np.array(["" if name is None else name for name in named], dtype=object)[image], alone
    signed = OwnValues.of(view.annotations["attributes"], ANNOTATOR)
    names = np.full(len(labels), "", dtype=object)
    names[signed.rows] = [str(value) for value in signed.values]
    yield "annotator", names, alone | _only_one_of(image, signed.codes)


def _only_one_of(image: Ids, annotator: Ids) -> Flags:
    """(n,) labels whose annotator made no other of the same image."""
    _, place, count = np.unique(np.stack([image, annotator]), axis=1, return_inverse=True, return_counts=True)
    only: Flags = (count[place.ravel()] == 1) & (annotator >= 0)
    return only


def _batches(word: str, names: Names, rows: Ids) -> dict[str, Ids]:
    """The rows of each batch, the largest first."""
    known = {name: rows[names[rows] == name] for name in dict.fromkeys(names[rows].tolist()) if name}
    enough = {f"{word} {name}": its for name, its in known.items() if len(its) >= LEAST_OF_BATCH}
    return dict(sorted(enough.items(), key=lambda batch: -len(batch[1]))[:BATCHES])


def _each_of_its_class(here: NDArray[np.signedinteger], there: NDArray[np.signedinteger]) -> bool:
    """Whether the classes (n,) and (m,) of two batches are nearly all one, and not the same one."""
    commonest = []
    for classes in (here, there):
        kinds, counts = np.unique(classes, return_counts=True)
        if counts.max() < OF_ONE_CLASS * len(classes):
            return False
        commonest.append(int(kinds[counts.argmax()]))
    return commonest[0] != commonest[1]


def _told(view: DatasetView, other: int, batches: tuple[str, str], drift: OneWay) -> Mapping[str, Any]:
    given, else_ = (view.class_names[int(name)] for name in (drift.first_class, drift.second_class))
    forward, there = len(drift.first), batches[1]
    place = f"by {there}" if there.startswith("annotator ") else f"in the {there}"
    return {
        "sentence": f"Labelled {given}, but its look-alike {place} is labelled {else_}; "
        f"of {forward + drift.backward} such pairs {forward} go this way round.",
        "batch": batches[0],
        "other_batch": batches[1],
        "pairs": drift.pairs,
        "effect": drift.effect,
        "effect_low": drift.low,
        "effect_high": drift.high,
        "p": drift.p,
        "annotation_ids": view.labels.id[[other]],
        "image_ids": view.labels.image[[other]],
    }
