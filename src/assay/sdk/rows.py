"""What images, labels, predictions and issues have in common: they are listed by queries."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from assay.model.level import Level
from assay.sdk.result import Result
from assay.sdk.session import Session
from assay.workflows.explore.search import count, matching_ids, search


class Rows:
    """Rows of one kind. `run` names the run that `prediction` and `match` in a query mean; None is the newest."""

    level: ClassVar[Level]

    def __init__(self, session: Session) -> None:
        self._session = session

    def search(
        self,
        query: str = "",
        *,
        sort: str | None = None,
        descending: bool = False,
        limit: int = 100,
        offset: int = 0,
        after: str | None = None,
        run: str | None = None,
    ) -> Result:
        """The rows that `query` lists (all when it is empty), by `sort`, at most `limit` of them.

        >>> project = assay.open("my.assay")
        >>> project.images.search("annotations.cat > 0").arrow().column("file_name").to_pylist()
        ['one.png', 'two.png']

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the text is wrong; `span` says where.
        NotFound : there is no such run.
        """
        page = search(
            self._session.store,
            query,
            level=self.level,
            dataset=self._session.dataset,
            run=run,
            sort=sort,
            descending=descending,
            limit=limit,
            offset=offset,
            cursor=after,
        )
        return Result(page.rows, page.total, page.canonical, page.next_cursor)

    def count(self, query: str = "", *, run: str | None = None) -> int:
        """How many rows `query` lists.

        >>> assay.open("my.assay").annotations.count('label = "cat"')
        2
        """
        return count(self._session.store, query, level=self.level, dataset=self._session.dataset, run=run)

    def ids(self, query: str = "", *, run: str | None = None) -> NDArray[np.int64]:
        """(n,) int64: the ids of all rows that `query` lists, without a limit."""
        return matching_ids(self._session.store, query, level=self.level, dataset=self._session.dataset, run=run)
