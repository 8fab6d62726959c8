"""`project.autotags`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.model.autotag import Autotag
from assay.model.change import Change
from assay.model.level import Level
from assay.sdk.session import Session
from assay.workflows.autotags.autotags import (
    ROUND,
    AutotagFacts,
    create_autotag,
    find_autotag,
    list_autotags,
    next_round,
    remove_autotag,
    rename_autotag,
    teach_autotag,
)

_Ids: TypeAlias = "Iterable[int] | NDArray[np.int64]"


class Autotags:
    """Tags that are learnt from a few examples, with a score of -1 to 1 for every image or label.

    The dataset needs an embedding of that level: `project.embeddings` makes one. Queries name the scores
    `autotag.image.<name>` and `autotag.object.<name>`, and the answers they were learnt from `….given`. An item that
    has no vector has no score (NULL, not 0). Each act is one change, which can be undone with its scores.

        project.autotags.create("police car", yes=[12, 40, 77])
        for image in project.autotags.uncertain("police car"):
            ...
        project.autotags.teach("police car", yes=[105], no=[3, 8])
        project.images.search("autotag.image.police_car > 0.4 and annotations.police_car = 0")
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> list[AutotagFacts]:
        """The autotags, with their answers and the spread of their scores.

        >>> assay.open("my.assay").autotags.list()
        []
        """
        return list_autotags(self._session.store.snapshot(), self._session.dataset)

    def create(
        self, name: str, *, yes: _Ids, no: _Ids = (), level: str | Level = Level.IMAGE, reason: str = ""
    ) -> Autotag:
        """Make an autotag from items that have it and, if any are given, items that have not; `level`: what they are.

        Raises
        ------
        AutotagInvalid : the name is empty or taken, or there is no example.
        EditConflict : an item is not there.
        NotFound : the dataset has no embedding of that level.
        """
        session = self._session
        taught = create_autotag(
            session.store,
            name,
            _ids(yes),
            level=Level(level),
            no=_ids(no),
            dataset=session.dataset,
            by=session.sign(reason),
        )
        return taught.autotag

    def teach(
        self,
        name: str,
        *,
        yes: _Ids = (),
        no: _Ids = (),
        forget: _Ids = (),
        level: str | Level | None = None,
        reason: str = "",
    ) -> Autotag:
        """Answer for items, or take answers back (`forget`); every score is worked out anew.

        Raises
        ------
        NotFound : there is no such autotag.
        AutotagInvalid : an item would be both, or no example would be left.
        EditConflict : an item is not there.
        """
        session = self._session
        taught = teach_autotag(
            session.store,
            name,
            yes=_ids(yes),
            no=_ids(no),
            forget=_ids(forget),
            level=None if level is None else Level(level),
            dataset=session.dataset,
            by=session.sign(reason),
        )
        return taught.autotag

    def uncertain(
        self, name: str, *, count: int = ROUND, skip: _Ids = (), level: str | Level | None = None
    ) -> NDArray[np.int64]:
        """(m,) ids of the items most worth an answer next, at most `count`; raise `NotFound` when there is none."""
        snapshot = self._session.store.snapshot()
        asked = None if level is None else Level(level)
        autotag = find_autotag(snapshot, name, level=asked, dataset=self._session.dataset)
        return next_round(snapshot, autotag, count=count, skip=_ids(skip))

    def rename(self, name: str, to: str, *, level: str | Level | None = None, reason: str = "") -> Autotag:
        """Give an autotag another name; queries name its scores by that.

        Raises
        ------
        NotFound : there is no such autotag.
        AutotagInvalid : the other name is empty or taken.
        """
        session = self._session
        asked = None if level is None else Level(level)
        by = session.sign(reason)
        return rename_autotag(session.store, name, to, level=asked, dataset=session.dataset, by=by).autotag

    def remove(self, name: str, *, level: str | Level | None = None, reason: str = "") -> Change:
        """Remove an autotag with its scores; raise `NotFound` when there is none."""
        session = self._session
        asked = None if level is None else Level(level)
        return remove_autotag(session.store, name, level=asked, dataset=session.dataset, by=session.sign(reason))


def _ids(ids: _Ids) -> list[int]:
    return [int(id) for id in ids]
