"""Header parsers, one per format: width, height, orientation and frames from as few bytes as possible.

Each takes `head` (the first bytes) and `read` (for what lies further on) and returns None when the bytes are
not what they seem. The work is bounded: at most `_MAX_STEPS` segments or chunks are walked.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from assay.media.tags import BITS, CHANNELS, HEIGHT, ORIENTATION, WIDTH, ReadAt, read_orientation, read_tags

HEAD = 4_096
"""How many bytes are read at once; most headers end within them."""

_MAX_STEPS = 1_000
_MAX_EXIF = 65_536
_PNG_FIRST_CHUNK = 8
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type: grey, RGB, palette, grey and alpha, RGB and alpha
_RIFF_FIRST_CHUNK = 12


class Parsed(NamedTuple):
    """What a parser found, see `Header`; None where the header does not tell."""

    width: int
    height: int
    orientation: int = 1
    frames: int | None = 1
    bits: int | None = 8
    channels: int | None = 3


Parser: TypeAlias = Callable[[bytes, ReadAt], "Parsed | None"]

# Start-of-frame markers: all of C0…CF but DHT (C4), JPG (C8) and DAC (CC).
_SOF = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE = frozenset([0x01, *range(0xD0, 0xD8)])
_START_OF_SCAN, _END_OF_IMAGE, _APP1 = 0xDA, 0xD9, 0xE1


def parse_jpeg(head: bytes, read: ReadAt) -> Parsed | None:
    """Walk the segments to the frame header; the first EXIF block before it gives the orientation."""
    orientation = 1
    for marker, start, length in jpeg_segments(head, read):
        if marker in _SOF:
            frame = _slice(head, read, start, 6)
            if len(frame) < 6:
                return None
            bits, height, width, channels = struct.unpack(">BHHB", frame)
            return Parsed(width, height, orientation, bits=bits, channels=channels)
        if marker == _APP1 and orientation == 1:
            block = _slice(head, read, start, min(length, _MAX_EXIF))
            if block[:6] == b"Exif\0\0":
                orientation = read_orientation(block[6:])
    return None


def jpeg_segments(head: bytes, read: ReadAt) -> Iterator[tuple[int, int, int]]:
    """Marker, start and length of the payload of each segment up to the first scan."""
    offset = 2
    for _ in range(_MAX_STEPS):
        lead = _slice(head, read, offset, 4)
        if len(lead) < 4 or lead[0] != 0xFF:
            return
        marker = lead[1]
        if marker == 0xFF:  # a fill byte: any number of them may precede a marker
            offset += 1
        elif marker in _STANDALONE:
            offset += 2
        elif marker in (_START_OF_SCAN, _END_OF_IMAGE):
            return
        else:
            length = lead[2] << 8 | lead[3]
            if length < 2:
                return
            yield marker, offset + 4, length - 2
            offset += 2 + length


def parse_png(head: bytes, read: ReadAt) -> Parsed | None:
    """IHDR, and what stands before the pixels: `eXIf` (orientation) and `acTL` (frames of an APNG)."""
    if head[12:16] != b"IHDR" or len(head) < 26:
        return None
    width, height, bits, colour = struct.unpack_from(">IIBB", head, 16)
    orientation, frames = 1, 1
    offset = _PNG_FIRST_CHUNK
    for _ in range(_MAX_STEPS):
        lead = _slice(head, read, offset, 8)
        if len(lead) < 8:
            break
        length, kind = int.from_bytes(lead[:4], "big"), lead[4:]
        if kind in (b"IDAT", b"IEND"):
            break
        if kind == b"eXIf":
            orientation = read_orientation(_slice(head, read, offset + 8, min(length, _MAX_EXIF)))
        elif kind == b"acTL":
            frames = int.from_bytes(_slice(head, read, offset + 8, 4), "big")
        offset += 12 + length
    return Parsed(width, height, orientation, frames, bits, _PNG_CHANNELS.get(colour))


def parse_gif(head: bytes, _read: ReadAt) -> Parsed | None:
    """The logical screen. How many frames follow stands nowhere, so `frames` is None."""
    if len(head) < 10:
        return None
    width, height = struct.unpack_from("<HH", head, 6)
    return Parsed(width, height, frames=None)


def parse_bmp(head: bytes, _read: ReadAt) -> Parsed | None:
    """Both the OS/2 and the Windows header; a negative height means rows stored top down."""
    if len(head) < 26:
        return None
    size = int.from_bytes(head[14:18], "little")
    if size == 12:
        width, height = struct.unpack_from("<HH", head, 18)
    elif size >= 16:
        width, height = struct.unpack_from("<ii", head, 18)
    else:
        return None
    return Parsed(abs(width), abs(height))


def parse_webp(head: bytes, read: ReadAt) -> Parsed | None:
    """Lossy, lossless and extended WebP; in an extended file the EXIF block may stand after the pixels."""
    kind = head[12:16]
    if len(head) < 30:
        return None
    if kind == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return Parsed(width & 0x3FFF, height & 0x3FFF)
    if kind == b"VP8L" and head[20] == 0x2F:
        bits = int.from_bytes(head[21:25], "little")
        return Parsed((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind != b"VP8X":
        return None
    flags = head[20]
    width, height = int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    orientation = _webp_orientation(head, read) if flags & 0x08 else 1
    return Parsed(width, height, orientation, None if flags & 0x02 else 1)


def _webp_orientation(head: bytes, read: ReadAt) -> int:
    offset = _RIFF_FIRST_CHUNK
    for _ in range(_MAX_STEPS):
        lead = _slice(head, read, offset, 8)
        if len(lead) < 8:
            return 1
        length = int.from_bytes(lead[4:], "little")
        if lead[:4] == b"EXIF":
            block = _slice(head, read, offset + 8, min(length, _MAX_EXIF))
            return read_orientation(block.removeprefix(b"Exif\0\0"))
        offset += 8 + length + (length & 1)
    return 1


def parse_tiff(_head: bytes, read: ReadAt) -> Parsed | None:
    """The first directory. Further pages are not counted: the first one is the image."""
    tags = read_tags(read)
    if WIDTH not in tags or HEIGHT not in tags:
        return None
    orientation = tags.get(ORIENTATION, 1)
    upright = orientation if 1 <= orientation <= 8 else 1
    return Parsed(tags[WIDTH], tags[HEIGHT], upright, None, tags.get(BITS, 1), tags.get(CHANNELS, 1))


def _slice(head: bytes, read: ReadAt, offset: int, count: int) -> bytes:
    """Bytes out of `head` where it holds them all, else out of the file."""
    if offset + count <= len(head):
        return head[offset : offset + count]
    return read(offset, count)


def parser_of(head: bytes) -> tuple[str, Parser] | None:
    """The format that the first bytes announce, with its parser; None when we have none for it."""
    if head[:3] == b"\xff\xd8\xff":
        return "jpeg", parse_jpeg
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return "png", parse_png
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp", parse_webp
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif", parse_gif
    if head[:4] in (b"II*\0", b"MM\0*"):
        return "tiff", parse_tiff
    if head[:2] == b"BM":
        return "bmp", parse_bmp
    return None
