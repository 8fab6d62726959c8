"""Boxes of a size or in a place that is rare for their class."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.detector import detector
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.statistics.density import surprise

LEAST_MEMBERS = 30
"""Labels from which a class has a usual size and place."""

ODD = 4.0
"""Spreads above the class's median surprise from which a box is raised."""

MOST, HALF_WAY = 0.3, 4.0
"""Chance of an error of the oddest there is, and how many spreads beyond `ODD` bring it half way there."""

HALF_OF_NORMAL = 0.6745
"""Median absolute deviation of a normal distribution of spread 1."""


@detector(
    slug="odd_geometry",
    version=1,
    kind=IssueKind.ODD_GEOMETRY,
    title="Odd size or place",
    rule=f"Its size and place are {ODD:g} spreads more surprising than usual in its class, which has {LEAST_MEMBERS} "
    "labels or more.",
    whole_set=True,
)
def odd_geometry(view: DatasetView) -> pa.Table:
    """Boxes whose size and place are rare for their class.

    What it measures
    ----------------
    Minus the logarithm of the density of (log w, log h, cx, cy), as shares of the image, among the labels of the class:
    a Gaussian copula over kernel densities. z is how many spreads (median absolute deviation / 0.6745) that is above
    the median of the class. From z = 4 on a box is raised, with chance 0.3 (z - 4) / (z - 4 + 4): rare is not
    wrong. Score = 1 - that chance. It leans on the whole set.

    Why it matters
    --------------
    Slips of the mouse, a wrong unit in a conversion, a wrong class: they show in size and place before anyone looks at
    a pixel, and without a model.

    When it misleads
    ----------------
    Every class has an oddest member. Close-ups and things far away are rare and right. A box that is a little loose, or
    shifted by a third, is not odd at all: that needs a run.

    Example
    -------
    "This Helmet is 0.92 wide and 0.88 high, as shares of the image; 0.06 and 0.07 are usual." No fix is suggested.

    Reference
    ---------
    M64 of the metric definitions, our own; R. Nelsen, "An Introduction to Copulas"; B. Silverman, "Density
    Estimation", 1986, for the width of the kernels.
    """
    labels = view.labels
    points = _places(view)
    known = np.flatnonzero(np.isfinite(points).all(axis=1) & ~labels.ignored)
    known = known[np.lexsort((labels.id[known], labels.category[known]))]
    _, first, count = np.unique(labels.category[known], return_index=True, return_counts=True)
    parts = [known[at : at + n] for at, n in zip(first, count, strict=True) if n >= LEAST_MEMBERS]
    if not parts:
        return no_suspects()
    spreads = np.concatenate([_spreads(surprise(points[rows])) for rows in parts])
    usual = np.concatenate([np.tile(np.exp(np.median(points[rows, :2], axis=0)), (len(rows), 1)) for rows in parts])
    raised = np.flatnonzero(spreads > ODD)
    rows, beyond = np.concatenate(parts)[raised], spreads[raised] - ODD
    return suspects(
        IssueKind.ODD_GEOMETRY,
        image=labels.image[rows],
        annotation=labels.id[rows],
        category=labels.category[rows],
        score=1 - MOST * beyond / (beyond + HALF_WAY),
        evidence=[
            _evidence(view, int(row), np.exp(points[row, :2]), share, float(z))
            for row, share, z in zip(rows, usual[raised], spreads[raised], strict=True)
        ],
        suggestion=[None] * len(rows),
    )


def _spreads(nats: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n,) how many spreads each surprise is above the median."""
    apart = nats - np.median(nats)
    spread = max(float(np.median(np.abs(apart))) / HALF_OF_NORMAL, 1e-6)
    spreads: NDArray[np.float64] = apart / spread
    return spreads


def _places(view: DatasetView) -> NDArray[np.float64]:
    """(n, 4) log w, log h, cx, cy as shares of the image; NaN or infinite where there are none."""
    ids: Ids = view.images["id"].to_numpy()
    order = np.argsort(ids)
    home = order[np.searchsorted(ids, view.labels.image, sorter=order)]
    sizes = np.stack([pc.fill_null(view.images[side], 0).to_numpy().astype(float) for side in ("width", "height")], 1)
    size, boxes = sizes[home], view.labels.boxes
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        extent = boxes[:, 2:] / np.where(size > 0, size, np.nan)
        return np.column_stack((np.log(extent), boxes[:, :2] / size + extent / 2))


def _evidence(
    view: DatasetView, row: int, share: NDArray[np.float64], usual: NDArray[np.float64], spreads: float
) -> dict[str, Any]:
    name = view.class_names[int(view.labels.category[row])]
    return {
        "sentence": f"This {name} is {share[0]:.2f} wide and {share[1]:.2f} high, as shares of the image; "
        f"{usual[0]:.2f} and {usual[1]:.2f} are usual, and its size and place together are odd.",
        "spreads": spreads,
        "field": {"level": "annotation", "name": "area", "value": float(np.prod(view.labels.boxes[row, 2:]))},
    }
