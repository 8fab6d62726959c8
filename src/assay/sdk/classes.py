"""`project.classes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assay.model.category import Category
from assay.model.change import Change
from assay.sdk.session import Session
from assay.workflows.edits.edit_classes import class_named, merge_classes, rename_class


class Classes:
    """The classes of a dataset. Each edit is one change, which can be undone.

    >>> project = assay.open("my.assay")
    >>> [category.name for category in project.classes][:1]
    ['cat']
    >>> project.classes.rename("cat", "kitten").title
    'Rename class cat to kitten'
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __iter__(self) -> Iterator[Category]:
        snapshot = self._session.store.snapshot()
        return iter(snapshot.categories(snapshot.dataset(self._session.dataset).id))

    def __getitem__(self, name: str) -> Category:
        """The class of that name; raise `NotFound` with the nearest one."""
        snapshot = self._session.store.snapshot()
        return class_named(snapshot, snapshot.dataset(self._session.dataset).id, name)

    def rename(self, category: str, name: str, *, reason: str = "") -> Change:
        """Give a class another name; later files of its source, and queries that stand, still find it by the old one.

        Raises
        ------
        NotFound : there is no such class.
        EditInvalid : the name is empty, or another class has it.
        """
        session = self._session
        by = session.sign(reason)
        return session.follow(rename_class(session.store, category, name, dataset=session.dataset, by=by))

    def merge(self, categories: Iterable[str], into: str, *, reason: str = "") -> Change:
        """Give all labels and predictions of some classes the class `into`; the emptied classes stay in the list.

        Raises
        ------
        NotFound : there is no such class.
        EditInvalid : nothing has one of the classes.
        """
        session = self._session
        by = session.sign(reason)
        return session.follow(merge_classes(session.store, [*categories], into, dataset=session.dataset, by=by))
