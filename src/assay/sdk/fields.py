"""`project.fields`."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from assay.model.level import Level
from assay.sdk.session import Session
from assay.workflows.drift.overlay import Overlay, overlay
from assay.workflows.drift.sides import Side, both_sides
from assay.workflows.explore.colours import CLASS
from assay.workflows.explore.field_page import FieldPage, field_page
from assay.workflows.explore.outliers import Outliers, outliers
from assay.workflows.explore.scatter import MOST_POINTS, Scatter, scatter
from assay.workflows.explore.search import Question, ask
from assay.workflows.metrics.contact_sheet import SheetBin, contact_sheet


class Fields:
    """Questions about fields that are numbers: those that every project has, those of metrics, and your own.

    Each takes a query, and speaks of the rows that it lists. Nothing is stored.

    >>> project = assay.open("my.assay")
    >>> page = project.fields.page("area", level="annotation")
    >>> page.count, page.quantiles.q50, page.outliers.severe_high.query
    (3, 600.0, 'area > 8200')
    >>> project.fields.outliers()
    []
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(
        self, name: str, query: str = "", *, level: str | Level = Level.IMAGE, run: str | None = None, bins: int = 30
    ) -> FieldPage:
        """What the field is, how its values are spread, its outliers, and the rows at both ends.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong, or the field is not one number per row.
        NotFound : there is no such run.
        """
        return field_page(self._question(query, level, run), name, bins=bins)

    def outliers(self, query: str = "", *, level: str | Level | None = None, run: str | None = None) -> list[Outliers]:
        """Fields by how many outliers they have, worst first; each count with the query that lists it.

        Without a `level`, `query` speaks of images, and their labels and predictions are looked at too.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong.
        NotFound : there is no such run.
        """
        session = self._session
        at = None if level is None else Level(level)
        return outliers(session.store.snapshot(), query, level=at, dataset=session.dataset, run=run)

    def sheet(
        self,
        name: str,
        query: str = "",
        *,
        level: str | Level = Level.IMAGE,
        run: str | None = None,
        bins: int = 10,
        each: int = 6,
    ) -> list[SheetBin]:
        """What the values look like: quantile bins from the lowest to the highest, and some rows of each.

        >>> [(bin.count, bin.query) for bin in assay.open("my.assay").fields.sheet("area", level="annotation", bins=2)]
        [(1, 'area = 400'), (2, '600 <= area <= 4800')]

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong, or the field is not one number per row.
        """
        return contact_sheet(self._question(query, level, run), name, bins=bins, each=each)

    def scatter(
        self,
        x: str,
        y: str,
        query: str = "",
        *,
        level: str | Level = Level.IMAGE,
        colour: str = CLASS,
        run: str | None = None,
        limit: int = MOST_POINTS,
        seed: int = 0,
    ) -> Scatter:
        """Two fields against each other; a sample of `limit` rows where there are more, the same for the same seed.

        `colours` of the result are of the class, or of the field `colour`: a number, a class, a group, a flag, a word.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : the query is wrong, or a field is not one number per row.
        """
        return scatter(self._question(query, level, run), x, y, colour=colour, limit=limit, seed=seed)

    def overlay(
        self,
        name: str,
        reference: str,
        current: str,
        *,
        level: str | Level = Level.IMAGE,
        other: str | PathLike[str] | None = None,
        bins: int = 30,
    ) -> Overlay:
        """One field of two queries in the same bins, as `Project.drift` compares them; each bin has its query.

        Raises
        ------
        QuerySyntax, QueryName, QueryType : a query is wrong, or the field has many values per row.
        ProjectNotFound : there is no project at `other`.
        """
        session = self._session
        sides = Side(reference, session.dataset), Side(current, session.dataset if other is None else None)
        place = None if other is None else Path(other)
        with both_sides(session.store, *sides, level=Level(level), other=place) as questions:
            return overlay(*questions, name, bins=bins)

    def _question(self, query: str, level: str | Level, run: str | None) -> Question:
        session = self._session
        return ask(session.store.snapshot(), query, level=Level(level), dataset=session.dataset, run=run)
