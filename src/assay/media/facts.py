"""What a file carries beside its pixels: frames, alpha, a colour profile, ink, and a JPEG's quantisation."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO

from assay.media.image_file import ImageFile
from assay.media.parse import jpeg_segments
from assay.media.pillow import UNREADABLE, open_lazily

_APP2, _DQT = 0xE2, 0xDB


@dataclass(frozen=True, slots=True)
class Facts:
    """One file's. `luma_table` is the first quantisation table of a JPEG, 64 steps in zigzag order."""

    is_animated: bool = False
    has_alpha: bool = False
    has_profile: bool = False
    is_cmyk: bool = False
    luma_table: tuple[int, ...] | None = None


def facts_of(file: ImageFile) -> Facts | None:
    """The facts of an image file; None where its header cannot be read."""
    if file.header is None:
        return None
    if file.header.format == "jpeg":
        return _of_jpeg(file.content, channels=file.header.channels or 3)
    try:
        with open_lazily(BytesIO(file.content)) as image:
            return Facts(
                is_animated=bool(getattr(image, "is_animated", False)),
                has_alpha=image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info,
                has_profile=bool(image.info.get("icc_profile")),
                is_cmyk=image.mode == "CMYK",
            )
    except UNREADABLE:
        return None


def _of_jpeg(content: bytes, *, channels: int) -> Facts:
    table: tuple[int, ...] | None = None
    has_profile = False
    for marker, start, length in jpeg_segments(content, lambda offset, count: content[offset : offset + count]):
        if marker == _DQT and table is None:
            table = _first_table(content[start : start + length])
        elif marker == _APP2 and content[start : start + 12] == b"ICC_PROFILE\0":
            has_profile = True
    return Facts(has_profile=has_profile, is_cmyk=channels == 4, luma_table=table)


def _first_table(payload: bytes) -> tuple[int, ...] | None:
    """The table with number 0 of a DQT segment, which holds one table or several, of 8 or 16 bits a step."""
    at = 0
    while at < len(payload):
        size = 2 if payload[at] >> 4 else 1
        steps = payload[at + 1 : at + 1 + 64 * size]
        if len(steps) < 64 * size:
            return None
        if payload[at] & 15 == 0:
            return struct.unpack(f">64{'BH'[size - 1]}", steps)
        at += 1 + 64 * size
    return None
