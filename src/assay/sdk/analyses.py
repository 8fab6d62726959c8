"""What can be asked of a dataset as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path

from numpy.typing import ArrayLike

from assay.jobs.progress import Progress, quiet
from assay.model.level import Level
from assay.sdk.session import Session
from assay.workflows.curation.balance import Balance, class_balance
from assay.workflows.curation.edge_cases import LISTED, EdgeCases, edge_cases
from assay.workflows.drift.compare import Drift, drift
from assay.workflows.drift.sides import Side, both_sides
from assay.workflows.fixes.command import judge_by
from assay.workflows.fixes.effect import REPEATS, FixEffect, fix_effect
from assay.workflows.health.report import HealthReport, health
from assay.workflows.issues.consensus import ImageConsensus, consensus
from assay.workflows.issues.label_groups import ToldClass, WeakGroup, shortcuts, weak_groups
from assay.workflows.issues.mislabels import MislabelReport, find_mislabels
from assay.workflows.map.draw_map import DrawnMap, draw_map
from assay.workflows.versions.versions import IMPORTED, NOW


class Analyses:
    """The part of a project that answers questions about its dataset; nothing here alters a label."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def balance(self, *, goal: int | None = None) -> Balance:
        """The share of each class, what its labels are worth, and how many to draw again or to leave out.

        `goal` labels for each class; the median of the classes when None.

        >>> [(one.name, one.labels, one.change) for one in assay.open("my.assay").balance(goal=2).classes]
        [('cat', 2, 0), ('dog', 1, 1)]
        """
        return class_balance(self._session.store.snapshot(), dataset=self._session.dataset, goal=goal)

    def edge_cases(self, *, run: str | None = None, limit: int = LISTED) -> EdgeCases:
        """Images that are rare and hard at once for `run` (the newest), the most so first, each with its reasons."""
        return edge_cases(self._session.store.snapshot(), dataset=self._session.dataset, run=run, limit=limit)

    def did_it_help(
        self,
        *,
        before: str | int = IMPORTED,
        after: str | int = NOW,
        test: str | None = None,
        level: str | Level | None = None,
        repeats: int = REPEATS,
        command: str | None = None,
        progress: Progress = quiet,
    ) -> FixEffect:
        """Hold labels `after` against those `before`: what both teach, asked of a frozen test set, with an interval.

        before, after : a version, the number of a change, as imported, or now. test : a query of verified images;
        those of the splits val and test when None. A probe on embeddings learns, or your own `command`, in which
        {train}, {test} and {out} stand for CSV files (id, path, label, x, y, w, h); it writes id and label to {out},
        or the boxes that it finds (path, label, score, x, y, w, h: measured by average precision), or prints its error.

        >>> project.did_it_help(before="v1").verdict  # doctest: +SKIP
        'Better by 0.71 points (95 %: 0.02 to 1.40).'

        Raises
        ------
        NotFound : there is no such version or change.
        ChoiceInvalid : nothing differs, no test item, no embedding, an odd number of repeats, or the command fails.
        """
        session = self._session
        return fix_effect(
            session.store,
            dataset=session.dataset,
            before=before,
            after=after,
            test=test,
            level=None if level is None else Level(level),
            repeats=repeats,
            judge=None if command is None else judge_by(command, session.store.snapshot()),
            progress=progress,
        )

    def health(self, *, run: str | None = None) -> HealthReport:
        """What the data is, and what is wrong with it, the worst first; with the predictions of `run` (the newest).

        Reads no image: a check of what was not measured yet is unknown, and says what to do.

        >>> report = assay.open("my.assay").health()
        >>> [(check.slug, check.count) for check in report.checks if check.count]
        [('forgotten_image', 1), ('unlabelled_image', 1), ('rare_class', 3)]

        Raises
        ------
        NotFound : there is no such run.
        """
        return health(self._session.store.snapshot(), dataset=self._session.dataset, run=run)

    def find_mislabels(
        self,
        *,
        pred_probs: ArrayLike | None = None,
        run: str | None = None,
        coarse: Mapping[str, str] | None = None,
        progress: Progress = quiet,
    ) -> MislabelReport:
        """Tell of every label whether its class is likely wrong, and which class it is else, in columns beside it.

        The columns are `potential_mislabel`, `mislabel_score` (0 worst, 1 clean), `likely_label` and, where classes
        have coarse ones (`coarse`, else their supercategory), `coarse_label` and `predicted_coarse_label`.
        pred_probs : (labels, classes) out-of-sample chances in the order of label ids and of class ids; without it
        those of `run`. What look-alikes say is pooled with them where labels have an embedding.

        Raises
        ------
        ArrayError : `pred_probs` has another shape, or a class of `coarse` is not one of the dataset.
        NotFound : there is no such run, or nothing is known of any label.
        """
        session = self._session
        return find_mislabels(
            session.store, dataset=session.dataset, run=run, pred_probs=pred_probs, coarse=coarse, progress=progress
        )

    def consensus(self, *, run: str | None = None) -> ImageConsensus:
        """What annotators who labelled the same images come to, how well each votes, and whom to ask next.

        Labels are signed by a field of their own, such as `annotator`. A run with class probabilities votes with them.

        Raises
        ------
        NotFound : there is no such run, or no image has signed labels of two annotators.
        """
        return consensus(self._session.store.snapshot(), dataset=self._session.dataset, run=run)

    def weak_groups(self, *, by: str = "cluster", run: str | None = None) -> tuple[WeakGroup, ...]:
        """Groups of labels by how well their classes are known, the worst first, each with an interval (M72).

        by : a metric of labels that numbers groups. The chances are those of `run`, else those that look-alikes tell.

        Raises
        ------
        NotFound : there is no such run or metric, or nothing tells chances.
        """
        return weak_groups(self._session.store.snapshot(), dataset=self._session.dataset, run=run, by=by)

    def shortcuts(self) -> tuple[ToldClass, ...]:
        """How well each measured number of images tells the class of their labels, the best first (M73)."""
        return shortcuts(self._session.store.snapshot(), dataset=self._session.dataset)

    def map(
        self,
        query: str = "",
        *,
        level: str | Level = Level.IMAGE,
        colour: str = "class",
        run: str | None = None,
        fresh: bool = False,
        progress: Progress = quiet,
    ) -> DrawnMap:
        """A place for each image, or label, such that look-alikes lie together; clusters, small, far and mixed ones.

        The metrics `map`, `cluster`, `uniqueness` and `look_alike_order` are measured where they do not hold. The
        result has `points` (ids, places, codes of the field `colour`) and `lists`, each with the query that lists it.
        What was embedded since the map was made stands beside its look-alikes (`points.late` counts them); it is made
        anew once that is a fifth of all, or with `fresh`.

        >>> [cluster.name for cluster in project.map(level="annotation").lists.mixed]  # doctest: +SKIP
        ['car', 'person, brightness low']

        Raises
        ------
        NotFound : there is no such run, or the level has no embedding (`project.embeddings`).
        QueryError : the query or the colour is wrong.
        """
        session = self._session
        return draw_map(
            session.store,
            query,
            level=Level(level),
            colour=colour,
            dataset=session.dataset,
            run=run,
            fresh=fresh,
            progress=progress,
        )

    def drift(
        self,
        reference: str = "",
        current: str = "",
        *,
        level: str | Level = Level.IMAGE,
        other: str | PathLike[str] | None = None,
        dataset: str | None = None,
        runs: tuple[str | None, str | None] = (None, None),
        fields: Sequence[str] | None = None,
    ) -> Drift:
        """How far two queries lie apart, field by field, the strongest effect first.

        `current` is asked of the project at `other` where that is given, and of its dataset `dataset`. `runs` are
        those of the two sides, for fields of predictions. A field that a query names is not compared, unless
        `fields` asks for it.

        >>> found = assay.open("my.assay").drift('label = "dog"', 'label = "cat"', level="annotation", fields=["area"])
        >>> [(row.field, row.effect, round(row.p_holm, 3)) for row in found.rows]
        [('area', 0.5, 1.0)]

        Raises
        ------
        QuerySyntax, QueryName, QueryType : a query or a field is wrong.
        NotFound, ProjectNotFound : there is no such dataset, run or project.
        """
        session = self._session
        here = dataset or (session.dataset if other is None else None)
        sides = Side(reference, session.dataset, runs[0]), Side(current, here, runs[1])
        place = None if other is None else Path(other)
        with both_sides(session.store, *sides, level=Level(level), other=place) as questions:
            return drift(*questions, fields=fields)
