"""The cells of a confusion matrix that the rows of a match fall into, with duplicates apart from background."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids
from assay.evaluation.outcomes import DUPLICATE, IGNORED, MatchArrays


def cells_of(matches: MatchArrays, *, label_place: Ids, pred_place: Ids, classes: int) -> Ids:
    """(n,) cell of each row, numbered row by row in a matrix of (k + 2, k + 1) for k classes; -1 for an ignored row.

    Row i < k: labels of class i. Row k: predictions on background. Row k + 1: duplicates. Column j < k:
    predictions of class j. Column k: missed labels. `label_place` and `pred_place` are places among the classes.
    """
    from assay.evaluation.kernels import place_cells  # numba takes 0.3 s to import

    return place_cells(
        matches.label_index,
        matches.pred_index,
        matches.outcome,
        label_place,
        pred_place,
        classes,
        DUPLICATE,
        IGNORED,
    )


def count_cells(cells: Ids, *, classes: int) -> Ids:
    """(k + 2, k + 1) how many rows fall into each cell; row i < k sums to the support of class i, whatever the run."""
    counted: Ids = np.bincount(cells[cells >= 0], minlength=(classes + 2) * (classes + 1)).astype(np.int64)
    return counted.reshape(classes + 2, classes + 1)


def merge_duplicates(counts: Ids) -> Ids:
    """(k + 1, k + 1) the confusion matrix of E6, duplicates on background as any other false positive."""
    matrix = counts[:-1].copy()
    matrix[-1] += counts[-1]
    return matrix
