"""An embedding of one level in the making: what holds of the one that stands, what is computed, how it is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.embeddings.embedder import Encoder, RawVectors, State
from assay.jobs.progress import Progress, quiet
from assay.model.dataset import Dataset
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.schema.fields import LEVEL_TABLES
from assay.store.embeddings import load_arrays, of_length_one, save_arrays, state_digest
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.embeddings.embed_chunk import NO_VECTOR, Maker, encoder_of
from assay.workflows.embeddings.embed_items import Files, Items
from assay.workflows.embeddings.embed_learn import set_crops
from assay.workflows.embeddings.embed_parts import FOLDER, RawParts
from assay.workflows.embeddings.embed_pass import Sheet
from assay.workflows.embeddings.embed_recipe import FITTED, LEARNED, Recipe, first_state, named_as, part_of
from assay.workflows.vectors_of import vectors_of

FIT_MOST = 100_000
"""So many raw vectors are fitted to, drawn at random from more."""

FEW_SHARE, FEW_ROWS = 0.1, 100
"""Up to this share of the rows, and so many more, is written row by row; others by the whole table."""

_BLOCK = 16_384


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be embedded, and how.

    files : of all images, or of those whose rows are looked at: then `whole` is False, and the others stay as they are.
    anew : whatever stands, and was learned. budget_seconds : to learn in.
    """

    store: Store
    snapshot: Snapshot
    dataset: Dataset
    files: Files
    recipe: Recipe
    name: str
    whole: bool = True
    anew: bool = False
    budget_seconds: float | None = None
    progress: Progress = quiet

    @property
    def cache(self) -> Path:
        """Where what is needed meanwhile lies."""
        return self.store.path / "cache" / FOLDER


