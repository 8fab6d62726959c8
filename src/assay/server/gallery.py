"""Pictures of registered images, labels and predictions: from an id to bytes, never from a path."""

from __future__ import annotations

from typing import Any, Literal

from assay.errors import MediaMissing, NotFound
from assay.media.crop import Box, crop_window
from assay.media.encode import Picture
from assay.media.locate import locate
from assay.media.native import Spread, Window
from assay.media.orientation import displayed_size, orient_box
from assay.media.pictures import Pictures, Source, StoredFile
from assay.store.snapshot import Snapshot
from assay.store.store import Store

_IMAGE = ("id", "root_id", "path", "file_name", "width", "height", "orientation")
_OBJECT = ("id", "image_id", "x", "y", "w", "h")


class Gallery:
    """Finds the file behind an id and has the picture made. The only way from a request to a file of the user."""

    def __init__(self, store: Store, pictures: Pictures) -> None:
        self._store, self._pictures = store, pictures

    def of(self, store: Store) -> Gallery:
        """The same pictures, of what another state of the project has."""
        return Gallery(store, self._pictures)

    def image(self, image_id: int) -> ImageFile:
        """The file of a registered image.

        Raises
        ------
        NotFound : no such image.
        MediaMissing, MediaForbidden : it has no file, or the file is not where it may be.
        """
        snapshot = self._store.snapshot()
        return _image_file(snapshot, image_id)

    def region_of(
        self, table: Literal["annotations", "predictions"], object_id: int, *, context: float
    ) -> tuple[ImageFile, Box]:
        """The file that a label or a prediction lies in, and the window that shows it, in displayed pixels."""
        snapshot = self._store.snapshot()
        rows = snapshot.take(table, [object_id], columns=_OBJECT)
        if not rows.num_rows:
            noun = "label" if table == "annotations" else "prediction"
            raise NotFound(f"There is no {noun} {object_id}.", hint="It may have been deleted.")
        row = rows.to_pylist()[0]
        image = _image_file(snapshot, row["image_id"])
        return image, image.window(image.displayed_box(row), context=context)

    def thumbnail(self, image: ImageFile, size: int) -> Picture:
        """The whole image, its longer side at most `size`."""
        return self._pictures.thumbnail(image.source, size)

    def region(self, image: ImageFile, window: Box, size: int) -> Picture:
        """A part of the image, its longer side scaled to `size`."""
        return self._pictures.crop(image.source, window, size=size)

    def whole(self, image: ImageFile) -> Picture | StoredFile:
        """The image in full size."""
        return self._pictures.whole(image.source)

    def spread(self, image: ImageFile) -> Spread:
        """How the values that the image's file stores are spread."""
        return self._pictures.spread(image.source)

    def windowed(self, image: ImageFile, window: Window) -> Picture:
        """The image in full size, the native values in `window` from black to white."""
        return self._pictures.windowed(image.source, window)


class ImageFile:
    """The file of a registered image, with what is known of its frame."""

    def __init__(self, source: Source, row: dict[str, Any]) -> None:
        self.source = source
        self._orientation: int = row["orientation"] or 1
        self._frame: tuple[int, int] = (row["width"] or 0, row["height"] or 0)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the displayed image."""
        return displayed_size(*self._frame, self._orientation)

    def window(self, box: Box | None, *, context: float) -> Box:
        """The part of the displayed image that shows `box` with a margin, see `crop_window`."""
        return crop_window(box, *self.size, context=context)

    def displayed_box(self, row: dict[str, Any]) -> Box | None:
        """The box of an object row in displayed pixels; None for a label of the whole image."""
        if row["x"] is None or row["w"] is None:
            return None
        return orient_box((row["x"], row["y"], row["w"], row["h"]), self._orientation, *self._frame)


def _image_file(snapshot: Snapshot, image_id: int) -> ImageFile:
    rows = snapshot.take("images", [image_id], columns=_IMAGE)
    if not rows.num_rows:
        raise NotFound(f"There is no image {image_id}.", hint="It may have been removed.")
    row = rows.to_pylist()[0]
    root = snapshot.roots().get(row["root_id"])
    if root is None or row["path"] is None:
        raise MediaMissing(
            f"No file was found for {row['file_name']!r}.",
            hint="Import again, and name the folder that holds it with --images.",
        )
    return ImageFile(Source.of(locate(root, row["path"])), row)
