"""`project.annotations`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from assay.model.change import Change
from assay.model.drawn_shape import DrawnShape
from assay.model.level import Level
from assay.sdk.rows import Rows
from assay.workflows.edits.edit_labels import add, copy_labels, delete, move, relabel, reshape, set_attributes
from assay.workflows.issues.annotators import Annotators, annotators
from assay.workflows.videos.interpolate import interpolate


class Annotations(Rows):
    """The labels of a dataset: what people say is in its images. Each edit is one change, which can be undone.

    >>> project = assay.open("my.assay")
    >>> change = project.annotations.relabel(project.annotations.ids("area < 1000"), "dog", reason="looked again")
    >>> change.title
    'Relabel 2 labels to dog'
    >>> project.undo().kind
    <ChangeKind.UNDO: 'undo'>
    """

    level: ClassVar[Level] = Level.ANNOTATION

    def by_annotator(self, *, run: str | None = None) -> Annotators:
        """Who made the labels: how many are suspected, were changed here, contradict `run`, and took how long (D14).

        >>> assay.open("my.assay").annotations.by_annotator().names  # no label says who made it
        ()

        Raises
        ------
        NotFound : there is no such run.
        """
        return annotators(self._session.store.snapshot(), dataset=self._session.dataset, run=run)

    def relabel(self, ids: Iterable[int], category: str, *, reason: str = "") -> Change:
        """Give labels the class `category`.

        Raises
        ------
        NotFound : there is no such class; the hint names the nearest.
        EditConflict : a label is not there any more.
        """
        return self._session.follow(relabel(self._session.store, _whole(ids), category, by=self._session.sign(reason)))

    def delete(self, ids: Iterable[int], *, reason: str = "") -> Change:
        """Delete labels; raise `EditConflict` when one is not there any more."""
        return self._session.follow(delete(self._session.store, _whole(ids), by=self._session.sign(reason)))

    def move(self, id: int, box: Sequence[float], *, reason: str = "") -> Change:
        """Give a label a new box x, y, width, height in pixels; whatever shape it has moves and scales with it.

        Raises
        ------
        EditInvalid : the box has no area, or the label is one of a whole image.
        EditConflict : the label is not there any more.
        """
        return self._session.follow(move(self._session.store, int(id), box, by=self._session.sign(reason)))

    def add(
        self,
        image: int,
        category: str,
        *,
        box: Sequence[float] | None = None,
        shape: DrawnShape | None = None,
        reason: str = "",
    ) -> Change:
        """Add a label to an image: a box x, y, width, height in pixels, another shape, or (neither) the whole image.

        Raises
        ------
        EditInvalid : the shape has no area, or its keypoints are not as many as their class has.
        EditConflict : the image is not there.
        NotFound : there is no such class.
        """
        by = self._session.sign(reason)
        return self._session.follow(add(self._session.store, int(image), category, box=box, shape=shape, by=by))

    def reshape(self, id: int, shape: DrawnShape, *, reason: str = "") -> Change:
        """Give a label another shape: corners, parts and holes, pixels, keypoints, a turned box.

        >>> ring = (10.0, 10.0, 40.0, 12.0, 30.0, 40.0)
        >>> drawn = assay.DrawnShape(assay.ShapeKind.POLYGON, rings=(ring,))
        >>> assay.open("my.assay").annotations.reshape(0, drawn).title
        'Redraw 1 label as a polygon'

        Raises
        ------
        EditInvalid : the shape has no area, or another number of keypoints than the label or its class has.
        EditConflict : the label is not there any more.
        """
        return self._session.follow(reshape(self._session.store, int(id), shape, by=self._session.sign(reason)))

    def set_attributes(
        self, ids: Iterable[int], values: Mapping[str, str | int | float | bool | None], *, reason: str = ""
    ) -> Change:
        """Set attributes of labels by name; None takes one away, and those that are not named stay.

        Raises
        ------
        EditInvalid : no attribute is named.
        EditConflict : a label is not there any more.
        """
        by = self._session.sign(reason)
        return self._session.follow(set_attributes(self._session.store, _whole(ids), values, by=by))

    def copy(self, ids: Iterable[int], image: int, *, reason: str = "") -> Change:
        """Add copies of labels to another image, such as the next frame; raise `EditInvalid` when all are there."""
        by = self._session.sign(reason)
        return self._session.follow(copy_labels(self._session.store, _whole(ids), int(image), by=by))

    def interpolate(self, first: int, last: int, *, reason: str = "") -> Change:
        """Add a label to each frame between those of two labels of one object, in a straight line.

        Raises
        ------
        EditInvalid : the two are of different classes or tracks, not in one video, or no frame lies between them.
        EditConflict : a label is not there any more.
        """
        by = self._session.sign(reason)
        return self._session.follow(interpolate(self._session.store, int(first), int(last), by=by))


def _whole(ids: Iterable[int]) -> list[int]:
    """Ids as plain integers, whether they came as a list, an array or a column."""
    return [int(id) for id in ids]
