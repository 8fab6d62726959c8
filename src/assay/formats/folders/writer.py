"""Writes classification sets as folders: copies of the images, one folder per class, splits above."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import pyarrow.compute as pc

from assay.formats.gathered import Gathered, gather
from assay.formats.image_paths import plain_name
from assay.formats.kept import said_of_the_set
from assay.formats.losses import LossTally
from assay.formats.output import copy_image, new_folder
from assay.formats.records import Records
from assay.formats.splits import split_word
from assay.model.loss import LossReport, Written
from assay.model.shape import ShapeKind

_UNSAFE = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


class FoldersWriter:
    """Folders of images: `cat/1.jpg`, or `train/cat/1.jpg` where the images have splits. Images are copied."""

    name = "folders"
    title = "Folders of images, one per class"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What folders cannot carry: boxes, a second class of an image, metadata, images without a file."""
        return _plan(gather(batches)).tally.report()

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Copy the images; return what was lost."""
        new_folder(out)
        plan = _plan(gather(batches))
        for source, place in plan.copies:
            copy_image(source, out / place)
        for folder in plan.folders:
            (out / folder).mkdir(parents=True, exist_ok=True)
        return Written(len(plan.copies), plan.labels, plan.tally.report())


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to copy where, and what is lost on the way. `folders` stand there even when they stay empty.

    `labels` is how many of the copies lie in the folder of a class.
    """

    copies: list[tuple[str, str]]
    labels: int
    folders: set[str]
    tally: LossTally


def _plan(gathered: Gathered) -> _Plan:
    tally = LossTally()
    folder_names = {category.key: _folder_name(category.name) for category in gathered.categories}
    unsafe = [one.name for one in gathered.categories if folder_names[one.key] != one.name]
    tally.add("class-name", "Class names that no folder can have are changed.", unsafe)
    chosen = _classes(gathered, tally)
    images = gathered.images.select(["file_name", "path", "split"]).to_pylist()
    known = set(folder_names.values())
    copies: list[tuple[str, str]] = []
    taken: set[str] = set()
    renamed: list[str] = []
    missing: list[str] = []
    labels = 0
    for place, image in enumerate(images):
        if image["path"] is None or not Path(image["path"]).is_file():
            missing.append(image["file_name"])
            continue
        label = chosen.get(place)
        wanted = _place(image["file_name"], image["split"], None if label is None else folder_names[label], known)
        free = _free(wanted, taken)
        renamed += [image["file_name"]] if free != wanted else []
        taken.add(free)
        copies.append((image["path"], free))
        labels += label is not None
    tally.add("missing-file", "Images whose file is not there are left out.", missing)
    tally.add("moved", "Images whose name was taken already got another.", renamed)
    _tell_members(gathered, tally)
    has_splits = any(image["split"] is not None for image in images)
    return _Plan(copies, labels, set() if has_splits else known, tally)


def _classes(gathered: Gathered, tally: LossTally) -> dict[int, str]:
    """The class of each image, by its row: the first label for the whole image."""
    objects = gathered.objects
    whole = gathered.marks(pc.equal(objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    tally.add_objects("boxes", "Folders have classes of whole images only: other labels are left out.", objects, ~whole)
    labels = gathered.only(whole & (gathered.image_of >= 0))
    chosen: dict[int, str] = {}
    later = np.zeros(labels.objects.num_rows, dtype=np.bool_)
    keys = labels.objects["category_key"].to_pylist()
    for index, (place, key) in enumerate(zip(labels.image_of.tolist(), keys, strict=True)):
        later[index] = place in chosen
        chosen.setdefault(place, key)
    tally.add_objects(
        "several-labels", "An image lies in one folder: further classes are left out.", labels.objects, later
    )
    return chosen


def _tell_members(gathered: Gathered, tally: LossTally) -> None:
    for columns, code, message in (
        (("foreign_id",), "image-ids", "Images in folders have no ids but their names."),
        (("metadata", "extra"), "metadata", "Images in folders have no metadata."),
    ):
        given = np.any([gathered.marks(pc.is_valid(gathered.images[column])) for column in columns], axis=0)
        tally.add_images(code, message, gathered.images, given)
    whole = gathered.only(gathered.marks(pc.equal(gathered.objects["kind"], ShapeKind.WHOLE_IMAGE.value)))
    for column, code, message in (
        ("reference_id", "ids", "Folders have no ids of labels."),
        ("attributes", "attributes", "Folders have no attributes of labels."),
        ("score", "score", "Folders have no scores."),
    ):
        tally.add_objects(code, message, whole.objects, whole.marks(pc.is_valid(whole.objects[column])))
    named = [category.name for category in gathered.categories if category.extra]
    tally.add("class-extra", "Folders keep the name of a class only.", named)
    tally.add(
        "set-extra", "Folders keep nothing of what is said of the set as a whole.", said_of_the_set(gathered.extra)
    )


def _place(name: str, split: str | None, label: str | None, classes: set[str]) -> str:
    """`<split>/<class>/…`: the name without the folders that stood for its split and class before."""
    *folders, file = plain_name(name).split("/")
    if folders and folders[0] == "images":
        folders = folders[1:]
    if folders and split is not None and (folders[0] == split or split_word(folders[0]) == split):
        folders = folders[1:]
    if folders and folders[0] in classes:
        folders = folders[1:]
    # A folder left over would be read as a class when the image has none.
    inner = "_".join((*folders, file)) if label is None else "/".join((*folders, file))
    return "/".join((*([_folder_name(split)] if split else []), *([label] if label else []), inner))


def _free(place: str, taken: set[str]) -> str:
    path, number = PurePosixPath(place), 2
    free = place
    while free in taken:
        free, number = str(path.with_name(f"{path.stem}_{number}{path.suffix}")), number + 1
    return free


def _folder_name(name: str) -> str:
    """A class name as a folder can be called."""
    safe = _UNSAFE.sub("_", name).strip()
    return safe if safe and not safe.startswith(".") else f"_{safe}"
