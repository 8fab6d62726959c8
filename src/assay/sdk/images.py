"""`project.images`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from assay.model.change import Change
from assay.model.level import Level
from assay.sdk.rows import Rows
from assay.workflows.edit_labels import remove_images


class Images(Rows):
    """The images of a dataset.

    >>> project = assay.open("my.assay")
    >>> project.images.count("annotations.count = 0")
    1
    """

    level: ClassVar[Level] = Level.IMAGE

    def remove(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """Take images out of the dataset with their labels and predictions; the files stay. Can be undone."""
        by = self._session.sign(reason)
        return self._session.follow(remove_images(self._session.store, [int(id) for id in ids], by=by))