class LevelDraft:
    """What an embedding of one level will be.

    standing : the embedding in whose place it comes, with the vectors that hold; None where none do.
    state : what is known of how vectors are made. maker : of an encoder.
    sheet : the raw vectors of the rows whose vector does not hold.
    """

    def __init__(self, task: Task, items: Items, *, standing: Embedding | None, state: State, maker: Maker) -> None:
        self._task, self._snapshot, self._recipe = task, task.snapshot, task.recipe
        self.items, self.standing, self._state, self._maker = items, standing, state, maker
        self._held = self._find_held()
        identity = task.recipe.raw_identity(state)
        parts = RawParts(task.cache, identity)
        self.sheet = Sheet(items, ~self._held, maker, parts, keys=items.keys(identity))
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), np.float32)

    @property
    def level(self) -> Level:
        """Of images, labels or predictions."""
        return self.items.level

    @property
    def encoder(self) -> Encoder:
        """The encoder of its crops."""
        return encoder_of(self._maker)

    def count_images(self) -> int:
        """How many images must be looked at."""
        return len(np.unique(self.items.image[self.sheet.waiting]))

    @cached_property
    def gone(self) -> Ids:
        """Ids that have a row in the standing embedding and are there no more."""
        if self.standing is None:
            return np.zeros(0, np.int64)
        live = self._snapshot.rows(
            LEVEL_TABLES[self.level].name, columns=("id",), where={"dataset_id": self._task.dataset.id}
        )
        return np.setdiff1d(self._snapshot.vector_keys(self.standing)[0], np.asarray(live["id"], np.int64))

    @property
    def reasons(self) -> Mapping[int, str]:
        """Place of a row among the items -> why it has no vector."""
        told = dict(self.sheet.reasons)
        if self.standing is not None:
            ids, _, reasons = self._snapshot.vector_keys(self.standing)
            why = {int(ids[at]): reason for at, reason in enumerate(reasons) if reason is not None}
            rows = np.flatnonzero(self._held & np.isin(self.items.ids, list(why)))
            told.update({row: why[int(self.items.ids[row])] for row in rows.tolist()})
        return told

    def finish(self) -> bool:
        """Make vectors of the raw ones; whether any row has one."""
        raw = self.sheet.vectors
        known = np.flatnonzero(self.sheet.known)
        embedder = self._recipe.embedder
        if embedder.fit is not None and not part_of(self._state, FITTED) and len(known):
            self._task.progress.stage("Fitting to the set")
            drawn = np.random.default_rng(0).permutation(known)[:FIT_MOST]
            fitted = embedder.fit(raw[np.sort(drawn)])
            self._state = {**self._state, **named_as(FITTED, fitted)}
        out = np.full((len(raw), raw.shape[1]), np.nan, np.float32)
        for start in range(0, len(known), _BLOCK):
            rows = known[start : start + _BLOCK]
            made = of_length_one(self._projected(raw[rows]))
            if made.shape[1] != out.shape[1]:
                out = np.full((len(raw), made.shape[1]), np.nan, np.float32)
            out[rows] = made
        self._vectors = out
        if len(known):
            lost = self.sheet.rows[known[~np.isfinite(out[known]).all(axis=1)]]
            self.sheet.reasons.update(dict.fromkeys(lost.tolist(), NO_VECTOR))
        return bool(len(known)) or self.standing is not None

    def is_changed(self, *, default: bool) -> bool:
        """Whether there is anything to write."""
        if self.standing is None:
            return True
        return bool(len(self.sheet.rows) or len(self.gone)) or (default and not self.standing.is_default)

    def write(self, writer: Writer, *, default: bool) -> Embedding:
        """Write it, whole or only what changed."""
        keys = self.items.keys(self._recipe.identity(self._state))
        rows = self.sheet.rows
        if self.standing is not None and (not self._task.whole or len(rows) <= FEW_SHARE * len(self.items) + FEW_ROWS):
            return self._update(writer, keys, default=default)
        vectors, reasons = self._vectors, self.sheet.reasons
        if self.standing is not None:
            kept = vectors_of(
                self._snapshot, self._task.dataset.id, self.level, ids=self.items.ids, name=self._task.name
            )
            assert kept is not None  # it stands
            kept = np.array(kept)
            kept[rows] = vectors if vectors.shape[1] else np.nan
            vectors, reasons = kept, dict(self.reasons)
        return writer.put_embedding(
            self._described(default=default), self.items.ids, vectors, keys, reasons=reasons, state=self._state
        )

    def _update(self, writer: Writer, keys: Ids, *, default: bool) -> Embedding:
        assert self.standing is not None  # else all of it is written
        rows = self.sheet.rows
        place = {int(row): at for at, row in enumerate(rows)}
        reasons = {place[row]: why for row, why in self.sheet.reasons.items()}
        vectors = self._vectors
        if not vectors.shape[1]:
            vectors = np.full((len(rows), self.standing.dimension), np.nan, np.float32)
        described = self._described(default=default)
        made = writer.update_vectors(
            described, self.items.ids[rows], vectors, keys[rows], reasons=reasons, gone=self.gone.tolist()
        )
        if default:
            writer.set_default_embedding(made)
        return made

    def _described(self, *, default: bool) -> Embedding:
        embedder = self._recipe.embedder
        return Embedding(
            id=self.standing.id if self.standing else 0,
            dataset_id=self._task.dataset.id,
            level=self.level,
            name=self._task.name,
            embedder=embedder.slug,
            version=embedder.version,
            model=self._recipe.model,
            layer=str(json.loads(self._recipe.parameters).get("layer") or ""),
            parameters=self._recipe.parameters,
            digest=state_digest(self._state),
            dimension=self.standing.dimension if self.standing else 0,
            count=self.standing.count if self.standing else 0,
            as_of=self._snapshot.tip,
            is_default=default or bool(self.standing and self.standing.is_default),
        )

    def _projected(self, raw: RawVectors) -> RawVectors:
        project, fitted = self._recipe.embedder.project, part_of(self._state, FITTED)
        return raw if project is None or not fitted else project(raw, fitted)

    def _find_held(self) -> Flags:
        """(n,) which rows have a vector, or a reason, of what they show now."""
        held = np.zeros(len(self.items), np.bool_)
        if self.standing is None or not len(held):
            return held
        ids, keys, _ = self._snapshot.vector_keys(self.standing)
        if len(ids):
            at = np.searchsorted(ids, self.items.ids).clip(max=len(ids) - 1)
            wanted = self.items.keys(self._recipe.identity(self._state))
            held = (ids[at] == self.items.ids) & (keys[at] == wanted)
        return held


