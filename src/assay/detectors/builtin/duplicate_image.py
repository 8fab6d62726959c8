"""The same image file more than once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Flags, Ids
from assay.detectors.detector import Need, detector
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind, SuggestedAction

LEAK_CHANCE = 1.0
"""Chance of an error where copies lie in different splits: the model is tested on what it was trained on."""

COPY_CHANCE = 0.85
"""Chance of an error where copies lie in one split: some sets repeat images to weight them."""


@detector(
    slug="duplicate_image",
    version=1,
    kind=IssueKind.DUPLICATE_IMAGE,
    title="Duplicate images",
    rule="Two image files are the same, byte for byte.",
    needs={Need.DIGESTS},
)
def duplicate_image(view: DatasetView) -> pa.Table:
    """Images that are copies of another image, byte for byte, and whether they leak from one split to another.

    What it measures
    ----------------
    SHA-256 of the file's bytes. Only files that share size, width and height with another file are read. Two
    rows that name the very same file are copies too; the sentence tells which it is. Of each group of copies
    one image is kept, the one with the most labels (of equals the smallest id); every other one is a suspect.
    Score = 0 where the copy lies in another split than the image it repeats, else 0.15. A group is judged by
    itself.

    Why it matters
    --------------
    A copy in the test set of what the model was trained on makes it look better than it is; copies with
    different labels contradict each other.

    When it misleads
    ----------------
    Images repeated on purpose, to weight them. Re-encoded, resized or cropped copies are not found here: that
    is the work of near-duplicate search.

    Example
    -------
    "Same bytes as b381.png, which is in val while this is in train; their labels differ." Suggested fix:
    remove this image.

    Reference
    ---------
    Barz and Denzler, "Do We Train on Test Data?", Journal of Imaging 6, 2020.
    """
    place = _places(view.images)
    copies, originals = _copies(view, place, _same_content(view, place))
    if not len(copies):
        return no_suspects()
    told = _evidence(view, copies, originals, place)
    return suspects(
        IssueKind.DUPLICATE_IMAGE,
        image=view.images["id"].to_numpy()[copies],
        score=1 - np.where([evidence["leak"] for evidence in told], LEAK_CHANCE, COPY_CHANCE),
        evidence=told,
        suggestion=[{"action": SuggestedAction.REMOVE_IMAGE.value}] * len(copies),
    )


def _places(images: pa.Table) -> Ids:
    """(n,) number of the file each row names, -1 where it names none; equal numbers are the same file."""
    joined = pc.binary_join_element_wise(pc.cast(images["root_id"], pa.string()), images["path"], "\n")
    codes = joined.combine_chunks().dictionary_encode().indices
    places: Ids = pc.fill_null(codes, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def _same_content(view: DatasetView, place: Ids) -> Ids:
    """(n,) number of the content of each row, -1 where unknown; files are read only where their size is shared."""
    files, row = np.unique(place, return_index=True)
    files, row = files[files >= 0], row[files >= 0]
    content = np.arange(place.max(initial=-1) + 1)
    shared = _sharing_size(view.images.take(pa.array(row)))
    if shared.any() and view.digests is not None:
        first: dict[str, int] = {}
        found = view.digests(view.images["id"].to_numpy()[row[shared]])
        for file, digest in zip(files[shared].tolist(), found, strict=True):
            if digest is not None:
                content[file] = first.setdefault(digest, file)
    return np.append(content, -1)[place]


def _sharing_size(images: pa.Table) -> Flags:
    """(n,) whether another row has the same file size, width and height (either way round)."""
    size = pc.fill_null(images["file_size"], -1).to_numpy()
    sides = np.sort(np.column_stack([pc.fill_null(images[s], -1).to_numpy() for s in ("width", "height")]), axis=1)
    _, number, count = np.unique(np.column_stack((size, sides)), axis=0, return_inverse=True, return_counts=True)
    shared: Flags = (count[number.ravel()] > 1) & (size >= 0)
    return shared


def _copies(view: DatasetView, place: Ids, content: Ids) -> tuple[Ids, Ids]:
    """Rows that repeat another row, and the row each repeats: the one of its group that is kept."""
    known = np.flatnonzero(place >= 0)
    count = np.bincount(content[known], minlength=1)
    rows = known[count[content[known]] > 1]
    ids = view.images["id"].to_numpy()
    of_image, count = np.unique(view.labels.image, return_counts=True)
    labels = dict(zip(of_image.tolist(), count.tolist(), strict=True))
    worth = np.array([labels.get(image, 0) for image in ids[rows].tolist()])
    rows = rows[np.lexsort((ids[rows], -worth, content[rows]))]
    begins = np.diff(content[rows], prepend=-1) != 0
    kept = rows[np.maximum.accumulate(np.where(begins, np.arange(len(rows)), 0))]
    return rows[~begins], kept[~begins]


def _evidence(view: DatasetView, copies: Ids, originals: Ids, place: Ids) -> list[Mapping[str, Any]]:
    """One sentence per copy: what it repeats, whether that crosses a split, whether their labels differ."""
    images = view.images
    ids, names, splits = (images[name].to_pylist() for name in ("id", "file_name", "split"))
    labels = _classes_of(view, np.concatenate((copies, originals)))
    told: list[Mapping[str, Any]] = []
    for copy, original in zip(copies.tolist(), originals.tolist(), strict=True):
        leak = splits[copy] != splits[original]
        differ = labels.get(ids[copy], []) != labels.get(ids[original], [])
        same_file = place[copy] == place[original]
        what = "Names the same file as" if same_file else "Same bytes as"
        where = f", which is in {_split(splits[original])} while this is in {_split(splits[copy])}" if leak else ""
        but = "; their labels differ" if differ else ""
        told.append(
            {
                "sentence": f"{what} {names[original]}{where}{but}.",
                "image_ids": [ids[original]],
                "leak": leak,
                "splits": [splits[copy], splits[original]],
                "labels_differ": differ,
                "same_file": bool(same_file),
            }
        )
    return told


def _classes_of(view: DatasetView, rows: Ids) -> dict[int, list[int]]:
    """Sorted class ids of the labels of each image among `rows`, by image id."""
    labels = view.labels
    wanted = np.flatnonzero(np.isin(labels.image, view.images["id"].to_numpy()[rows]))
    classes: dict[int, list[int]] = {}
    for row in wanted[np.argsort(labels.category[wanted], kind="stable")].tolist():
        classes.setdefault(int(labels.image[row]), []).append(int(labels.category[row]))
    return classes


def _split(name: str | None) -> str:
    return name if name is not None else "no split"
