"""The Lance tables of a project: made, opened at a version, written, compacted.

Every write makes a new version that nobody reads until its number is published as the head of its table
(see `heads.py`). Functions that write alter the dataset they are given: it then stands at its new version.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import lance
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance import LanceDataset
from numpy.typing import NDArray

from assay.errors import ProjectDamaged
from assay.schema.table import Table
from assay.schema.tables import TABLES
from assay.store import filters
from assay.store.durability import settle
from assay.store.layout import Layout

FEW_ROWS = 1000
"""Up to so many rows are matched through the index of ids when written; more by reading the id column once."""

SMALL_FRAGMENT = 16_384
"""Rows below which a fragment counts as small; small ones are merged with each other, never with big ones."""

MANY_SMALL = 24
"""So many small fragments are merged at the next publication: each edit leaves one behind."""

MANY_FRAGMENTS = 256
"""So many fragments of any size are merged into big ones."""

MANY_REPLACED = 0.5
"""When this share of the stored rows has been replaced by newer ones, the table is written anew."""

UNINDEXED_ROWS = 50_000
UNINDEXED_SHARE = 0.05
"""So many rows, and so large a share, may wait outside the index of ids; a look-up reads them one by one."""

KEEP_VERSIONS = timedelta(hours=12)
"""Versions younger than this are never cleaned away: a reader, also in another process, may still look at them."""

CLEAN_EVERY = 64
"""Old versions are looked for once in so many versions of a table."""

INDEX_CACHE_BYTES = 256 << 20
METADATA_CACHE_BYTES = 64 << 20


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Turn what Arrow and Lance say of unreadable files of the table `name` into `ProjectDamaged`."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise ProjectDamaged(
            f"Rows of the table {name!r} cannot be read: {error}", hint="Restore the project from a backup."
        ) from error


class Lake:
    """The Lance tables below one project folder. Safe to share between threads."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        # What was read of indices and manifests serves every version; a one-row look-up costs half as much so.
        self._session = lance.Session(  # type: ignore[attr-defined]  # public, but missing in lance's __all__
            index_cache_size_bytes=INDEX_CACHE_BYTES, metadata_cache_size_bytes=METADATA_CACHE_BYTES
        )

    @property
    def folder(self) -> Path:
        """The project's folder."""
        return self._layout.folder

    def create(self) -> dict[str, int]:
        """Make every table, empty and indexed; return their versions."""
        return {name: self._create_one(table) for name, table in TABLES.items()}

    def is_behind(self, heads: Mapping[str, int]) -> bool:
        """Whether this code declares tables or columns that the project does not have yet."""
        return any(name not in heads or _lacking(self.open(name, heads[name]), TABLES[name]) for name in TABLES)

    def catch_up(self, heads: Mapping[str, int]) -> dict[str, int]:
        """Add the tables and columns that are declared but not there; return the versions of those altered.

        New columns are NULL in the rows that stand.

        Raises
        ------
        ProjectDamaged : a column is lacking that may not be NULL.
        """
        altered = {}
        for name, table in TABLES.items():
            if name not in heads:
                # What stands there was made by someone who never published it.
                shutil.rmtree(self._layout.table(name), ignore_errors=True)
                altered[name] = self._create_one(table)
                settle(path for path in self._layout.table(name).rglob("*") if path.is_file())
                continue
            dataset = self.open_for_writing(name, heads[name])
            lacking = _lacking(dataset, table)
            if not all(field.nullable for field in lacking):
                names = ", ".join(field.name for field in lacking if not field.nullable)
                raise ProjectDamaged(
                    f"The table {self._layout.table(name)} lacks the columns {names}.",
                    hint="Make a new project and import the data again.",
                )
            if lacking:
                dataset.add_columns(pa.schema(lacking))
                self.settle(name, dataset, heads[name])
                altered[name] = int(dataset.version)
        return altered

    def _create_one(self, table: Table) -> int:
        path = str(self._layout.table(table.name))
        dataset = lance.write_dataset(table.arrow.empty_table(), path, schema=table.arrow, mode="create")
        if table.key is not None:
            dataset.create_scalar_index(table.key, "BTREE")
        return int(dataset.version)

    def open(self, name: str, version: int) -> LanceDataset:
        """The table `name` exactly as it was at `version`.

        Raises
        ------
        ProjectDamaged : the table or that version of it is gone or unreadable.
        """
        path = self._layout.table(name)
        try:
            return lance.dataset(str(path), version=version, session=self._session)
        except (OSError, ValueError, RuntimeError) as error:
            raise ProjectDamaged(
                f"The table {path} cannot be opened at version {version}: {error}", hint="Restore it from a backup."
            ) from error

    def open_for_writing(self, name: str, head: int) -> LanceDataset:
        """The newest version of `name`, with the rows of `head`.

        What lies beyond the head was written by someone who never published it; restoring the head undoes that.
        """
        published = self.open(name, head)
        if int(published.latest_version) != head:
            published.restore()  # type: ignore[no-untyped-call]
        return published

    def overwrite(self, name: str, rows: pa.Table) -> LanceDataset:
        """A new version of `name`, or its first, that has these rows and columns only."""
        path = self._layout.table(name)
        mode = "overwrite" if (path / "_versions").is_dir() else "create"
        return lance.write_dataset(rows, str(path), mode=mode, session=self._session)

    def settle(self, name: str, dataset: LanceDataset, head: int) -> None:
        """Bring to the disk what was written to the table `name` since `head`, up to where `dataset` stands.

        `head` is 0 for a table that was never published.
        """
        files = dataset.tracked_files(min_version=head).read_all()
        versions, paths = files["version"].to_numpy(), np.array(files["path"].to_pylist(), dtype=object)
        fresh = set(paths[versions > head]) - set(paths[versions == head])
        settle(self._layout.table(name) / path for path in fresh)

    def tag(self, tag: str, heads: Mapping[str, int]) -> None:
        """Keep each table as it is at its version in `heads`, whatever is cleaned, until `untag`."""
        for name, version in heads.items():
            tags = self.open(name, version).tags
            (tags.update if tag in tags.list() else tags.create)(tag, version)

    def untag(self, tag: str, heads: Mapping[str, int]) -> None:
        """Let these tables go that `tag` kept; those that are gone, or were not kept, are passed over."""
        for name, version in heads.items():
            with suppress(ProjectDamaged):
                tags = self.open(name, version).tags
                if tag in tags.list():
                    tags.delete(tag)

    def copy(self, heads: Mapping[str, int], to: Layout) -> None:
        """Copy the files of each table at its version in `heads`, and no others, to the same places below `to`."""
        for name, version in heads.items():
            files = self.open(name, version).tracked_files(min_version=version).read_all()
            at_version = files.filter(pc.equal(files["version"], version))
            source, target = self._layout.table(name), to.table(name)
            for path in at_version["path"].to_pylist():
                (target / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / path, target / path)


