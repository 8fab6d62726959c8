"""What the first bytes of an image file say, without decoding a pixel."""

from __future__ import annotations

from dataclasses import dataclass

MAX_PIXELS = 2**27
"""Pixels that a decoder may be asked for: 134 million, about half a gigabyte while decoding."""

MAX_BYTES = 2**30
"""Size of a file that is opened for decoding: one gibibyte."""


@dataclass(frozen=True, slots=True)
class Header:
    """An image as its header describes it.

    `width` and `height` are pixels of the *stored* image; `orientation` is EXIF's, 1 to 8, and 1 when the
    file has none. `format` is jpeg, png, gif, bmp, webp, tiff or what Pillow calls it, in lower case.
    `file_size` is in bytes, `modified_ns` the file's modification time. `frames` counts the pictures of an
    animation where the header tells; None where it does not.
    """

    width: int
    height: int
    format: str
    orientation: int
    file_size: int
    modified_ns: int = 0
    frames: int | None = None

    @property
    def displayed(self) -> tuple[int, int]:
        """Width and height as a person sees the image, after its orientation was applied."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)

    @property
    def is_too_large(self) -> bool:
        """Whether decoding it is refused: see `MAX_PIXELS` and `MAX_BYTES`."""
        return self.width * self.height > MAX_PIXELS or self.file_size > MAX_BYTES
