"""What a question whether fixes helped would be answered from, before anything is trained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.arrays import Ids
from assay.model.level import Level
from assay.store.id_ranges import distinct
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.vectors.paired_probe import ABSENT
from assay.workflows.fixes.effect import prepared
from assay.workflows.fixes.material import FixMaterial
from assay.workflows.reviews.state import NO_IDS, fold
from assay.workflows.versions.versions import IMPORTED, NOW


@dataclass(frozen=True, slots=True)
class FixPlan:
    """What there is to answer from.

    taught, fixes : items that teach, and those of them whose class differs. moved : of those whose class does not, the
    boxes that were moved, which a probe does not see. test_items, test_images : what is asked.
    checked : test items that somebody looked at in a review; nothing else says that their labels are right. left_out :
    items without a vector or a class of today.
    """

    level: Level
    taught: int
    fixes: int
    moved: int
    test_items: int
    test_images: int
    checked: int
    left_out: int


def plan_fix(
    store: Store,
    *,
    dataset: str | int | None = None,
    before: str | int = IMPORTED,
    after: str | int = NOW,
    test: str | None = None,
    level: Level | None = None,
) -> FixPlan:
    """What `fix_effect` would train and ask, without training; raises what it would raise."""
    now = store.snapshot()
    dataset_id = now.dataset(dataset).id
    material, _ = prepared(store, now, dataset_id=dataset_id, before=before, after=after, test=test, level=level)
    return FixPlan(
        level=material.level,
        taught=int((material.after != ABSENT).sum()),
        fixes=int(material.is_fixed.sum()),
        moved=int((material.is_moved & ~material.is_fixed).sum()),
        test_items=len(material.asked),
        test_images=len(np.unique(material.asked_images)),
        checked=_checked(store, now, dataset_id, material),
        left_out=material.left_out,
    )


def _checked(store: Store, now: Snapshot, dataset_id: int, material: FixMaterial) -> int:
    """Test items that were on the wall of a review: the item itself, its image, or the label of the image."""
    images, labels = (_looked_at(store, dataset_id, level) for level in (Level.IMAGE, Level.ANNOTATION))
    if material.level is Level.ANNOTATION:
        return int((np.isin(material.asked_images, images) | np.isin(material.asked, labels)).sum())
    rows = now.rows("annotations", columns=("id", "image_id"), where={"dataset_id": dataset_id})
    of_labels = rows["image_id"].to_numpy()[np.isin(rows["id"].to_numpy(), labels)]
    return int(np.isin(material.asked, np.union1d(images, of_labels)).sum())


def _looked_at(store: Store, dataset_id: int, level: Level) -> Ids:
    reviews = [one for one in store.reviews.of_dataset(dataset_id) if one.question.level is level]
    folded = [fold(store.reviews.log(one.id)) for one in reviews]
    return distinct(NO_IDS, *(standing.ids for standing, _ in folded), *(seen for _, seen in folded))
