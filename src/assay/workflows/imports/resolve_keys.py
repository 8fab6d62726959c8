"""Find which image a prediction file means by its own names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import eq

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.image_paths import folded, plain_name

IMAGE_COLUMNS = ("id", "foreign_id", "reference_id", "file_name", "path", "width", "height", "split")
"""The columns of images that finding them by name needs."""


@dataclass(frozen=True)
class ImageNames:
    """The names by which a prediction file may mean each image of a dataset, surest first.

    The source's image id, the reference id, the file name, the path inside the image folder, the bare name of
    the file, and its stem. A key that is none of these may be a path on another machine: it means the image in whose
    whole name it ends, or that ends in all of it, unless several do or another key means that image.
    """

    names: tuple[pa.Array, ...]

    @classmethod
    def of(cls, images: pa.Table) -> ImageNames:
        """The names of these images; each array has their order."""
        file_names = images.column("file_name").combine_chunks()
        bare = pc.replace_substring_regex(file_names, pattern=r"^.*[/\\\\]", replacement="")
        stems = pc.replace_substring_regex(bare, pattern=r"(.)\.[^.]*$", replacement=r"\1")
        known = [images.column(name).combine_chunks() for name in ("foreign_id", "reference_id")]
        return cls((*known, file_names, images.column("path").combine_chunks(), bare, stems))

    def resolve(self, keys: pa.Array) -> NDArray[np.int64]:
        """(n,) int64: the row of the image each distinct key means, -1 for none, -2 when it could be several."""
        found = np.full(len(keys), -1, dtype=np.int64)
        for names in self.names:
            at = np.asarray(pc.fill_null(pc.index_in(keys, value_set=names), -1), dtype=np.int64)
            at[_is_repeated(keys, names)] = -2
            found = np.where(found == -1, at, found)
        lost = np.flatnonzero(found == -1)
        if len(lost):
            found[lost] = self._by_ends(keys.take(pa.array(lost)).to_pylist(), set(found.tolist()))
        return found

    def _by_ends(self, keys: Sequence[str], taken: set[int]) -> list[int]:
        """The row of the image that each key means by how it ends, as `resolve`; those of `taken` have one already."""
        rows: dict[str, list[tuple[int, Parts]]] = {}
        for names in self.names[2:4]:
            for row, name in enumerate(names.to_pylist()):
                if name is not None:
                    parts = _parts(name)
                    rows.setdefault(parts[0], []).append((row, parts))
        found = [_ends_alike(parts := _parts(key), rows.get(parts[0], ())) for key in keys]
        counts = Counter(found)
        return [-1 if row >= 0 and (counts[row] > 1 or row in taken) else row for row in found]


Parts = list[str]
"""A name from its end: the file, its folder, that one's folder."""


def _parts(name: str) -> Parts:
    return folded(plain_name(name)).split("/")[::-1]


def _ends_alike(key: Parts, images: Sequence[tuple[int, Parts]]) -> int:
    """The image with the longest name that the key ends in, or that ends in the key; -1 for none, -2 for several."""
    fits = [(min(len(key), len(name)), row) for row, name in images if all(map(eq, key, name))]
    longest = max((length for length, _ in fits), default=0)
    best = {row for length, row in fits if length == longest}
    return best.pop() if len(best) == 1 else -2 if best else -1


def _is_repeated(keys: pa.Array, names: pa.Array) -> NDArray[np.bool_]:
    counted = names.drop_null().value_counts()
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    mask: NDArray[np.bool_] = pc.is_in(keys, value_set=repeated).to_numpy(zero_copy_only=False)
    return mask
