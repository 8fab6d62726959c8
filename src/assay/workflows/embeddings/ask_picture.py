"""A picture that a person gives, to find what looks like it: embedded as the rows were, kept for queries."""

from __future__ import annotations

import hashlib
import io
import math
import os
import uuid
from pathlib import Path

import numpy as np

from assay.embeddings.embedder import Encoder
from assay.errors import ChoiceInvalid, MediaTooLarge, MediaUnreadable, NotFound
from assay.media.encode import Picture
from assay.media.image_file import read_image_file
from assay.media.thumbnail import thumbnail
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.embeddings import of_length_one
from assay.store.likeness import DIGEST, PICTURES, picture_path
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.vectors.neighbours import Vectors
from assay.workflows.embeddings.embed_chunk import Ask, Chunk, Maker, Shot, cut_chunk, encode_cut
from assay.workflows.embeddings.embed_recipe import FITTED, LEARNED, Recipe, part_of

MOST_BYTES = 16 << 20
"""The largest picture that is taken."""

_KEPT = 500  # pictures; the oldest go first
_SUFFIX = ".picture"


def keep_picture(store: Store, content: bytes, *, dataset: str | int | None = None) -> str:
    """The digest by which queries name the picture in these bytes: `similar(image: "…")`.

    It is embedded by the default embedding of each level, with what that learned of the set; a level whose vectors
    came from a file is left out.

    Raises
    ------
    MediaUnreadable, MediaTooLarge : the bytes are no image, or too many.
    ChoiceInvalid : the dataset has no embedding by an embedder that could embed it.
    """
    if len(content) > MOST_BYTES:
        raise MediaTooLarge(f"A picture may have {MOST_BYTES >> 20} MB, got {len(content) / (1 << 20):.0f} MB.")
    snapshot, folder = store.snapshot(), store.path / PICTURES
    digest = hashlib.sha256(content).hexdigest()[:32]
    embeddings = [one for one in snapshot.embeddings(snapshot.dataset(dataset).id) if one.is_default]
    recipes = [(one, recipe) for one in embeddings if (recipe := Recipe.again(one)) is not None]
    if not recipes:
        raise ChoiceInvalid(
            "No embedder is at hand to embed a picture by.", hint="Compute an embedding: `assay embed P`."
        )
    _write(folder / f"{digest}{_SUFFIX}", content)
    try:
        for embedding, recipe in recipes:
            path = picture_path(folder, digest, embedding)
            if not path.is_file():
                buffer = io.BytesIO()
                np.save(buffer, _embedded(snapshot, embedding, recipe, folder, f"{digest}{_SUFFIX}"))
                _write(path, buffer.getvalue())
    except MediaUnreadable:
        (folder / f"{digest}{_SUFFIX}").unlink(missing_ok=True)
        raise
    _prune(folder)
    return digest


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file; raise `MediaMissing` or `MediaUnreadable` when there are none."""
    return read_image_file(path).content


def kept_picture(store: Store, digest: str, *, size: int) -> Picture:
    """A thumbnail of a picture that was kept; raise `NotFound` when it is not."""
    path = store.path / PICTURES / f"{digest}{_SUFFIX}"
    if not DIGEST.fullmatch(digest) or not path.is_file():
        raise NotFound("The picture is not kept any more.", hint="Give it again.")
    return thumbnail(path, size)


def _embedded(snapshot: Snapshot, embedding: Embedding, recipe: Recipe, folder: Path, name: str) -> Vectors:
    """(d,) the vector of the whole picture, made as the rows of the embedding were."""
    state = snapshot.embedding_state(embedding)

    def load() -> Encoder:
        return recipe.embedder.load(state=part_of(state, LEARNED), **recipe.named)

    encoder = snapshot.derived("encoder", (embedding.space, embedding.parameters), (), load)
    asked = Ask(np.zeros(1, np.int64), np.full((1, 4), math.nan))
    chunk = Chunk(
        (Shot(str(folder), name, (asked,)),), (Maker(recipe.embedder.slug, "{}"),), encoder.side, recipe.margin
    )
    found = encode_cut(encoder, cut_chunk(chunk)[0])
    if found.reasons:
        raise MediaUnreadable(f"The picture cannot be embedded: {found.reasons[0]}", hint="Give a JPEG, PNG or WebP.")
    project, fitted = recipe.embedder.project, part_of(state, FITTED)
    raw = found.vectors if project is None or not fitted else project(found.vectors, fitted)
    vector: Vectors = of_length_one(raw)[0]
    return vector


def levels_asked(snapshot: Snapshot, dataset_id: int) -> list[Level]:
    """The levels that a picture can be compared with."""
    return [one.level for one in snapshot.embeddings(dataset_id) if one.is_default and Recipe.again(one) is not None]


def _write(path: Path, content: bytes) -> None:
    """The file whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{uuid.uuid4().hex}.partial")
    partial.write_bytes(content)
    os.replace(partial, path)


def _prune(folder: Path) -> None:
    pictures = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in pictures[_KEPT:]:
        for path in folder.glob(f"{old.stem}.*"):
            path.unlink(missing_ok=True)
