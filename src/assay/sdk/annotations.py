"""`project.annotations`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from assay.model.change import Change
from assay.model.level import Level
from assay.sdk.rows import Rows
from assay.workflows.annotators import Annotators, annotators
from assay.workflows.edit_labels import add, delete, move, relabel


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
        """Give a label a new box x, y, width, height in pixels; a polygon moves and scales with it.

        Raises
        ------
        EditInvalid : the box has no area, or the label is of a kind that cannot be moved.
        EditConflict : the label is not there any more.
        """
        return self._session.follow(move(self._session.store, int(id), box, by=self._session.sign(reason)))

    def add(self, image: int, category: str, *, box: Sequence[float] | None = None, reason: str = "") -> Change:
        """Add a label to an image: a box x, y, width, height in pixels, or the whole image when `box` is None.

        Raises
        ------
        EditInvalid : the box has no area.
        EditConflict : the image is not there.
        NotFound : there is no such class.
        """
        by = self._session.sign(reason)
        return self._session.follow(add(self._session.store, int(image), category, box=box, by=by))


def _whole(ids: Iterable[int]) -> list[int]:
    """Ids as plain integers, whether they came as a list, an array or a column."""
    return [int(id) for id in ids]
