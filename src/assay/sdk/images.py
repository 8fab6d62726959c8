"""`project.images`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from assay.model.change import Change
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.sdk.rows import Rows
from assay.workflows.curation.acquire import Acquisition, acquire
from assay.workflows.edits.edit_labels import remove_images
from assay.workflows.explore.search import ask


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

    def acquire(
        self,
        by: str = "chance_entropy",
        query: str = "",
        *,
        budget: int = 100,
        diversity: float = 0.5,
        apart: int = 4,
        end: str | BadEnd | None = None,
        seed: int = 0,
        run: str | None = None,
    ) -> Acquisition:
        """The images to label next: those that `by` finds most worth a label, and unlike each other.

        `diversity` is what unlikeness weighs, 0 to 1; images whose hashes differ in fewer than `apart` bits are taken
        for near duplicates, of which one is enough. Both need the metric `phash`. The same arguments choose the same.

        >>> project = assay.open("my.assay")
        >>> project.images.acquire("annotations.count", budget=2, end="low", diversity=0, apart=0).image_ids.tolist()
        [2, 1]

        Raises
        ------
        ChoiceInvalid : a budget or a share is out of range, or nothing tells how alike the images look.
        QuerySyntax, QueryName, QueryType : the query is wrong, or `by` is not one number per image.
        """
        session = self._session
        question = ask(session.store.snapshot(), query, level=Level.IMAGE, dataset=session.dataset, run=run)
        first = None if end is None else BadEnd(end)
        return acquire(question, by, budget=budget, diversity=diversity, apart=apart, end=first, seed=seed)
