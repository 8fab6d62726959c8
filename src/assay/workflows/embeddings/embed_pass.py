"""One pass over images for the raw vectors of one or two levels: each image read and decoded once for all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.jobs.pool import processors
from assay.jobs.progress import Progress
from assay.jobs.spread import spread
from assay.workflows.embeddings.embed_chunk import (
    Ask,
    Chunk,
    Cut,
    Encoded,
    Maker,
    Shot,
    cut_chunk,
    embed_chunk,
    encode_cut,
    encoder_of,
)
from assay.workflows.embeddings.embed_items import Files, Items
from assay.workflows.embeddings.embed_parts import RawParts

FIRST, MOST = 32, 256
"""Pictures of the first tasks, and of later ones; an image's own are never parted."""

NO_FILE = "No file was found for the image."
DIED = "The process that embedded it died."


class Sheet:
    """The raw vectors of one level as they come, m of them: those of the rows that lack one.

    rows : (m,) their places among `items`. vectors : (m, d) raw vectors. known : (m,) which of them came.
    reasons : place among `items` -> why it has none. made : how many were made now, not found on disk.
    """

    def __init__(self, items: Items, lacking: Flags, maker: Maker, parts: RawParts, *, keys: Ids) -> None:
        self.items, self.maker = items, maker
        self.rows = np.flatnonzero(lacking)
        self.reasons: dict[int, str] = {}
        self._parts, self._keys = parts, keys
        self._slot = np.cumsum(lacking) - 1
        self.known, self.vectors = parts.find(keys[self.rows])
        self.made = 0

    @property
    def waiting(self) -> Ids:
        """The places of the rows whose pictures must be looked at."""
        return self.rows[~self.known]

    def put(self, encoded: Encoded) -> None:
        """Take vectors that came."""
        self.reasons.update(encoded.reasons)
        self.made += len(encoded.rows) + len(encoded.reasons)
        if not len(encoded.rows):
            return
        if self.vectors.shape[1] != encoded.vectors.shape[1]:
            self.vectors = np.zeros((len(self.rows), encoded.vectors.shape[1]), np.float32)
            self.known[:] = False
        at = self._slot[encoded.rows]
        self.vectors[at], self.known[at] = encoded.vectors, True
        self._parts.add(self._keys[encoded.rows], encoded.vectors)

    def fail(self, rows: Ids, why: str) -> None:
        """Rows that have no vector, for one reason."""
        self.put(Encoded(rows[:0], np.zeros((0, 0), np.float32), dict.fromkeys(rows.tolist(), why)))

    def keep(self) -> None:
        """Write what came, for a run that goes on here."""
        self._parts.write()

    def clear(self) -> None:
        """Forget what was written: it is published."""
        self._parts.clear()


def embed_pictures(
    sheets: Sequence[Sheet], files: Files, *, side: int, margin: float, in_workers: bool, progress: Progress
) -> int:
    """Fill the sheets; return how many images were decoded.

    side, margin : of the crops. in_workers : encode in a pool of processes, where the images are decoded; else here.
    """
    for sheet in sheets:
        waiting = sheet.waiting
        sheet.fail(waiting[files.stamps[sheet.items.image[waiting]] == 0], NO_FILE)
    makers = tuple(sheet.maker for sheet in sheets)
    chunks = [Chunk(shots, makers, side, margin) for shots in _portions(_shots(sheets, files), large=in_workers)]
    decoded = sum(len(chunk.shots) for chunk in chunks)
    progress.stage("Embedding images and labels", decoded)
    try:
        for chunk, found in _in_pool(chunks) if in_workers else _here(chunks):
            for sheet, encoded in zip(sheets, found, strict=True):
                sheet.put(encoded)
            progress.advance(len(chunk.shots))
    finally:
        for sheet in sheets:
            sheet.keep()
    return decoded


