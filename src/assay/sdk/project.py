"""A project: the door that hands out its nouns."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from assay.jobs.progress import Progress, quiet
from assay.model.change import Change
from assay.model.dataset import Dataset, Exif
from assay.model.level import Level
from assay.plugins import load_plugins
from assay.sdk.analyses import Analyses
from assay.sdk.annotations import Annotations
from assay.sdk.author import user_name
from assay.sdk.autotags import Autotags
from assay.sdk.changes import Changes
from assay.sdk.classes import Classes
from assay.sdk.embeddings import Embeddings
from assay.sdk.fields import Fields
from assay.sdk.images import Images
from assay.sdk.issues import Issues
from assay.sdk.metrics import Metrics
from assay.sdk.predictions import Predictions
from assay.sdk.reviews import Reviews
from assay.sdk.runs import Runs
from assay.sdk.segments import Segments
from assay.sdk.session import Session
from assay.sdk.similar import dedupe, look_alikes
from assay.sdk.versions import Versions
from assay.store.store import Store
from assay.store.version_store import VersionStore
from assay.workflows.create_project import create_project
from assay.workflows.curation.dedupe import Alike, DedupePlan, Keep
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.embeddings.find_similar import LookAlikes
from assay.workflows.exports.export_dataset import ExportReport, export_dataset
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.report import ImportReport
from assay.workflows.names import project_path
from assay.workflows.versions.history_of import History, history_of


class Project(Analyses):
    """An open project. Its nouns speak of one dataset: the first one, unless `dataset` names another.

    >>> with assay.open("my.assay") as project:
    ...     project.images.count(), project.annotations.count()
    (3, 3)
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.images = Images(session)
        self.annotations = Annotations(session)
        self.classes = Classes(session)
        self.predictions = Predictions(session)
        self.runs = Runs(session)
        self.issues = Issues(session)
        self.metrics = Metrics(session)
        self.embeddings = Embeddings(session)
        self.segments = Segments(session)
        self.autotags = Autotags(session)
        self.reviews = Reviews(session)
        self.fields = Fields(session)
        self.changes = Changes(session)
        self.versions = Versions(session)

    @property
    def path(self) -> Path:
        """The project's folder."""
        return self._session.store.path

    def datasets(self) -> list[Dataset]:
        """All datasets of the project."""
        return self._session.store.snapshot().datasets()

    def dataset(self, name: str) -> Project:
        """The same project, with nouns that speak of the dataset `name`; raise `NotFound` when there is none."""
        found = self._session.store.snapshot().dataset(name)
        return Project(Session(self._session.store, found.name, self._session.author))

    def import_dataset(
        self,
        source: str | PathLike[str],
        *,
        format: str | None = None,
        images: str | PathLike[str] | None = None,
        split: str | None = None,
        exif: Exif | str | None = None,
        progress: Progress = quiet,
    ) -> ImportReport:
        """Import images and labels. All or nothing, and repeatable: known rows are updated, never doubled.

        Bad rows are in the report's `problems` and never stop the rest. `exif` declares which picture the labels of
        the dataset are drawn on: `stored` (EXIF not applied) or `displayed`; None leaves what was declared, or what
        each source says.

        >>> assay.open("my.assay").import_dataset("labels.json", images="photos").objects.unchanged
        3

        Raises
        ------
        SourceNotFound, SourceUnreadable, FormatUnknown : when nothing of the source can be read.
        ChoiceInvalid : `exif` is neither stored nor displayed.
        """
        session = self._session
        return import_dataset(
            session.store,
            Path(source),
            format=format,
            images=None if images is None else Path(images),
            split=split,
            dataset=session.dataset,
            exif=exif,
            author=session.author,
            progress=progress,
        )

    def export(
        self,
        out: str | PathLike[str],
        *,
        format: str,
        query: str = "",
        strict: bool = False,
        progress: Progress = quiet,
    ) -> ExportReport:
        """Write the dataset as it stands now, or the images of `query`; the report says what the format lost.

        >>> assay.open("my.assay").export("corrected.json", format="coco").annotations
        3

        Raises
        ------
        LossRefused : `strict`, and the format cannot carry everything; nothing was written.
        """
        session, target = self._session, Path(out)
        return export_dataset(
            session.store, target, format=format, dataset=session.dataset, query=query, strict=strict, progress=progress
        )

    def similar(
        self,
        *,
        images: int | Sequence[int] = (),
        labels: int | Sequence[int] = (),
        predictions: int | Sequence[int] = (),
        files: str | PathLike[str] | Sequence[str | PathLike[str]] = (),
        query: str = "",
        level: str | Level | None = None,
        count: int = 100,
        mean: bool = False,
        run: str | None = None,
    ) -> LookAlikes:
        """What looks most like images, labels or predictions, or like pictures in files; the most alike first.

        Of several the one most alike counts, or with `mean` the mean of the similarities. Only rows that `query` lists
        are found. `level` is what to find, else what was given. The result has `ids`, `similarities` from -1 to 1, and
        the `query` by which the query language says the same, also to sort by.

        >>> project.similar(images=3, count=2).ids  # doctest: +SKIP
        array([7, 12])

        Raises
        ------
        ChoiceInvalid : nothing was given, or items of two levels.
        QueryError : there is no embedding (`project.embeddings`), or an item has no vector.
        """
        given = {"images": images, "labels": labels, "predictions": predictions}
        return look_alikes(self._session, given, files, query=query, level=level, count=count, mean=mean, run=run)

    def dedupe(
        self,
        query: str = "",
        *,
        keep: str | Keep = Keep.LARGEST,
        prefer: str | None = None,
        by: Sequence[str | Alike] = tuple(Alike),
        apply: bool = False,
        segment: str | None = None,
    ) -> DedupePlan:
        """Groups of near-duplicate images, and the one of each that stays.

        keep : largest, sharpest, most_labels or first; an image of the split `prefer` stays before others. by : pixels,
        hash or embedding, of which any will do. With `apply` the others are taken out of the dataset, which `undo`
        takes back; with `segment` they are put into a segment of that name. No file is touched.

        >>> len(project.dedupe(keep="sharpest", prefer="test").remove)  # doctest: +SKIP
        4

        Raises
        ------
        ChoiceInvalid : nothing says which images are alike: measure `near_duplicate`, or what `keep` goes by.
        NotFound : there is no split `prefer`.
        """
        return dedupe(self._session, query, keep=keep, prefer=prefer, by=by, apply=apply, segment=segment)

    def at(self, version: str) -> Project:
        """The project as a version kept it, read-only; close it when done.

        >>> with assay.open("my.assay").at("v1") as past:  # doctest: +SKIP
        ...     past.annotations.count()
        3

        Raises
        ------
        NotFound : there is no such version.
        VersionInvalid : an older Assay kept it; branch from it.
        """
        session = self._session
        return Project(Session(VersionStore(session.store, version), session.dataset, session.author))

    def undo(self) -> Change:
        """Take back the latest edit in force; raise `NothingToUndo` when there is none."""
        return self._session.follow(undo(self._session.store, author=self._session.author))

    def redo(self) -> Change:
        """Do the edit that was undone last again; raise `NothingToRedo` when there is none."""
        return self._session.follow(redo(self._session.store, author=self._session.author))

    def history(self, of: str) -> History:
        """What happened to one label or to the labels of one image: `label:12`, `image:7`; steps, oldest first.

        Each step has its `change` (who, when, why) and the rows before and after it, as Arrow tables.

        >>> len(assay.open("my.assay").history("label:1").steps)
        0

        Raises
        ------
        NotFound : there never was such a label or image.
        ChoiceInvalid : `of` names something else.
        """
        return history_of(self._session.store.snapshot(), of)

    def close(self) -> None:
        """Let go of the project's files; also done at the end of a `with` block."""
        self._session.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_project(path: str | PathLike[str], *, dataset: str | None = None, author: str | None = None) -> Project:
    """Open the project at `path`; `assay.open` is this function.

    `dataset` names what the nouns speak of (None: the first one), `author` who makes changes (None: your user
    name).

    Raises
    ------
    NameInvalid : the path is empty.
    ProjectNotFound, ProjectDamaged : there is no project, or it cannot be read.
    NotFound : there is no such dataset.
    """
    load_plugins()
    project = Project(Session(Store.open(project_path(path)), None, author or user_name()))
    return project if dataset is None else project.dataset(dataset)


def new_project(path: str | PathLike[str], *, author: str | None = None) -> Project:
    """Make a new, empty project at `path` and open it; `assay.create` is this function.

    Raises
    ------
    NameInvalid : the path is empty.
    ProjectExists : a project stands there already.
    """
    load_plugins()
    return Project(Session(create_project(project_path(path)), None, author or user_name()))
