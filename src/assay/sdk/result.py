"""A result: the rows that a search found, as Arrow, pandas or polars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True, slots=True)
class Result:
    """One page of rows, in the order asked for.

    `total` is how many rows the query lists in all, `query` its canonical text, and `next_cursor` what `after`
    takes to get the following page (None on the last one).

    >>> small = assay.open("my.assay").annotations.search("area < 1000", sort="area")
    >>> len(small), small.total, small.query
    (2, 2, 'area < 1000')
    >>> [row["label"] for row in small]
    ['cat', 'dog']
    """

    table: pa.Table
    total: int
    query: str
    next_cursor: str | None = None

    @property
    def ids(self) -> NDArray[np.int64]:
        """(n,) int64: the id of each row; what the verbs of a noun take."""
        ids: NDArray[np.int64] = self.table.column("id").to_numpy()
        return ids

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table, without copying."""
        return self.table

    def pandas(self) -> pd.DataFrame:
        """The rows as a pandas frame; needs `pip install assay[frames]`."""
        frame: pd.DataFrame = self.table.to_pandas()
        return frame

    def polars(self) -> pl.DataFrame:
        """The rows as a polars frame; needs `pip install assay[frames]`."""
        import polars as pl

        frame = pl.from_arrow(self.table)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.table.to_pylist())