def _lacking(dataset: LanceDataset, table: Table) -> list[pa.Field]:
    present = set(dataset.schema.names)
    return [field for field in table.arrow if field.name not in present]


def append(dataset: LanceDataset, rows: pa.Table) -> None:
    """Add `rows`."""
    dataset.insert(rows)


def upsert(dataset: LanceDataset, rows: pa.Table, *, key: str) -> None:
    """Replace the rows that have the keys of `rows`, and add those that do not exist."""
    merge = dataset.merge_insert(key).when_matched_update_all().when_not_matched_insert_all()
    # Through the index each row costs a look-up; without it the whole key column is read once (measured: 100,000
    # rows of 335,000 take 117 ms with, 57 ms without; one row 8 ms with, 30 ms without).
    merge.use_index(rows.num_rows <= FEW_ROWS).execute(rows)


def put_columns(dataset: LanceDataset, columns: pa.Table) -> None:
    """Write whole columns, in place of those of the same names; rows stand as a scan in order gives them.

    No other column is read or written (measured: two columns of 1,000,000 rows take 70 ms).
    """
    drop_columns(dataset, columns.column_names)
    dataset.add_columns(columns.to_reader())


def add_columns(dataset: LanceDataset, fields: Sequence[pa.Field]) -> None:
    """Add columns that are NULL in every row; one of the same name but another type makes room."""
    present = {field.name: field.type for field in dataset.schema}
    lacking = [field for field in fields if present.get(field.name) != field.type]
    drop_columns(dataset, [field.name for field in lacking])
    if lacking:
        dataset.add_columns(pa.schema(lacking))


def drop_columns(dataset: LanceDataset, names: Sequence[str]) -> None:
    """Take these columns away, those of them that are there."""
    present = [name for name in names if name in dataset.schema.names]
    if present:
        dataset.drop_columns(present)


def delete(dataset: LanceDataset, where: filters.Where) -> None:
    """Take the rows away that pass `where`."""
    dataset.delete(filters.predicate(where) or "true")


def take(dataset: LanceDataset, ids: NDArray[np.int64], *, columns: list[str] | None = None) -> pa.Table:
    """The rows with these ids, in no particular order; missing ids are left out.

    Many ids are found by reading the whole table in batches, which is then cheaper than looking each one up.
    """
    if len(ids) * filters.ROWS_PER_LOOKUP < dataset.count_rows():
        return dataset.scanner(columns=columns, filter=filters.id_predicate(ids)).to_table()
    return filters.read_matching(dataset.scanner(columns=columns), {"id": ids})


def maintain(dataset: LanceDataset, *, keyed: bool) -> None:
    """Merge fragments and extend the index when it pays; run before a version is published."""
    fragments = dataset.get_fragments()
    stored = sum(fragment.physical_rows for fragment in fragments)
    live = dataset.count_rows()
    if len(fragments) >= MANY_FRAGMENTS or stored - live > max(SMALL_FRAGMENT, MANY_REPLACED * stored):
        dataset.optimize.compact_files(materialize_deletions_threshold=MANY_REPLACED)
    elif sum(fragment.physical_rows < SMALL_FRAGMENT for fragment in fragments) >= MANY_SMALL:
        # Big fragments stay as they are, however many of their rows were replaced.
        dataset.optimize.compact_files(target_rows_per_fragment=SMALL_FRAGMENT, materialize_deletions=False)
    if keyed and _unindexed(dataset) > max(UNINDEXED_ROWS, UNINDEXED_SHARE * live):
        dataset.optimize.optimize_indices()


def _unindexed(dataset: LanceDataset) -> int:
    return int(dataset.stats.index_stats("id_idx")["num_unindexed_rows"])


def clean(dataset: LanceDataset, *, head: int) -> None:
    """Remove versions that no reader can want any more, now and then.

    `dataset` stands at the version just published, which is the newest; `head` was the one published before.
    """
    if int(dataset.version) // CLEAN_EVERY > head // CLEAN_EVERY:
        dataset.cleanup_old_versions(older_than=KEEP_VERSIONS, error_if_tagged_old_versions=False)
