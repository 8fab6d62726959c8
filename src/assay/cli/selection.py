"""Which rows a command acts on: ids, or all that a query lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import typer

from assay.cli.console import pointing_at
from assay.cli.flags import parse_ids
from assay.errors import NotFound

if TYPE_CHECKING:
    from assay.model.level import Level
    from assay.store.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids, or a query in their place."""

    given: tuple[int, ...]
    query: str | None

    @classmethod
    def of(cls, ids: list[str] | None, query: str | None) -> Self:
        """What `--ids` and `--query` say; wrong usage unless exactly one of the two is given."""
        given = tuple(parse_ids(ids))
        if bool(given) == (query is not None):
            raise typer.BadParameter("Give either --ids or --query.")
        return cls(given, query)

    def ids(self, store: Store, *, level: Level, dataset: str | None = None, run: str | None = None) -> list[int]:
        """The ids as given, or those of all that the query lists.

        Raises
        ------
        NotFound : the query lists nothing.
        """
        if self.query is None:
            return list(self.given)
        from assay.workflows.explore.search import matching_ids

        with pointing_at(self.query):
            listed = [int(id) for id in matching_ids(store, self.query, level=level, dataset=dataset, run=run)]
        if not listed:
            raise NotFound("The query lists nothing.", hint="Nothing was changed. `assay query` shows what it lists.")
        return listed
