"""Pictures of results, cut out of their images, with the label solid and the prediction dashed."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay.errors import MediaError
from assay.media.crop import Box, crop_window
from assay.media.locate import locate
from assay.media.orientation import displayed_size, orient_box
from assay.media.pictures import Pictures, Source
from assay.store.snapshot import Snapshot
from assay.workflows.report.markup import tag, text
from assay.workflows.runs.results import Results

_SIDE = 200
_AROUND = 0.6
_COLUMNS = ("id", "x", "y", "w", "h", "category_id")
IMAGE_COLUMNS = ("id", "root_id", "path", "file_name", "width", "height", "orientation")
"""The columns of an image that a figure needs."""


@dataclass(frozen=True, slots=True)
class Album:
    """Where pictures come from: a snapshot, and a cache folder of pictures that were made before."""

    snapshot: Snapshot
    pictures: Pictures

    @classmethod
    def of(cls, snapshot: Snapshot, project: Path) -> Album:
        """The album of the project at this path."""
        return cls(snapshot, Pictures(project / "cache" / "pictures"))

    def show(self, found: Results, names: dict[int, str]) -> str:
        """One figure for each result whose image can be read."""
        labels, predictions = (
            {row["id"]: row for row in self.snapshot.take(table, ids[ids >= 0], columns=columns).to_pylist()}
            for table, ids, columns in (
                ("annotations", found.annotation_id, _COLUMNS),
                ("predictions", found.prediction_id, (*_COLUMNS, "score")),
            )
        )
        images = {
            row["id"]: row for row in self.snapshot.take("images", found.image_id, columns=IMAGE_COLUMNS).to_pylist()
        }
        return "".join(
            self._figure(images[image], labels.get(label), predictions.get(prediction), names)
            for image, label, prediction in zip(
                found.image_id.tolist(), found.annotation_id.tolist(), found.prediction_id.tolist(), strict=True
            )
        )

    def _figure(
        self,
        image: dict[str, Any],
        label: dict[str, Any] | None,
        prediction: dict[str, Any] | None,
        names: dict[int, str],
    ) -> str:
        said = [f"labelled {names[label['category_id']]}" if label else "no label"]
        if prediction:
            said.append(f"predicted {names[prediction['category_id']]} {prediction['score']:.2f}")
        return self.figure(image, said, label=label, prediction=prediction)

    def figure(
        self,
        image: dict[str, Any],
        said: list[str],
        *,
        label: dict[str, Any] | None = None,
        prediction: dict[str, Any] | None = None,
    ) -> str:
        """The image (a row with `IMAGE_COLUMNS`), cut to its objects (rows with x, y, w, h) if any are given.

        `said` stands below it, then the name of the file. Empty where the image cannot be read.
        """
        boxes = [None if row is None else _displayed(row, image) for row in (label, prediction)]
        window = _window(boxes, image)
        picture = self._picture(image, window)
        if picture is None:
            return ""
        drawing = tag(
            "svg",
            tag("title", text(", ".join(said) or image["file_name"])),
            tag("image", href=picture, x=window[0], y=window[1], width=window[2], height=window[3]),
            *(
                tag("rect", x=box[0], y=box[1], width=box[2], height=box[3], class_=side)
                for box, side in zip(boxes, ("label", "prediction"), strict=True)
                if box is not None
            ),
            viewBox=" ".join(f"{value:.1f}" for value in window),
            role="img",
        )
        return tag("figure", drawing, tag("figcaption", *(tag("span", text(part)) for part in said),
                                          tag("small", text(image["file_name"]))))  # fmt: skip

    def _picture(self, image: dict[str, Any], window: Box) -> str | None:
        """The window as a data URL; None where the image cannot be read."""
        root = self.snapshot.roots().get(image["root_id"])
        if root is None or image["path"] is None:
            return None
        try:
            made = self.pictures.crop(Source.of(locate(root, image["path"])), window, size=_SIDE)
        except MediaError:
            return None  # a report of the others is better than none
        return f"data:{made.media_type};base64,{base64.b64encode(made.body).decode()}"


def _displayed(row: dict[str, Any], image: dict[str, Any]) -> Box | None:
    """The box as it lies in the displayed image; None for a whole image."""
    if row["x"] is None or row["w"] is None:
        return None
    box = (row["x"], row["y"], row["w"], row["h"])
    return orient_box(box, image["orientation"] or 1, image["width"] or 0, image["height"] or 0)


def _window(boxes: list[Box | None], image: dict[str, Any]) -> Box:
    """The part of the displayed image that shows all of the boxes and what lies around them."""
    size = displayed_size(image["width"] or 0, image["height"] or 0, image["orientation"] or 1)
    there = [box for box in boxes if box is not None]
    if not there:
        return crop_window(None, *size, context=0.0)
    left, top = (min(box[side] for box in there) for side in (0, 1))
    right, bottom = (max(box[side] + box[side + 2] for box in there) for side in (0, 1))
    return crop_window((left, top, right - left, bottom - top), *size, context=_AROUND)
