"""What the first bytes of an image file say, without decoding a pixel."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PIXELS = 2**27
"""Pixels that a decoder may be asked for: 134 million, about half a gigabyte while decoding."""

MAX_BYTES = 2**28
"""Size of a file that is opened for decoding: a quarter of a gibibyte."""


@dataclass(frozen=True, slots=True)
class Header:
    """An image as its header describes it.

    `width` and `height` are pixels of the *stored* image; `orientation` is EXIF's, 1 to 8, and 1 when the
    file has none. `format` is jpeg, png, gif, bmp, webp, tiff or what Pillow calls it, in lower case.
    `file_size` is in bytes, `modified_ns` the file's modification time. `frames` counts the pictures of an
    animation, `bits` is the depth of a channel and `channels` their number, where the header tells; else None.
    """

    width: int
    height: int
    format: str
    orientation: int
    file_size: int
    modified_ns: int = 0
    frames: int | None = None
    bits: int | None = None
    channels: int | None = None

    @property
    def displayed(self) -> tuple[int, int]:
        """Width and height as a person sees the image, after its orientation was applied."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def is_too_large(self) -> bool:
        """Whether decoding it is refused: see `MAX_PIXELS` and `MAX_BYTES`."""
        return self.width * self.height > MAX_PIXELS or self.file_size > MAX_BYTES

    @property
    def is_browser_safe(self) -> bool:
        """Whether a browser shows the stored bytes just as `decode` would: upright, still, eight bits, no CMYK."""
        return (
            self.format in _BROWSER_CHANNELS
            and self.orientation == 1
            and self.frames == 1
            and self.bits is not None
            and self.bits <= 8
            and self.channels in _BROWSER_CHANNELS[self.format]
            and not self.is_too_large
        )


_BROWSER_CHANNELS = {"jpeg": (1, 3), "png": (1, 2, 3, 4), "webp": (3, 4)}