def begin(task: Task, items: Items) -> LevelDraft:
    """A draft of the embedding of one level, with what was learned of the set, or what is learned now."""
    named = {one.name: one for one in task.snapshot.embeddings(task.dataset.id) if one.level is items.level}
    standing, labels = named.get(task.name), _state_of_labels(task, items.level)
    follows = labels is None or standing is None or standing.digest == state_digest(labels)
    going_on = go_on(task, items, standing) if standing is not None and follows and not task.anew else None
    if going_on is not None:
        return going_on
    if labels is not None:
        return LevelDraft(task, items, standing=None, state=labels, maker=_maker(task, labels))
    state = first_state(task.recipe)
    if task.recipe.embedder.learn is not None and len(items):
        state = {**state, **named_as(LEARNED, _learn(task, items))}
    return LevelDraft(task, items, standing=None, state=state, maker=_maker(task, state))


def _state_of_labels(task: Task, level: Level) -> State | None:
    """What the labels' embedding of this name learned, for predictions: vectors of both can then be compared."""
    labels = (
        task.snapshot.embedding(task.dataset.id, Level.ANNOTATION, task.name) if level is Level.PREDICTION else None
    )
    if labels is None:
        return None
    state = task.snapshot.embedding_state(labels)
    return state if task.recipe.made(labels, state) else None


def go_on(task: Task, items: Items, standing: Embedding) -> LevelDraft | None:
    """A draft with what the standing embedding learned; None where it was made in another way."""
    state = task.snapshot.embedding_state(standing)
    if not task.recipe.made(standing, state):
        return None
    return LevelDraft(task, items, standing=standing, state=state, maker=_maker(task, state))


def forget(task: Task) -> None:
    """Remove what was learned and kept for a run that goes on: it is published."""
    for level in Level:
        _learned_file(task, level).unlink(missing_ok=True)


def _learn(task: Task, items: Items) -> State:
    """What the embedder learns of these rows, or learned before a run was killed."""
    path, embedder = _learned_file(task, items.level), task.recipe.embedder
    if path.is_file() and not task.anew:
        with suppress(OSError, ValueError, BadZipFile):
            return load_arrays(path)
    assert embedder.learn is not None  # else nobody asks
    checkpoint = path.with_suffix(".part")
    named = {**task.recipe.named, **({"checkpoint": checkpoint} if embedder.resumes else {})}
    with set_crops(items, task.files, margin=task.recipe.margin, cache=task.cache, progress=task.progress) as crops:
        learned = embedder.learn(crops, progress=task.progress, budget_seconds=task.budget_seconds, **named)
    save_arrays(path, learned)
    checkpoint.unlink(missing_ok=True)
    return learned


def _learned_file(task: Task, level: Level) -> Path:
    recipe = task.recipe
    text = f"{task.dataset.id}\0{level.value}\0{recipe.raw_identity(first_state(recipe))}"
    return task.cache / f"{blake2b(text.encode(), digest_size=16).hexdigest()}.npz"


def _maker(task: Task, state: State) -> Maker:
    """How an encoder is made, also by another process: what was learned is a file, named by its content."""
    parameters, learned = json.dumps(task.recipe.named), part_of(state, LEARNED)
    path = task.cache / f"{state_digest(learned)}.npz" if learned else None
    if path is not None and not path.is_file():
        save_arrays(path, learned)
    return Maker(task.recipe.embedder.slug, parameters, path)
