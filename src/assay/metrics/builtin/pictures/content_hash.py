"""Fingerprints by which exact copies are found."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.level import Level
from assay.model.metric import MetricType


@picture_metric(
    slug="content_hash",
    version=1,
    title="Content hash",
    outputs=[
        Output(
            "file_hash",
            title="File hash",
            meaning="64 bits of the SHA-256 of the file's bytes",
            type=MetricType.HASH,
            low=None,
        ),
        Output(
            "pixel_hash",
            title="Pixel hash",
            meaning="64 bits of a hash of the decoded pixels, upright",
            type=MetricType.HASH,
            low=None,
        ),
    ],
    levels=[Level.IMAGE],
)
def content_hash(picture: Picture) -> list[float]:
    """A hash of the file's bytes, and one of the pixels that they decode to.

    What it measures
    ----------------
    `file_hash` is the first 64 bits of the SHA-256 of the file. `pixel_hash` is a 64-bit hash of the values as
    stored, after EXIF turned them upright, with the size of the picture in it. Both are integers with a sign.

    Why it matters
    --------------
    Two files of one hash are copies: see `exact_duplicate`, which makes groups of them.

    When it misleads
    ----------------
    The pixel hash guards against chance, not against malice: with a million pictures two unlike ones share it with a
    probability of 3 in 100 million.

    Example
    -------
    A PNG and a BMP of the same picture have two file hashes and one pixel hash.

    Reference
    ---------
    M19 of the metric definitions. FIPS 180-4 (SHA-256); cleanvision hashes decoded pixels with MD5.
    """
    of_file = np.nan if picture.file is None else int.from_bytes(bytes.fromhex(picture.file.digest[:16]), signed=True)
    return [of_file, hash_values(picture.stored)]


def hash_values(values: NDArray[Any]) -> int:
    """64 bits, with a sign, of the bytes, the shape and the type of an array."""
    from assay.metrics.tone_kernels import mixed

    flat = np.ascontiguousarray(values).reshape(-1).view(np.uint8)
    whole = len(flat) // 8 * 8
    rest = int.from_bytes(flat[whole:].tobytes(), "little")  # up to 7 bytes
    seed = np.uint64((values.shape[0] << 32 ^ values.shape[1] ^ values.dtype.itemsize << 56 ^ rest << 8) % 2**64)
    return int(mixed(flat[:whole].view(np.uint64), seed))
