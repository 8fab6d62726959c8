"""The few TIFF tags that matter: TIFF files and EXIF blocks share one layout."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TypeAlias

ReadAt: TypeAlias = Callable[[int, int], bytes]
"""Read `count` bytes at `offset`; fewer come back at the end of the file."""

WIDTH, HEIGHT, BITS, ORIENTATION, CHANNELS = 256, 257, 258, 274, 277

_MAX_ENTRIES = 1_024
_FORMATS = {1: "B", 3: "H", 4: "I"}  # BYTE, SHORT, LONG: the types in which these tags are written


def read_tags(read: ReadAt) -> dict[int, int]:
    r"""First value of each of the tags above in the first directory of a TIFF structure.

    `read` counts from the start of the structure (for EXIF: after `Exif\0\0`). A damaged structure gives
    what could be read, at worst an empty dict.
    """
    head = read(0, 8)
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None or len(head) < 8:
        return {}
    (offset,) = struct.unpack_from(order + "I", head, 4)
    count_bytes = read(offset, 2)
    if len(count_bytes) < 2:
        return {}
    count = min(struct.unpack(order + "H", count_bytes)[0], _MAX_ENTRIES)
    entries = read(offset + 2, 12 * count)
    found: dict[int, int] = {}
    for start in range(0, len(entries) - 11, 12):
        tag, kind, length = struct.unpack_from(order + "HHI", entries, start)
        code = _FORMATS.get(kind)
        if code is None or length < 1 or tag not in (WIDTH, HEIGHT, BITS, ORIENTATION, CHANNELS):
            continue
        size = struct.calcsize(code)
        value = entries[start + 8 : start + 12]
        if length * size > 4:  # more than fits in the entry, which then says where they are
            value = read(struct.unpack(order + "I", value)[0], size)
        if len(value) >= size:
            (found[tag],) = struct.unpack_from(order + code, value)
    return found


def read_orientation(block: bytes) -> int:
    """EXIF orientation, 1 to 8, of an EXIF block that starts with its TIFF header; 1 when it has none."""
    value = read_tags(lambda offset, count: block[offset : offset + count]).get(ORIENTATION, 1)
    return value if 1 <= value <= 8 else 1
