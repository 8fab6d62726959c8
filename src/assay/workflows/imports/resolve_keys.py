"""Find which image a prediction file means by its own names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

IMAGE_COLUMNS = ("id", "foreign_id", "reference_id", "file_name", "path", "width", "height", "split")
"""The columns of images that finding them by name needs."""


@dataclass(frozen=True)
class ImageNames:
    """The names by which a prediction file may mean each image of a dataset, surest first.

    The source's image id, the reference id, the file name, the path inside the image folder, the bare name of
    the file, and its stem.
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
        return found


def _is_repeated(keys: pa.Array, names: pa.Array) -> NDArray[np.bool_]:
    counted = names.drop_null().value_counts()
    repeated = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    mask: NDArray[np.bool_] = pc.is_in(keys, value_set=repeated).to_numpy(zero_copy_only=False)
    return mask