def cut_ahead(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, tuple[Cut, ...]]]:
    """The crops of each task in order, cut by threads a little ahead of who takes them."""
    ahead: deque[tuple[Chunk, Future[tuple[Cut, ...]]]] = deque()
    pool = ThreadPoolExecutor(processors(), thread_name_prefix="crops")
    try:
        for chunk in chunks:
            ahead.append((chunk, pool.submit(cut_chunk, chunk)))
            if len(ahead) > processors():
                first, cuts = ahead.popleft()
                yield first, cuts.result()
        while ahead:
            first, cuts = ahead.popleft()
            yield first, cuts.result()
    finally:
        pool.shutdown(cancel_futures=True)


def chunks_of(items: Items, rows: Ids, files: Files, maker: Maker, *, side: int, margin: float) -> list[Chunk]:
    """Tasks that show these rows of one level."""
    shots = list(_shots_of([(items, rows)], files))
    return [Chunk(some, (maker,), side, margin) for some in _portions(shots, large=False)]


def _in_pool(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, tuple[Encoded, ...]]]:
    for done in spread(embed_chunk, chunks, pieces=_one_by_one):
        if done.result is not None:
            yield done.task, done.result
            continue
        none = np.zeros((0, 0), np.float32)
        asks = done.task.shots[0].asks
        yield (
            done.task,
            tuple(Encoded(ask.rows[:0], none, dict.fromkeys(ask.rows.tolist(), DIED)) for ask in asks),
        )


def _here(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, tuple[Encoded, ...]]]:
    for chunk, cuts in cut_ahead(chunks):
        yield (
            chunk,
            tuple(encode_cut(encoder_of(maker), cut) for maker, cut in zip(chunk.makers, cuts, strict=True)),
        )


def _one_by_one(chunk: Chunk) -> list[Chunk]:
    return [replace(chunk, shots=(shot,)) for shot in chunk.shots]


def _shots(sheets: Sequence[Sheet], files: Files) -> list[Shot]:
    waiting = [(sheet.items, sheet.waiting) for sheet in sheets]
    return list(_shots_of([(items, rows[files.stamps[items.image[rows]] != 0]) for items, rows in waiting], files))


def _shots_of(wanted: Sequence[tuple[Items, Ids]], files: Files) -> Iterator[Shot]:
    """The images in which the wanted rows lie, in order."""
    least = np.full(len(files.ids), np.inf)
    for items, _ in wanted:
        np.fmin.at(least, items.image, np.maximum(items.boxes[:, 2:].max(axis=1, initial=0), 1.0))
    by_image = [_by_image(items, rows) for items, rows in wanted]
    for at in np.unique(np.concatenate([items.image[rows] for items, rows in wanted])).tolist():
        root, path = files.places[at]
        asks = tuple(
            Ask(rows := found.get(at, _NONE), items.boxes[rows])
            for (items, _), found in zip(wanted, by_image, strict=True)
        )
        yield Shot(str(root), path, asks, float(least[at]))


_NONE: Ids = np.zeros(0, np.int64)


def _by_image(items: Items, rows: Ids) -> dict[int, Ids]:
    image: NDArray[np.int64] = items.image[rows]
    order = np.argsort(image, kind="stable")
    at, starts = np.unique(image[order], return_index=True)
    # Of no rows at all np.split would still make one part.
    return dict(zip(at.tolist(), np.split(rows[order], starts[1:]), strict=True)) if len(at) else {}


def _portions(shots: Sequence[Shot], *, large: bool) -> Iterator[tuple[Shot, ...]]:
    """The images of one task after the other: few pictures at first, so that every process soon has some."""
    part: list[Shot] = []
    pictures = tasks = 0
    for shot in shots:
        part.append(shot)
        pictures += sum(len(ask.rows) for ask in shot.asks)
        if pictures >= (MOST if large and tasks >= 8 else FIRST):
            yield tuple(part)
            part, pictures, tasks = [], 0, tasks + 1
    if part:
        yield tuple(part)
