"""Average precision of a run by the rules of a protocol, over every score at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ArrayError, NotFound
from assay.evaluation.allowed_pairs import match_allowed
from assay.evaluation.coco import CocoArrays, CocoMatches, CocoRows, match_coco
from assay.evaluation.coco_config import CocoConfig
from assay.evaluation.protocols import EvaluationProtocol, protocol_named
from assay.model.category import Category
from assay.model.run import Run
from assay.model.shape import ShapeKind
from assay.store.snapshot import Snapshot
from assay.workflows.runs.shape_rows import ShapeRows, shape_rows

AllowedClasses = Mapping[str, Collection[str]]
"""Names of classes to the names of those whose predictions may answer a label of theirs, besides its own."""
_ANY_CLASS = "any class"


@dataclass(frozen=True, slots=True, eq=False)
class AveragePrecision:
    """The numbers of a protocol under their usual names (-1 where no label counts), and what they come from.

    per_class : (K,) AP of each of `classes`, NaN without labels. matches : what the curves are counted from; its images
    are numbers, and number i stands for `images[i]`.
    """

    run: Run
    protocol: EvaluationProtocol
    classes: tuple[str, ...]
    summary: dict[str, float]
    per_class: NDArray[np.float64]
    arrays: CocoArrays
    matches: CocoMatches
    images: Ids

    def checked(self) -> AveragePrecision:
        """This; raise `NotFound` where there was nothing to evaluate, so that every number would be -1 or 0."""
        shape = self.protocol.shape
        without = (
            "labels" if not len(self.matches.label_image)
            else "predictions" if not len(self.matches.image) and shape != ShapeKind.BOX
            else None
        )  # fmt: skip
        if without is not None:
            whose = f"the dataset of run {self.run.name!r}" if without == "labels" else f"run {self.run.name!r}"
            noun = {ShapeKind.BOX: "boxes", ShapeKind.MASK: "masks", ShapeKind.KEYPOINTS: "keypoints"}[shape]
            raise NotFound(
                f"No {without} of {whose} have {noun}, which is what protocol {self.protocol.name!r} compares.",
                hint="Choose a protocol for the shapes there are, such as coco for boxes, or look at more images.",
            )
        if not self.arrays.support.any():
            raise NotFound(
                f"No label counts by protocol {self.protocol.name!r}: all are ignored, crowds or difficult.",
                hint="Look at more images, or choose a protocol that counts difficult labels, such as coco.",
            )
        return self


def average_precision(
    snapshot: Snapshot,
    run: Run,
    *,
    protocol: str = "coco",
    images: Ids | None = None,
    allowed: AllowedClasses | None = None,
    config: CocoConfig | None = None,
) -> AveragePrecision:
    """AP and AR of `run` against the labels as they stand, by the rules of `protocol` (one of `PROTOCOLS`).

    `images` restricts both to images; `allowed` is for the protocol allowed-pairs; `config` replaces what the protocol
    leaves open, such as its thresholds or the sigmas of keypoints. By COCO's own rules a crowd is ignored, and nothing
    else is. Rows without the shape that is compared are left out. Where nothing is found, only `checked` raises.

    Raises
    ------
    NotFound : there is no such protocol, or no such class in `allowed`.
    ArrayError : there are not as many sigmas as keypoints, or `allowed` is given to another protocol.
    """
    rules = protocol_named(protocol)
    if allowed is not None and not rules.allows_pairs:
        raise ArrayError(f"Protocol {protocol!r} allows no pairs of classes.", hint="Protocol allowed-pairs does.")
    categories = snapshot.categories(run.dataset_id)
    rows = shape_rows(snapshot, run, rules.shape, images=images, counts_difficult=rules.counts_difficult)
    matches = _match(rows, rules, categories, allowed or {}, config or rules.config)
    arrays = matches.arrays()
    classes = tuple(category.name for category in categories) if rules.by_class else (_ANY_CLASS,)
    return AveragePrecision(
        run, rules, classes, arrays.summary(), arrays.class_precision(), arrays, matches, rows.images
    )


def _match(
    rows: ShapeRows,
    rules: EvaluationProtocol,
    categories: Collection[Category],
    allowed: AllowedClasses,
    config: CocoConfig,
) -> CocoMatches:
    class_ids = [category.id for category in categories]
    if rules.allows_pairs:
        pairs = _pairs(categories, allowed)
        return match_allowed(rows.labels, rows.predictions, class_ids=class_ids, allowed=pairs, config=config)
    if not rules.by_class:
        labels, predictions = (_as_one_class(side) for side in (rows.labels, rows.predictions))
        return match_coco(labels, predictions, class_ids=[0], config=config)
    return match_coco(rows.labels, rows.predictions, class_ids=class_ids, config=config)


def _as_one_class(rows: CocoRows) -> CocoRows:
    """The boxes with one class for all, in the order of their classes, as pycocotools takes them then."""
    return replace(rows.take(np.argsort(rows.category, kind="stable")), category=np.zeros(len(rows), np.int64))


def _pairs(categories: Collection[Category], allowed: AllowedClasses) -> dict[int, set[int]]:
    """`allowed` by ids of classes."""
    ids = {category.name: category.id for category in categories}
    unknown = sorted({*allowed, *(name for names in allowed.values() for name in names)} - ids.keys())
    if unknown:
        raise NotFound(f"There is no class {unknown[0]!r} in the dataset.", hint=f"Its classes are {', '.join(ids)}.")
    return {ids[label]: {ids[name] for name in names} for label, names in allowed.items()}
