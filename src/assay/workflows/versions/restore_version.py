"""Bring back what a version kept, as one change that can be undone."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import EditInvalid
from assay.model.change import Change, ChangeKind
from assay.model.issue import IssueState
from assay.model.signature import NOBODY, Signature
from assay.model.version import Version
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.version_store import VersionStore
from assay.store.writer import Writer
from assay.workflows.edits.draft import touched_images
from assay.workflows.runs.rematch import rematch
from assay.workflows.versions.diff_versions import RowDiff, diff_rows
from assay.workflows.versions.row_hash import row_hashes
from assay.workflows.versions.state_hash import BOOKKEEPING


def restore_version(store: Store, name: str, *, by: Signature = NOBODY) -> Change:
    """Make images, labels, decisions, segments and autotags what they were in a version.

    Rows that came since become tombstones, also those that were imported. Runs, predictions, metrics and suspects
    that were computed since stay; suspects that spoke of what is changed become stale.

    Raises
    ------
    NotFound : there is no such version.
    EditInvalid : nothing differs.
    """
    past = VersionStore(store, name)
    with past, store.writer() as writer:
        tables = _restored(writer, past.snapshot(), past.version)
        if not tables:
            raise EditInvalid(f"Nothing differs from the version {name!r}.", hint="There is nothing to restore.")
        title = f"Restore version “{name}”"
        signed = {"author": by.author, "reason": by.reason, "source": by.source}
        change = writer.edit(tables, kind=ChangeKind.RESTORE, title=title, revive=True, **signed)
        rematch(writer, touched_images(tables))
        if "autotags" in tables:
            # Learning is loaded by the first who needs it.
            from assay.workflows.embeddings.autotag_scores import rescore

            rescore(writer)
        return change


def _restored(writer: Writer, then: Snapshot, version: Version) -> dict[str, pa.Table]:
    """The rows that differ, as they shall be."""
    now = writer.base
    differing = {name: diff_rows(now, then, name) for name in ("images", "annotations", "segment_items")}
    tables = {name: _as_then(rows) for name, rows in differing.items()}
    tables["predictions"] = _predictions(now, then, differing["images"])
    tables["issues"] = _issues(now, then, tables["annotations"]["id"].to_numpy())
    standing = writer.ledger_rows()
    for name, rows in writer.ledger_rows(version).items():
        tables[name] = _nouns(standing[name], rows)
    return {name: rows for name, rows in tables.items() if rows.num_rows}


def _as_then(rows: RowDiff) -> pa.Table:
    """What was there then as it was, and what was not as tombstones; without `changed_by`, for nobody read these."""
    gone = rows.before.filter(pc.is_in(rows.before["id"], value_set=pa.array(rows.deleted)))
    return pa.concat_tables([rows.after, _buried(gone)]).drop_columns(["changed_by"])


def _predictions(now: Snapshot, then: Snapshot, images: RowDiff) -> pa.Table:
    """The predictions of images that come back, and as tombstones those of images that go."""
    back, gone = images.added.tolist(), images.deleted.tolist()
    revived = then.rows("predictions", where={"image_id": back})
    return pa.concat_tables([revived, _buried(now.rows("predictions", where={"image_id": gone}))]).drop_columns(
        ["changed_by"]
    )


def _issues(now: Snapshot, then: Snapshot, labels: Ids) -> pa.Table:
    """Suspects that stand in both, in the state that they had; later ones that speak of these labels are stale."""
    standing = now.rows("issues")
    same = ("id", "kind", "annotation_id", "prediction_id")
    known = then.rows("issues", columns=(*same, "state"))
    at = pc.index_in(_texts(standing, same), value_set=_texts(known, same))
    was = known["state"].take(at)
    speaks = pc.and_(
        pc.is_in(standing["annotation_id"], value_set=pa.array(labels)), pc.equal(standing["state"], "open")
    )
    state = pc.coalesce(was, pc.if_else(speaks, IssueState.STALE.value, standing["state"]))
    place = standing.schema.get_field_index("state")
    differs = pc.not_equal(state, standing["state"])
    return standing.set_column(place, standing.schema.field(place), state).filter(differs).drop_columns(["changed_by"])


def _texts(rows: pa.Table, columns: tuple[str, ...]) -> pa.Array:
    """One hash per row over `columns`."""
    return pa.array(row_hashes(rows.select(columns)))


def _nouns(standing: pa.Table, kept: pa.Table) -> pa.Table:
    """Rows of a table of the ledger that differ, as they shall be."""
    standing, kept = (rows.filter(pc.invert(rows["deleted"])) for rows in (standing, kept))
    columns = [name for name in kept.column_names if name not in BOOKKEEPING]
    changed = np.isin(row_hashes(kept.select(columns)), row_hashes(standing.select(columns)), invert=True)
    gone = standing.filter(pc.invert(pc.is_in(standing["id"], value_set=kept["id"].combine_chunks())))
    return pa.concat_tables([kept.filter(pa.array(changed)), _buried(gone)]).drop_columns(["changed_by"])


def _buried(rows: pa.Table) -> pa.Table:
    at = rows.schema.get_field_index("deleted")
    return rows.set_column(at, rows.schema.field(at), pa.repeat(pa.scalar(value=True), rows.num_rows))
