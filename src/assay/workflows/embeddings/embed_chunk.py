"""A few images cut into crops and embedded in one process: what the pool runs. It opens no project."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids
from assay.embeddings.crops import cut_crops, whole
from assay.embeddings.embedder import Crops, Encoder, State
from assay.embeddings.registry import EMBEDDERS
from assay.errors import AssayError
from assay.media.decode_file import decode_file
from assay.media.image_file import read_image_file
from assay.media.locate import locate
from assay.plugins import load_plugins

NO_VECTOR = "The embedder gave no numbers for it, or only zeros."


class Ask(NamedTuple):
    """Pictures of one level that are wanted of an image.

    rows : (n,) the place of each among the rows of its level. boxes : (n, 4) in px of the displayed image; a row of
    NaN is the whole image.
    """

    rows: Ids
    boxes: Boxes


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """An image and what is wanted of it, level by level. least : side in px of the smallest box of all its objects."""

    root: str
    path: str
    asks: tuple[Ask, ...]
    least: float = math.inf


@dataclass(frozen=True, slots=True)
class Maker:
    """How an encoder is made: the embedder, its parameters as JSON, and the file of what it learned, if it did."""

    slug: str
    parameters: str
    learned: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Images for one task; `makers` level by level. `margin` is that of the crop rule."""

    shots: tuple[Shot, ...]
    makers: tuple[Maker, ...]
    side: int
    margin: float


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The crops of one level that could be cut, the place of each, and why others could not, by place."""

    rows: Ids
    crops: Crops
    reasons: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """Raw vectors of one level, the place of each, and why others have none, by place."""

    rows: Ids
    vectors: NDArray[np.float32]
    reasons: dict[int, str] = field(default_factory=dict)


def embed_chunk(chunk: Chunk) -> tuple[Encoded, ...]:
    """Cut the crops of a task and encode them, level by level."""
    return tuple(encode_cut(encoder_of(maker), cut) for maker, cut in zip(chunk.makers, cut_chunk(chunk), strict=True))


def cut_chunk(chunk: Chunk) -> tuple[Cut, ...]:
    """The crops of a task, level by level; each image is read and decoded once."""
    levels = range(len(chunk.makers))
    rows: list[list[Ids]] = [[] for _ in levels]
    crops: list[list[Crops]] = [[] for _ in levels]
    reasons: list[dict[int, str]] = [{} for _ in levels]
    for shot in chunk.shots:
        pixels = _decoded(shot, chunk)
        for at, ask in enumerate(shot.asks):
            if isinstance(pixels, str):
                reasons[at].update(dict.fromkeys(ask.rows.tolist(), pixels))
                continue
            found, told = _cut(ask.boxes, pixels, chunk)
            seen = np.array([not why for why in told], np.bool_)
            rows[at].append(ask.rows[seen])
            crops[at].append(found[seen])
            reasons[at].update({row: why for row, why in zip(ask.rows.tolist(), told, strict=True) if why})
    none = np.zeros((0, chunk.side, chunk.side, 3), np.uint8)
    return tuple(
        Cut(np.concatenate([np.zeros(0, np.int64), *rows[at]]), np.concatenate([none, *crops[at]]), reasons[at])
        for at in levels
    )


def encode_cut(encoder: Encoder, cut: Cut) -> Encoded:
    """Encode crops, many at once; where that fails, one by one, so that one crop's trouble is its own."""
    if not len(cut.rows):
        return Encoded(cut.rows, np.zeros((0, 0), np.float32), cut.reasons)
    try:
        vectors = np.asarray(encoder.encode(cut.crops), np.float32)
    except AssayError:
        raise
    except Exception as error:  # noqa: BLE001 - a stranger's encoder may raise anything; it is told, row by row
        if len(cut.rows) == 1:
            return _without(cut, f"{type(error).__name__}: {error}")
        return _joined([encode_cut(encoder, one) for one in _one_by_one(cut)], cut)
    bad = ~np.isfinite(vectors).all(axis=1) | ~vectors.any(axis=1)
    told = dict.fromkeys(cut.rows[bad].tolist(), NO_VECTOR)
    return Encoded(cut.rows[~bad], vectors[~bad], {**cut.reasons, **told})


@lru_cache(maxsize=4)
def encoder_of(maker: Maker) -> Encoder:
    """The encoder that `maker` says, kept for the next task."""
    load_plugins()
    learned: State = {}
    if maker.learned is not None:
        with np.load(maker.learned, allow_pickle=False) as archive:
            learned = {name: archive[name] for name in archive.files}
    return EMBEDDERS[maker.slug].load(state=learned, **json.loads(maker.parameters))


class _Pixels(NamedTuple):
    """A decoded image, and its pixels per pixel of the displayed one in full size, across and down."""

    pixels: NDArray[np.uint8]
    scale: tuple[float, float]


def _decoded(shot: Shot, chunk: Chunk) -> _Pixels | str:
    """The image, no larger than its crops need, or why there is none."""
    try:
        file = read_image_file(locate(Path(shot.root), shot.path))
        if file.header is None:
            return file.problem
        width, height = file.header.displayed
        pixels = decode_file(file, target=_target(width, height, shot, chunk)).pixels
    except AssayError as error:
        return error.message
    return _Pixels(pixels, (pixels.shape[1] / width, pixels.shape[0] / height))


def _target(width: int, height: int, shot: Shot, chunk: Chunk) -> int:
    """The longer side that the picture must keep, so that neither it nor its smallest object has to be enlarged."""
    least = min(width, height, shot.least * (1 + 2 * chunk.margin))
    return math.ceil(max(width, height) * min(1.0, chunk.side / max(least, 1.0)))


def _cut(boxes: Boxes, image: _Pixels, chunk: Chunk) -> tuple[Crops, Sequence[str]]:
    is_whole: Flags = np.asarray(np.isnan(boxes).all(axis=1), np.bool_)
    cut = cut_crops(image.pixels, boxes, side=chunk.side, margin=chunk.margin, scale=image.scale)
    if not is_whole.any():
        return cut.crops, cut.reasons
    cut.crops[is_whole] = whole(image.pixels, side=chunk.side)
    return cut.crops, [("" if seen else why) for seen, why in zip(is_whole.tolist(), cut.reasons, strict=True)]


def _one_by_one(cut: Cut) -> list[Cut]:
    return [Cut(cut.rows[at : at + 1], cut.crops[at : at + 1]) for at in range(len(cut.rows))]


def _without(cut: Cut, why: str) -> Encoded:
    return Encoded(cut.rows[:0], np.zeros((0, 0), np.float32), {**cut.reasons, **dict.fromkeys(cut.rows.tolist(), why)})


def _joined(parts: Sequence[Encoded], cut: Cut) -> Encoded:
    found = [part for part in parts if len(part.rows)]
    reasons: Mapping[int, str] = {row: why for part in parts for row, why in part.reasons.items()}
    if not found:
        return Encoded(cut.rows[:0], np.zeros((0, 0), np.float32), {**cut.reasons, **reasons})
    return Encoded(
        np.concatenate([part.rows for part in found]),
        np.concatenate([part.vectors for part in found]),
        {**cut.reasons, **reasons},
    )
