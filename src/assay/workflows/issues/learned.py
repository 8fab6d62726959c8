"""What a search learned from embeddings, kept in the project's cache so that an edit can be judged by it.

To learn it anew takes a minute of a processor at 100,000 labels, to go by it a moment. It may be deleted at any time:
suspects that lean on it are stale then after an edit, until the next search.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.detector import Detector, Need
from assay.detectors.learned import Learned
from assay.detectors.own_evidence import Taught
from assay.detectors.view import DatasetView
from assay.model.dataset import Dataset
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.schema.fields import LEVEL_TABLES
from assay.store.embeddings import State, load_arrays, save_arrays
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.vectors.kernel_probe import KernelProbe
from assay.vectors.neighbours import Neighbours
from assay.vectors.own_chances import Lesson
from assay.vectors.since import Since

FOLDER = "learned"
"""Where it lies in a project's cache."""

MOST_WITH_VECTORS = 500
"""Labels, or images, up to which nothing is kept: after an edit detectors learn anew from their embeddings."""

MOST_KEPT = 25_000_000
"""Chances, of labels times classes, up to which they are kept: 200 MB."""

MOST_CHANGED = 0.1
"""Share of the rows that may have come, gone or got another vector until what was learned is too old to go by."""

MOST_TOUCHED = 2_000
"""Images that edits may have touched until their suspects are left to the next search; as for `re_embed`."""

FEW_LOST = 20
"""Labels that a class may lose, whatever their share, until what was learned of it no longer holds."""

_OWN = "own"  # what labels taught, beside the neighbours of each level
_FORMAT = 2
_KINDS = {False: "boxes", True: "images"}


class _Rows(NamedTuple):
    """Ids of the rows of a level, ascending, and what the vector of each was computed from; by which embedding."""

    ids: Ids
    keys: Ids
    made: str


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """One thing that was learned, as its file has it."""

    rows: _Rows
    what: State


def asks_labels(detector: Detector) -> bool:
    """Whether a detector asks what labels teach of how their classes look."""
    return bool(detector.learns_from & {Need.LABEL_VECTORS, Need.IMAGE_VECTORS})


def keep_learned(store: Store, snapshot: Snapshot, dataset: Dataset, view: DatasetView, *, own: bool) -> None:
    """Keep what a search with this view of a dataset learned; `own`: whether it asked what labels teach."""
    if max(view.images.num_rows, view.annotations.num_rows) <= MOST_WITH_VECTORS:
        return
    with suppress(OSError):  # a cache that cannot be written: suspects are stale after an edit, no more
        for level, near in view.searched.items():
            rows = _rows(snapshot, dataset, level)
            if rows is not None:
                order = np.argsort((view.images if level is Level.IMAGE else view.annotations)["id"].to_numpy())
                _save(_path(store, dataset, level.value), rows, _near_arrays(near, order))
        rows = _rows(snapshot, dataset, Level.ANNOTATION)
        found = view.own_evidence if own else None
        if rows is not None and found is not None:
            if found.chances.size <= MOST_KEPT:
                _save(_path(store, dataset, _OWN), rows, _taught_arrays(found.taught))
            else:
                _path(store, dataset, _OWN).unlink(missing_ok=True)


def learned(store: Store, snapshot: Snapshot, dataset: Dataset, *, images: Ids) -> Learned:
    """What the last search learned, as far as it is there and can be gone by; `images` are asked about."""
    if len(images) > MOST_TOUCHED:
        return Learned()
    near = {}
    for level in (Level.ANNOTATION, Level.IMAGE):
        found = _held(_path(store, dataset, level.value), snapshot, dataset, level, images=images)
        if found is not None:
            near[level] = Neighbours(found[0]["rows"], found[0]["distances"], float(found[0]["recall"])), found[1]
    own = _held(_path(store, dataset, _OWN), snapshot, dataset, Level.ANNOTATION, images=images)
    if own is None:
        return Learned(near)
    taught = _taught(own[0])
    is_sound = all(_is_sound(snapshot, dataset, one) for one in taught.values())
    return Learned(near, (taught, own[1]) if is_sound else None)


def _is_sound(snapshot: Snapshot, dataset: Dataset, taught: Taught) -> bool:
    """Whether the classes that were learned still are what they were: none is emptied, or lost most of its labels.

    After two were merged, what looks like the one would be suspected of not being the other.
    """
    rows = snapshot.rows("annotations", columns=("id", "category_id"), where={"dataset_id": dataset.id})
    now = pc.index_in(pa.array(taught.label), value_set=rows["id"].combine_chunks())
    category = pc.fill_null(rows["category_id"].take(now), -1).to_numpy()
    count = len(taught.classes)
    were = np.bincount(taught.given, minlength=count)
    still = np.bincount(taught.given[category == taught.classes[taught.given]], minlength=count)
    return not ((still == 0) | ((were - still > were / 2) & (were - still > FEW_LOST))).any()


