"""Labels that differ between images that look the same."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

SAME_PLACE = 0.5
"""IoU, of boxes as shares of their images, from which two labels of one class are the same."""

REACH = 10
"""How many images on either side of it, in order of name, an image of a large group is compared with."""


@row_metric(
    slug="contradiction",
    version=1,
    title="Contradiction",
    levels=[Level.IMAGE, Level.ANNOTATION],
    outputs=[
        Output(
            "contradiction",
            meaning="how much its labels differ from those of images that look the same, 0 not at all to 1 wholly",
            high=1.0,
            bad=BadEnd.HIGH,
        )
    ],
    needs=[Need.LABELS],
    reads=["near_duplicate", "phash"],
    missing="No other image looks the same.",
    whole_set=True,
)
def contradiction(view: View, *, level: Level) -> Values:
    """Whether images that look the same are labelled the same.

    What it measures
    ----------------
    Within every group of `near_duplicate`: two labels are the same when they have one class and their boxes, as shares
    of the image, overlap by 0.5 (IoU), or when both are of the whole image. Two images differ by the share of their
    labels, of both together, that have none that is the same in the other, times the share of the 64 bits of `phash`
    that they have in common. An image has the mean over the others of its group, at most the 10 before and the 10
    after it in order of name; a label has the share of those images that lack it, weighted likewise.

    Why it matters
    --------------
    Of two copies with different labels at least one is wrong. It costs no model to see.

    When it misleads
    ----------------
    Neighbouring frames of a film look the same while something small enters. Flipped copies have moved boxes.

    Example
    -------
    `contradiction > 0` lists images whose copies are labelled otherwise; two copies with one class each, not the same,
    have 1.

    Reference
    ---------
    M66 of the metric definitions, our own.
    """
    from assay.metrics.contradiction_kernel import contradictions  # numba takes 0.3 s to import

    labels, size = view.labels, view.frame_size(Level.ANNOTATION)
    group = np.asarray(view.images.rows.column("near_duplicate").fill_null(-1), np.int64)
    members = np.lexsort((view.images.frame_order, group))
    members = members[group[members] >= 0]
    starts = np.append(np.unique(group[members], return_index=True)[1], len(members))
    frame = np.where(size > 0, size, 1.0)
    boxes = np.ascontiguousarray(labels.boxes / np.tile(frame, 2))
    # Arrow's memory is read-only, for which a compiled loop would be compiled again: hence the copies.
    hashes = np.asarray(view.images.rows.column("phash").fill_null(0), np.int64).copy()
    category = labels.category.copy()
    images, objects = contradictions(members, starts, hashes, labels.offsets, boxes, category, SAME_PLACE, REACH)
    return images if level is Level.IMAGE else objects
