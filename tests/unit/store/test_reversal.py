"""Many steps are taken back in memory, one after the other."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa

from assay.store.reversal import Ahead


def rows_of(values: dict[int, str]) -> pa.Table:
    ids = sorted(values)
    return pa.table({"id": pa.array(ids, pa.int64()), "label": pa.array([values[id_] for id_ in ids], pa.string())})


def test_after_any_number_of_steps_the_last_of_each_row_stands() -> None:
    draw, stand = random.Random(3), dict.fromkeys(range(0, 20, 2), "as it was")
    ahead = Ahead(rows_of(stand))
    for step in range(200):
        put = dict.fromkeys(draw.sample(sorted(stand), 3), f"step {step}")
        ahead.put(rows_of(put))
        stand |= put
        asked = sorted(draw.sample(range(20), 5))
        there = {id_: stand[id_] for id_ in asked if id_ in stand}
        assert ahead.take(np.array(asked)).equals(rows_of(there))
    assert ahead.all().equals(rows_of(stand))
