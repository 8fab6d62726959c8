"""How sure a small classifier is of the class of a label."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids, Labels
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.vectors.neighbours import known_rows
from assay.vectors.probe import FOLDS, probe_chances

LEAST_IMAGES = 10
SEED = 0


@row_metric(
    slug="class_confidence",
    version=1,
    title="Confidence in the class",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "class_confidence",
            title="Confidence in the class",
            meaning="chance of its class, as a probe tells it from the other labels",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "class_entropy",
            title="Doubt about the class",
            meaning="entropy of the chances of all classes; 0 is sure of one, 1 is a blind guess",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.LABELS, Need.EMBEDDINGS],
    missing=f"It has no embedding, or fewer than two classes, or fewer than {LEAST_IMAGES} images of its class, do.",
    whole_set=True,
)
def class_confidence(view: View, *, level: Level, draws: int = 20) -> Values:
    """How sure a small classifier is of the class that a label has.

    What it measures
    ----------------
    A probe, a linear softmax classifier from embedding to class, learns with dropout of 0.1, and is asked `draws` times
    with other inputs left out each time; p is the mean of its answers (Monte Carlo dropout). `class_confidence` is p of
    the label's own class, `class_entropy` is -Σ p ln p / ln K over the K classes. Five probes are learned, each on four
    fifths of the images, and every label is asked of the one that did not see its image; all from one seed. Classes
    count alike, however many labels they have. Those on fewer than 10 images are left out.

    Why it matters
    --------------
    A label of low confidence and low entropy is probably of another class: the probe is sure, and not of this one. High
    entropy is a hard or mixed case.

    When it misleads
    ----------------
    The probe knows what the embeddings tell: classes that differ in a detail look like one. Labels that are wrong in
    the same way everywhere teach the probe the same. Copies of an image in two fifths make it too sure.

    Example
    -------
    `class_confidence < 0.1 and class_entropy < 0.3` lists labels that the probe would call something else.

    Reference
    ---------
    M89 of the metric definitions; Encord Active's "Class Confidence Score" and "Class Entropy" (disabled there), of a
    deeper probe asked about what it learned from. Y. Gal, Z. Ghahramani, Dropout as a Bayesian Approximation, 2016.
    """
    labels, vectors = view.objects(level), view.vectors(level)
    values: Values = np.full((len(labels), 2), np.nan)
    rows = known_rows(vectors)
    rows = rows[_enough(labels.image[rows], labels.category[rows])]
    kinds, classes = np.unique(labels.category[rows], return_inverse=True)
    if len(kinds) > 1:
        fold = np.random.default_rng(SEED).permutation(len(view.images))[labels.image[rows]] % FOLDS
        chances = probe_chances(vectors[rows], classes, fold=fold, draws=draws)
        values[rows, 0] = chances[np.arange(len(rows)), classes]
        values[rows, 1] = -(chances * np.log(np.maximum(chances, 1e-300))).sum(axis=1) / np.log(len(kinds))
    return values.clip(0, 1)


def _enough(image: Ids, category: Labels) -> Ids:
    """The rows whose class is on `LEAST_IMAGES` images or more."""
    pairs = np.unique(np.stack([category, image]), axis=1)
    kinds, count = np.unique(pairs[0], return_counts=True)
    return np.flatnonzero(np.isin(category, kinds[count >= LEAST_IMAGES]))
