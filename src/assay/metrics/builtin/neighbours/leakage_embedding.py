"""Which images mean almost the same as one of another split."""

from __future__ import annotations

from assay.metrics.groups_across import across_splits
from assay.metrics.metric import Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType


@row_metric(
    slug="leakage_embedding",
    version=1,
    title="Leakage between splits by embedding",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "embedding_leak",
            title="Leak by embedding",
            meaning="number of its group of images of almost one embedding that lie in several splits; else unknown",
            type=MetricType.GROUP,
            bad=BadEnd.HIGH,
        )
    ],
    reads=["split", "near_duplicate_embedding"],
    missing="No image of another split is that near to it.",
    whole_set=True,
)
def leakage_embedding(view: View, *, level: Level) -> Values:  # noqa: ARG001 - it has one level only
    """Groups of near-duplicates by embedding that have members in more than one split.

    What it measures
    ----------------
    The groups of `near_duplicate_embedding` whose images lie in two or more named splits. Every image of such a group
    that has a split has the group's number; one without a split leaks nowhere.

    Why it matters
    --------------
    Crops, mirror images, the next frame of a film: hashes of pixels do not see them, and a model that was trained on
    one knows the other by heart.

    When it misleads
    ----------------
    As `near_duplicate_embedding`: two things that only look alike to the model of the embedding, and chains. Look at
    the groups before anything is removed.

    Example
    -------
    `embedding_leak is not null and near_leak is null`, sorted by `embedding_leak`, shows what hashes did not find.

    Reference
    ---------
    D8 of the metric definitions. Barz and Denzler, "Do We Train on Test Data?", Journal of Imaging 6, 2020, who
    searched copies of test images in CIFAR by embeddings of a network.
    """
    rows = view.images.rows
    return across_splits(rows.column("near_duplicate_embedding"), rows.column("split"))
