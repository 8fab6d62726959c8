"""Files made to exhaust memory are refused, in bounded memory (V6.9). Each runs in a process of its own."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from assay.errors import MediaTooLarge, MediaUnreadable
from assay.media.decode import decode
from assay.media.header import MAX_PIXELS, Header
from assay.media.probe import probe
from assay.media.thumbnail import thumbnail

_MEASURED = """
import resource, sys
from assay.media.thumbnail import thumbnail
from assay.errors import MediaError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    thumbnail(sys.argv[1], 256)
    told = "shown"
except MediaError as error:
    told = error.code
print(told, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, data: bytes, *extra: bytes, bits: int = 8, colour: int = 0) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """`count` zero bytes as a zlib stream, without packing them one by one: the same flushed block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(10_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (count % 65_521) << 16 | 1  # Adler-32 of zeros
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return b"\x78\x9c" + block * (count // 10_000_000) + end + struct.pack(">I", checksum)


def thumbnail_in_child(path: Path) -> tuple[str, int]:
    """What became of a thumbnail, and by how many MiB the process grew at most."""
    done = subprocess.run([sys.executable, "-c", _MEASURED, str(path)], capture_output=True, text=True, check=True)
    told, grown = done.stdout.split()
    return told, int(grown)


def bomb(tmp_path: Path, body: bytes) -> Path:
    path = tmp_path / "bomb.png"
    path.write_bytes(body)
    return path


def test_a_png_of_50000_by_50000_is_refused_by_its_header(tmp_path: Path) -> None:
    path = bomb(tmp_path, png(50_000, 50_000, zeros(50_000_000)))
    told, grown = thumbnail_in_child(path)
    assert told == "media-too-large"
    assert grown < 20
    with pytest.raises(MediaTooLarge, match="50000 x 50000"):
        decode(path)


def test_a_header_that_promises_more_than_the_bytes_can_hold_is_refused(tmp_path: Path) -> None:
    """Within the bound on pixels, so only the lie gives it away: 121 million pixels in 100 bytes."""
    path = bomb(tmp_path, png(11_000, 11_000, zlib.compress(b"\0" * 10)))
    told, grown = thumbnail_in_child(path)
    assert told == "media-unreadable"
    assert grown < 20
    with pytest.raises(MediaUnreadable, match="can hold"):
        decode(path)


def test_a_header_that_promises_less_than_follows_costs_what_it_promises(tmp_path: Path) -> None:
    """A gigabyte of pixels behind a header of 10 x 10."""
    told, grown = thumbnail_in_child(bomb(tmp_path, png(10, 10, zeros(1_000_000_000))))
    assert told in {"shown", "media-unreadable"}
    assert grown < 60


@pytest.mark.parametrize(("kind", "name"), [(b"zTXt", b"Comment\0\0"), (b"iCCP", b"profile\0\0")])
def test_a_bomb_beside_the_pixels_is_not_unpacked(tmp_path: Path, kind: bytes, name: bytes) -> None:
    """Compressed text and colour profiles may unpack to any size."""
    extra = chunk(kind, name + zeros(500_000_000))
    told, grown = thumbnail_in_child(bomb(tmp_path, png(10, 10, zlib.compress(b"\0" * 110), extra)))
    assert told in {"shown", "media-unreadable"}
    assert grown < 100


def test_a_jpeg_that_claims_65000_by_65000_is_refused(tmp_path: Path) -> None:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, 65_000, 65_000, 3) + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    path = tmp_path / "bomb.jpg"
    path.write_bytes(b"\xff\xd8" + frame + b"\xff\xd9")
    assert (probe(path).width, probe(path).height) == (65_000, 65_000)
    with pytest.raises(MediaTooLarge):
        thumbnail(path, 256)


@pytest.mark.parametrize(
    ("width", "height", "size", "refused"),
    [
        (MAX_PIXELS, 1, 10, False),
        (MAX_PIXELS + 1, 1, 10, True),
        (10, 10, 2**28 + 1, True),
    ],
)
def test_the_bounds_are_what_they_say(width: int, height: int, size: int, refused: bool) -> None:
    assert Header(width, height, "jpeg", 1, size).is_too_large is refused
