"""What fusing detectors of one kind does to the list: average precision of each of them, and of the fused one (G11)."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids
from assay.detectors.fusion import RAISED, fuse


def fused_power(found: Mapping[str, pa.Table], errors: Set[int], *, of: str = "annotation_id") -> dict[str, float]:
    """Average precision of each detector and of `fused`, over the known errors.

    found : suspects of one kind by detector, in the columns of `SUSPECTS`. errors : ids that are real errors, in the
    column `of`; those that a list does not hold count as missed.
    """
    lists = dict(found)
    rows = [RAISED.empty_table()]
    for name, table in found.items():
        run = table.append_column(RAISED.field("run_id"), pa.nulls(len(table), pa.int32()))
        rows.append(run.append_column(RAISED.field("detector"), pa.repeat(name, len(table))))
    lists["fused"] = fuse(pa.concat_tables(rows))
    return {name: average_precision(table[of].to_numpy(), errors) for name, table in lists.items()}


def average_precision(listed: Ids, errors: Set[int]) -> float:
    """Mean over the known errors of the precision at each one's place in the list; 0 for one that is not listed."""
    hits: Flags = np.isin(listed, list(errors))
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum() / len(errors)) if errors else float("nan")
