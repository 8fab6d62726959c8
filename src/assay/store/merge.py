"""Three-way merge: take one edit back, or put it back, on rows that others may have changed since.

`origin` is how the edit left the rows (or found them, for a redo), `goal` how they shall be instead, `current`
how they are. Each value follows one rule: where the edit changed it and it still is as the edit left it, it
becomes the goal; otherwise it stays as it is. Without interference that is exactly `goal`.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from assay.store.filters import members


def sides(before: pa.Table, after: pa.Table, *, undo: bool) -> tuple[pa.Table, pa.Table]:
    """(origin, goal) of undoing or redoing an edit, both in order of id, with the same ids.

    A row that the edit added has no `before`; the tombstone of what it added stands in for it.
    """
    after = _ordered(after)
    added = after.filter(pa.array(~members(after["id"].to_numpy(), before["id"].to_numpy())))
    if added.num_rows:
        at = added.schema.get_field_index("deleted")
        buried = added.set_column(at, added.schema.field(at), pa.repeat(pa.scalar(value=True), added.num_rows))
        before = pa.concat_tables([before, buried])
    before = _ordered(before)
    return (after, before) if undo else (before, after)


def three_way(current: pa.Table, origin: pa.Table, goal: pa.Table) -> tuple[pa.Table, int]:
    """The merged rows in order of id, and how many of them had been changed since.

    Rows that are gone altogether (an issue that a new search replaced) are left out.
    """
    current = _ordered(current)
    if current.num_rows < origin.num_rows:
        present = pa.array(members(origin["id"].to_numpy(), current["id"].to_numpy()))
        origin, goal = origin.filter(present), goal.filter(present)
    if current.equals(origin):
        return goal, 0
    return _merge(current, origin, goal)


def _merge(current: pa.Table, origin: pa.Table, goal: pa.Table) -> tuple[pa.Table, int]:
    # DuckDB rather than Arrow kernels: IS DISTINCT FROM compares NULL, NaN and lists as values.
    names = [name for name in current.column_names if name != "id"]
    merged = ", ".join(
        f"CASE WHEN g.{name} IS DISTINCT FROM o.{name} AND c.{name} IS NOT DISTINCT FROM o.{name} "
        f"THEN g.{name} ELSE c.{name} END AS {name}"
        for name in names
    )
    differs = " OR ".join(f"c.{name} IS DISTINCT FROM o.{name}" for name in names)
    with duckdb.connect(":memory:") as connection:
        for name, rows in (("c", current), ("o", origin), ("g", goal)):
            connection.register(f"{name}_rows", rows)
        joined = "c_rows c JOIN o_rows o USING (id) JOIN g_rows g USING (id)"
        result = connection.sql(f"SELECT id, {merged} FROM {joined} ORDER BY id").to_arrow_table()
        differing = connection.sql(f"SELECT id FROM {joined} WHERE {differs}").to_arrow_table().num_rows
    return result.select(current.column_names).cast(current.schema), differing


def _ordered(rows: pa.Table) -> pa.Table:
    return rows.take(pa.array(np.argsort(rows["id"].to_numpy(), kind="stable")))
