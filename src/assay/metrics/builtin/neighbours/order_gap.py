"""Whether images that look alike lie near each other in the order of the set."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType
from assay.statistics.order import order_gaps, order_test

NEIGHBOURS = 10
LEAST_IMAGES = 30


@row_metric(
    slug="order_gap",
    version=1,
    title="Order",
    levels=[Level.IMAGE],
    outputs=[
        Output(
            "order_gap",
            meaning="how far off its ten look-alikes lie in the order of the set, as a share of the set, on average",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "stands_in_order",
            title="Stands in order",
            meaning="its look-alikes lie nearer than chance would have them, and so it is in the set as a whole",
            type=MetricType.FLAG,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.EMBEDDINGS],
    missing="It has no embedding, or there are fewer than thirty images.",
    whole_set=True,
)
def order_gap(view: View, *, level: Level, significance: float = 0.01) -> Values:
    """How far off, in the order of the set, the images lie that look most alike.

    What it measures
    ----------------
    With r the place of an image in the order of ids, as a share of their number, the mean of |r - r'| over its ten
    nearest embeddings. Where the order says nothing it is 1/3 on average. The set is in order when the mean over all
    images is lower than chance has it: below `significance`, of 499 random orders of the same set. An image then stands
    in order when its own value is below that of 95 % of the images in random orders.

    Why it matters
    --------------
    Data that was taken in an order (by day, camera, scene) is not independent: a split by place in the list, or a
    random one over a burst of frames, makes a test set that is no test.

    When it misleads
    ----------------
    A video stands in order by nature, and a folder that was sorted by class does: look at which images are listed.

    Example
    -------
    Photographs of ten days, in order: the look-alikes of each lie within its day, and the gap is about 0.04.

    Reference
    ---------
    M70 of the metric definitions; cleanlab's Datalab, "non_iid", which compares gaps by a Kolmogorov-Smirnov test.
    """
    near = view.neighbours(level, count=NEIGHBOURS)
    values: Values = np.full((len(near.rows), 2), np.nan)
    known = np.flatnonzero(near.rows[:, 0] >= 0)
    if len(known) < LEAST_IMAGES:
        return values
    place = np.full(len(near.rows), -1, np.int64)
    place[known] = np.arange(len(known))
    neighbours = np.where(near.rows[known] >= 0, place[near.rows[known]], -1)
    gaps = order_gaps(neighbours)
    test = order_test(neighbours)
    values[known, 0] = gaps
    values[known, 1] = (test.p <= significance) & (gaps < test.usual_low)
    return values
