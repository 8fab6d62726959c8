"""Hash rows as imported, so that a repeated import touches only what its source changed."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_NULL = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_OFFSET = np.uint64(0xCBF29CE484222325)
_PRIME = np.uint64(0x100000001B3)
_SHORT = 128
"""Bytes of text that are hashed side by side with other rows; longer ones are hashed one by one."""


def row_hashes(rows: pa.Table) -> NDArray[np.int64]:
    """(n,) int64, a hash of each row over all columns of `rows`, the same on every machine and in every run.

    Numbers are mixed column by column (the finaliser of Steele et al., "Fast splittable pseudorandom number
    generators", 2014); short text goes through FNV-1a, long text and lists through BLAKE2b, only where not NULL.
    """
    mixed = np.zeros(rows.num_rows, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for column in rows.itercolumns():
            mixed = (mixed ^ _column_bits(column.combine_chunks())) * _MIX
            mixed ^= mixed >> np.uint64(31)
    return mixed.view(np.int64)


def _column_bits(column: pa.Array) -> NDArray[np.uint64]:
    bits = np.full(len(column), _NULL, dtype=np.uint64)
    valid = column.is_valid().to_numpy(zero_copy_only=False)
    if not valid.any():
        return bits
    present = column.drop_null()
    if pa.types.is_dictionary(present.type):
        present = present.dictionary_decode()
    if pa.types.is_floating(present.type):
        # Adding 0.0 makes -0.0 and 0.0 one value.
        bits[valid] = (pc.cast(present, pa.float64()).to_numpy() + 0.0).view(np.uint64)
    elif pa.types.is_integer(present.type) or pa.types.is_boolean(present.type):
        bits[valid] = pc.cast(present, pa.int64()).to_numpy().view(np.uint64)
    else:
        bits[valid] = _digests(present)
    return bits


def _digests(present: pa.Array) -> NDArray[np.uint64]:
    if not pa.types.is_string(present.type):
        return _blake(present.to_pylist())
    is_long = pc.binary_length(present).to_numpy() > _SHORT
    digests = np.empty(len(present), dtype=np.uint64)
    digests[~is_long] = _fowler_noll_vo(present.filter(pa.array(~is_long)))
    digests[is_long] = _blake(present.filter(pa.array(is_long)).to_pylist())
    return digests


def _fowler_noll_vo(texts: pa.StringArray) -> NDArray[np.uint64]:
    """FNV-1a (Fowler, Noll and Vo, 1991) of the UTF-8 of each text: the n-th bytes of all texts in one go."""
    _, edges, content = texts.buffers()
    starts = np.frombuffer(edges, dtype=np.int32)[texts.offset :][: len(texts) + 1] if len(texts) else np.zeros(1, "i4")
    letters = np.frombuffer(content or b"", dtype=np.uint8)
    order = np.argsort(starts[:-1] - starts[1:], kind="stable")  # the texts that still have an n-th byte come first
    shorter = np.diff(starts)[order][::-1]
    digests = np.full(len(texts), _OFFSET, dtype=np.uint64)
    for place in range(int(shorter[-1]) if len(texts) else 0):
        left = order[: len(texts) - int(np.searchsorted(shorter, place, side="right"))]
        digests[left] = (digests[left] ^ letters[starts[left] + place]) * _PRIME
    return digests


def _blake(values: list[object]) -> NDArray[np.uint64]:
    return np.fromiter(
        (int.from_bytes(blake2b(str(value).encode(), digest_size=8).digest(), "little") for value in values),
        dtype=np.uint64,
        count=len(values),
    )
