"""Bring the predictions of a run up to what its file holds."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.run import Run
from assay.store.writer import Writer
from assay.workflows.imports.merge_rows import merge_rows
from assay.workflows.imports.report import Tally
from assay.workflows.runs.rematch import rematch
from assay.workflows.versions.row_hash import row_hashes


def write_run(writer: Writer, run: Run, parts: list[pa.Table]) -> Tally:
    """Bring the run's rows up to the file's, given in `parts`; touched images are matched anew.

    Unchanged predictions keep their ids, and so do those that left the file when they come back.
    """
    standing = writer.base.all_rows("predictions", where={"run_id": run.id})
    rows = pa.concat_tables(parts) if parts else standing.slice(0, 0)
    if not standing.num_rows:
        _append(writer, run, rows, row_hashes(rows))
        return Tally(added=rows.num_rows)
    hashes = row_hashes(rows)
    keys, standing_keys = _keys(rows), _keys(standing)
    merge = merge_rows(keys, hashes, standing_keys, standing)
    live = ~np.asarray(standing.column("deleted"))
    gone = live & ~np.asarray(pc.is_in(standing_keys, value_set=keys))
    # A tombstone without a journal entry left the file earlier; one with an entry was removed with its image.
    left = ~live & np.asarray(pc.is_null(standing.column("changed_by")))
    update = merge.changed | (~merge.new & left[np.where(merge.new, 0, merge.standing)])
    _append(writer, run, rows.filter(pa.array(merge.new)), hashes[merge.new])
    ids = standing.column("id").to_numpy()[merge.standing[update]]
    _upsert(writer, run, rows.filter(pa.array(update)), hashes[update], ids)
    if gone.any():
        removed = standing.filter(pa.array(gone))
        at = removed.schema.get_field_index("deleted")
        writer.upsert("predictions", removed.set_column(at, "deleted", pa.array(np.ones(removed.num_rows, np.bool_))))
    touched = [rows.column("image_id").to_numpy()[merge.new | update], standing.column("image_id").to_numpy()[gone]]
    rematch(writer, np.unique(np.concatenate(touched)))
    return Tally(int(merge.new.sum()), int(update.sum()), int((~merge.new & ~update).sum()), int(gone.sum()))


def _append(writer: Writer, run: Run, rows: pa.Table, hashes: NDArray[np.int64]) -> None:
    if rows.num_rows:
        first = writer.reserve_ids("predictions", rows.num_rows)
        writer.append("predictions", _full(run, rows, hashes, first + np.arange(rows.num_rows)))


def _upsert(writer: Writer, run: Run, rows: pa.Table, hashes: NDArray[np.int64], ids: NDArray[np.int64]) -> None:
    if rows.num_rows:
        writer.upsert("predictions", _full(run, rows, hashes, ids))


def _full(run: Run, rows: pa.Table, hashes: NDArray[np.int64], ids: NDArray[np.int64]) -> pa.Table:
    count = rows.num_rows
    for name, values in (
        ("id", pa.array(ids)),
        ("dataset_id", pa.array(np.full(count, run.dataset_id, np.int32))),
        ("run_id", pa.array(np.full(count, run.id, np.int32))),
        ("source_hash", pa.array(hashes)),
        ("deleted", pa.array(np.zeros(count, np.bool_))),
    ):
        rows = rows.append_column(name, values)
    return rows


def _keys(rows: pa.Table) -> pa.Array:
    ids = pc.cast(rows.column("image_id"), pa.string())
    return pc.binary_join_element_wise(ids, pc.fill_null(rows.column("reference_id"), ""), ":").combine_chunks()
