"""Figures of what the checks of a health report list."""

from __future__ import annotations

from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.workflows.health.report import CheckResult, HealthReport
from assay.workflows.report.examples import IMAGE_COLUMNS, Album
from assay.workflows.report.markup import tag, text

_BOX = ("id", "image_id", "x", "y", "w", "h", "category_id")


class HealthAlbum:
    """The examples of all checks, each table read once."""

    def __init__(self, snapshot: Snapshot, album: Album, found: HealthReport) -> None:
        ids = {level: sorted({id_ for one in found.checks if one.level is level for id_ in one.examples})
               for level in (Level.IMAGE, Level.ANNOTATION)}  # fmt: skip
        labels = snapshot.take("annotations", ids[Level.ANNOTATION], columns=_BOX).to_pylist()
        shown = sorted({*ids[Level.IMAGE], *(row["image_id"] for row in labels)})
        self._album = album
        self._labels = {row["id"]: row for row in labels}
        self._images = {row["id"]: row for row in snapshot.take("images", shown, columns=IMAGE_COLUMNS).to_pylist()}
        self._names = {category.id: category.name for category in snapshot.categories(found.facts.dataset.id)}

    def show(self, found: CheckResult) -> str:
        """The examples of one check as figures; the names of the files where none can be shown."""
        if found.level is Level.ANNOTATION:
            labels = [self._labels[id_] for id_ in found.examples]
            figures = [
                self._album.figure(self._images[row["image_id"]], [self._names[row["category_id"]]], label=row)
                for row in labels
            ]
        else:
            figures = [self._album.figure(self._images[id_], []) for id_ in found.examples]
        if not any(figures):
            rows = [self._labels[id_]["image_id"] if found.level is Level.ANNOTATION else id_ for id_ in found.examples]
            names = dict.fromkeys(self._images[id_]["file_name"] for id_ in rows)
            return tag("p", text(", ".join(names)))
        return tag("div", *figures, class_="examples")
