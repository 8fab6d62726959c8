"""The contract of a detector: what it declares, what it is given, what it hands back.

A detector is a function with a declaration; the function's docstring is the detector's page in the docs.

    @detector(
        slug="tiny_label", version=1, kind=IssueKind.INVALID_GEOMETRY, title="Tiny labels",
        rule="A label of less than 4 px².",
    )
    def tiny_label(view: DatasetView) -> pa.Table:
        '''...'''
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import pyarrow as pa

from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.schema.tables import ISSUES

if TYPE_CHECKING:
    from assay.detectors.view import DatasetView

Find = Callable[["DatasetView"], pa.Table]

SUSPECTS: pa.Schema = pa.schema(
    [
        ISSUES.arrow.field(name)
        for name in (
            "kind",
            "image_id",
            "annotation_id",
            "prediction_id",
            "category_id",
            "score",
            "suggestion",
            "evidence",
        )
    ]
)
"""Columns of what a detector hands back, one row per suspect: the issue table less what the workflow adds."""


class Need(StrEnum):
    """What a detector cannot work without.

    RUN  the predictions of a run.  PROBABILITIES  predictions with class probabilities.  DIGESTS  readable
    image files, so that their bytes can be hashed.  LABEL_VECTORS  an embedding of the labels.  IMAGE_VECTORS  one
    of the images.  PIXELS  a run's class chances of every pixel.  MASKS  masks of labels.
    """

    RUN = "run"
    PROBABILITIES = "probabilities"
    DIGESTS = "digests"
    LABEL_VECTORS = "label_vectors"
    IMAGE_VECTORS = "image_vectors"
    PIXELS = "pixels"
    MASKS = "masks"


@dataclass(frozen=True, slots=True)
class Detector:
    """A detector of one kind of error.

    slug, version : identity, written by hand; the version grows when the same data would give other results.
    kind : what it suspects.
    title : what a person sees, in plain words ("Objects nobody labelled").
    rule : one sentence with the numbers it goes by.
    find : from a view to a table of `SUSPECTS`. Its `score` runs from 0 (worst) to 1 (clean) and is one minus
        the estimated probability that the suspect is an error, so that suspects of different kinds can stand
        in one list. It hands back suspects only, never clean items, and must not change its view.
    needs : what it cannot work without.
    whole_set : the score of an item leans on figures of the whole set (class thresholds, class recall); else an
        item gets the same score alone, in a batch and in a larger set.
    learns_from : what it learns from as well, where it is there, beside what it needs.
    """

    slug: str
    version: int
    kind: IssueKind
    title: str
    rule: str
    find: Find = field(repr=False)
    needs: frozenset[Need] = frozenset()
    whole_set: bool = False
    learns_from: frozenset[Need] = frozenset()

    @property
    def name(self) -> str:
        """Identity as an issue row stores it, such as `loose_box@1`."""
        return f"{self.slug}@{self.version}"

    @property
    def page(self) -> str:
        """The documentation of the detector: the docstring of its function."""
        return inspect.getdoc(self.find) or ""


def detector(
    *,
    slug: str,
    version: int,
    kind: IssueKind,
    title: str,
    rule: str,
    needs: Iterable[Need] = (),
    whole_set: bool = False,
    learns_from: Iterable[Need] = (),
) -> Callable[[Find], Detector]:
    """Declare the decorated function a detector; see `Detector` for what each word means."""

    def declare(find: Find) -> Detector:
        return Detector(
            slug,
            version,
            kind,
            title,
            rule,
            find,
            needs=frozenset(needs),
            whole_set=whole_set,
            learns_from=frozenset(learns_from),
        )

    return declare


LACKING = {
    Need.RUN: "It compares labels with the predictions of a run, and there is none; `assay import-predictions` brings "
    "one in.",
    Need.PROBABILITIES: "It reads class probabilities, and the predictions of this run carry none.",
    Need.LABEL_VECTORS: "It compares how labelled objects look, and they have no embedding; run `assay embed`.",
    Need.IMAGE_VECTORS: "It compares how images look, and they have no embedding; run `assay embed`.",
    Need.PIXELS: "It reads class chances of every pixel; tell where they lie with `assay import-pixels`.",
    Need.MASKS: "It compares the outlines of labels, and they have boxes only.",
    Need.DIGESTS: "It compares the bytes of image files, and none of the files could be found.",
}
"""What to tell a person where a need is not met."""


def why_skipped(detector: Detector, view: DatasetView) -> str | None:
    """Why `detector` cannot work on `view`, in one sentence for a person; None when it can."""
    present = {
        Need.RUN: view.run_id is not None,
        Need.PROBABILITIES: view.predicted.has_probabilities,
        Need.DIGESTS: view.digests is not None,
        Need.LABEL_VECTORS: Level.ANNOTATION in view.embeddings,
        Need.IMAGE_VECTORS: Level.IMAGE in view.embeddings,
        Need.PIXELS: view.pixels is not None,
        Need.MASKS: view.annotations["segmentation"].null_count < view.annotations.num_rows,
    }
    return next((LACKING[need] for need in Need if need in detector.needs and not present[need]), None)