def _held(path: Path, snapshot: Snapshot, dataset: Dataset, level: Level, *, images: Ids) -> tuple[State, Since] | None:
    """One thing that was learned of the rows of a level, held against those of now; None where it is not to be had."""
    now = _rows(snapshot, dataset, level)
    if now is None:
        return None
    try:
        kept = snapshot.derived("learned", (str(path), path.stat().st_mtime_ns), (), lambda: _load(path))
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None  # not there, or damaged: it is derived, and made again by the next search
    if kept.rows.made != now.made:
        return None
    where = {"dataset_id": dataset.id}
    columns = ("id",) if level is Level.IMAGE else ("id", "image_id")
    rows = snapshot.rows(LEVEL_TABLES[level].name, columns=columns, where=where)  # in the order of the view
    ids = rows["id"].to_numpy()
    keys = now.keys[np.searchsorted(now.ids, ids)]
    since = Since.of((kept.rows.ids, kept.rows.keys), (ids, keys), asked=np.isin(rows[columns[-1]].to_numpy(), images))
    same = int(since.same.sum())
    changed = max(len(kept.rows.ids), len(ids)) - same
    return (kept.what, since) if changed <= MOST_CHANGED * len(kept.rows.ids) else None


def _path(store: Store, dataset: Dataset, name: str) -> Path:
    return store.path / "cache" / FOLDER / f"{dataset.id}-{name}.npz"


def _rows(snapshot: Snapshot, dataset: Dataset, level: Level) -> _Rows | None:
    """The rows of a level; labels that are not embedded have the vectors of their images. None: nothing is embedded."""
    columns = ("id",) if level is Level.IMAGE else ("id", "image_id")
    rows = snapshot.rows(LEVEL_TABLES[level].name, columns=columns, where={"dataset_id": dataset.id})
    ids = rows["id"].to_numpy()
    order = np.argsort(ids)
    embedding, by = snapshot.embedding(dataset.id, level), ids
    if embedding is None and level is Level.ANNOTATION:
        embedding, by = snapshot.embedding(dataset.id, Level.IMAGE), rows["image_id"].to_numpy()
    if embedding is None:
        return None
    known, keys, _ = snapshot.vector_keys(embedding)
    if not len(known):
        return None
    at = np.searchsorted(known, by[order]).clip(max=len(known) - 1)
    return _Rows(ids[order], np.where(known[at] == by[order], keys[at], 0), _made(embedding))


def _made(embedding: Embedding) -> str:
    return json.dumps([_FORMAT, embedding.id, embedding.level.value, [str(part) for part in embedding.space]])


def _save(path: Path, rows: _Rows, what: State) -> None:
    save_arrays(path, {"ids": rows.ids, "keys": rows.keys, "made": np.array(rows.made), **what})


def _load(path: Path) -> _Kept:
    arrays = dict(load_arrays(path))
    return _Kept(_Rows(arrays.pop("ids"), arrays.pop("keys"), str(arrays.pop("made"))), arrays)


def _near_arrays(near: Neighbours, order: Ids) -> State:
    """Neighbours by ascending id, where `order` are the rows in that order."""
    place = np.full(len(order) + 1, -1, np.int32)
    place[order] = np.arange(len(order))
    return {"rows": place[near.rows[order]], "distances": near.distances[order], "recall": np.array(near.recall)}


def _taught_arrays(taught: Mapping[bool, Taught]) -> State:
    """What labels taught as named arrays."""
    found: dict[str, NDArray[Any]] = {}
    for is_whole, one in taught.items():
        probe = one.lesson.probe
        arrays: dict[str, NDArray[Any]] = {
            "label": one.label,
            "classes": one.classes,
            "given": one.given.astype(np.int32),
            "chances": one.chances,
            "ballots": one.ballots.astype(np.int32),
            "fold": one.lesson.fold.astype(np.int8),
            "pool": one.lesson.pool,
            "landmarks": probe.landmarks,
            "sharpness": np.array(probe.sharpness),
            "weights": probe.weights,
        }
        if probe.axes is not None:
            arrays["axes"] = probe.axes
        found |= {f"{name} {_KINDS[is_whole]}": array for name, array in arrays.items()}
    return found


def _taught(arrays: State) -> Mapping[bool, Taught]:
    """What `_taught_arrays` named."""
    found = {}
    for is_whole, kind in _KINDS.items():
        if f"label {kind}" in arrays:
            of = {name.removesuffix(f" {kind}"): array for name, array in arrays.items() if name.endswith(f" {kind}")}
            probe = KernelProbe(of["landmarks"], float(of["sharpness"]), of["weights"], of.get("axes"))
            lesson = Lesson(probe, of["fold"].astype(np.int64), of["pool"])
            found[is_whole] = Taught(of["label"], of["classes"], of["given"], of["chances"], of["ballots"], lesson)
    return found
