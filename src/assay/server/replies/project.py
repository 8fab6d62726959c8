"""The project, its datasets, runs and export formats."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.dataset import Task
from assay.server.replies.changes import ChangeRef
from assay.server.replies.evaluations import Evaluation
from assay.server.replies.versions import Version


class Split(TypedDict):
    """A split and how many images it has; `name` is null for images without one."""

    name: str | None
    count: int


class Run(TypedDict):
    """A prediction run of a dataset."""

    id: int
    name: str
    predictions: int
    evaluation: Evaluation | None


class Dataset(TypedDict):
    """A dataset of the project."""

    id: int
    name: str
    task: Task
    images: int
    annotations: int
    splits: list[Split]
    runs: list[Run]


class Project(TypedDict):
    """What the app shows first. `revision` changes with everything that is published in the project.

    `folder` is where it lies on the server's machine, for commands of the shell, or its name alone where other machines
    can ask. `at` is the version that is shown; null for the project as it is now.
    """

    name: str
    folder: str
    version: str
    revision: str
    author: str
    datasets: list[Dataset]
    undo: ChangeRef | None
    redo: ChangeRef | None
    at: Version | None


class Loss(TypedDict):
    """One kind of thing that a format cannot carry, and how many rows it touches."""

    code: str
    message: str
    count: int


class ExportFormat(TypedDict):
    """A format that the dataset can be exported to, and what would be lost."""

    name: str
    title: str
    losses: list[Loss]
