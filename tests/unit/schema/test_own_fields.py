from __future__ import annotations

import numpy as np
import pyarrow as pa

from assay.schema.own_fields import OwnValues


def test_the_first_name_that_a_row_has_speaks_and_other_rows_say_nothing() -> None:
    texts = pa.chunked_array([['{"b": 2, "a": 1}', None, '{"c": "a"}', '{"b": null}', '{"attributes": {"b": "x"}}']])
    told = OwnValues.of(texts, ["a", "b"])
    assert told.rows.tolist() == [0, 4]
    assert told.values == [1, "x"]
    assert np.array_equal(told.numbers, [1, np.nan, np.nan, np.nan, np.nan], equal_nan=True)
    assert told.codes.tolist() == [0, -1, -1, -1, 1]
