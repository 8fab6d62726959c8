"""A person's own training as the judge of a fix: run before and after, on the same halves, asked of the same items."""

from __future__ import annotations

import csv
import math
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ChoiceInvalid
from assay.jobs.progress import Progress
from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.vectors.paired_probe import ABSENT, PairedAnswers
from assay.workflows.fixes.boxes import FOUND_COLUMNS, precisions_of, read_found
from assay.workflows.fixes.effect import Answers, Judge, SeenErrors
from assay.workflows.fixes.material import FixMaterial, Floats
from assay.workflows.image_places import places
from assay.workflows.runs.object_arrays import flags_of

PLACES = ("{train}", "{test}", "{out}")
"""What stands in a command for the file to learn from, the one to be asked of, and the one to write."""

_HEADER = ("id", "path", "label", "x", "y", "w", "h")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def judge_by(command: str, snapshot: Snapshot) -> Judge:
    """The judge that runs `command` twice for each repeat, without a shell; only ever what a person typed.

    `{train}` and `{test}` become CSV files with the columns id, path, label, x, y, w, h (the box is empty for whole
    images), `{out}` one that the command may write: `id` and `label` of each test item, or the boxes that it finds in
    the test images, `path`, `label`, `score`, `x`, `y`, `w`, `h`, which are held against the labels by average
    precision. Where it writes none, the last number that it prints is its error, 0 to 1.

    Raises
    ------
    ChoiceInvalid : the command is empty or names no `{train}`; later, when it fails or gives neither.
    """
    words = shlex.split(command)
    if not any("{train}" in word for word in words):
        raise ChoiceInvalid(f"The command {command!r} learns from no file.", hint=f"Write {', '.join(PLACES)} in it.")

    def judge(of: FixMaterial, halves: NDArray[np.bool_], progress: Progress) -> Answers:
        with tempfile.TemporaryDirectory(prefix="assay-") as scratch:
            return _judged(words, _Writer(snapshot, of), halves, Path(scratch), progress)

    return judge


def _judged(
    words: Sequence[str], writer: _Writer, halves: NDArray[np.bool_], folder: Path, progress: Progress
) -> Answers:
    of = writer.material
    heard: list[_Heard] = []
    writer.write(folder / "test.csv", of.asked, of.truth, of.asked_boxes)
    for half in halves:
        for classes, boxes in ((of.before, of.boxes_before), (of.after, of.boxes_after)):
            there = half & (classes != ABSENT)
            writer.write(folder / "train.csv", of.taught[there], classes[there], boxes[there])
            out = folder / "out.csv"
            out.unlink(missing_ok=True)
            printed = _run(words, folder)
            heard.append(_read(out, writer) if out.exists() else _Heard("a number", np.array([_last_number(printed)])))
        progress.advance()
    return _answers(heard)


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """What one training gave, of which kind: classes (t,), average precisions (1 + K,), all first, or one number."""

    kind: str
    values: NDArray[Any]


def _answers(heard: Sequence[_Heard]) -> Answers:
    kinds = sorted({one.kind for one in heard})
    if len(kinds) > 1:
        raise ChoiceInvalid(
            f"The command gave {' at times and at times '.join(kinds)}.", hint="Let it give the same of each training."
        )
    values = np.stack([one.values for one in heard])
    before, after = values[0::2], values[1::2]
    if kinds == ["classes"]:
        return PairedAnswers(before, after)
    if kinds == ["a number"]:
        return SeenErrors(before[:, 0], after[:, 0])
    lack = 1 - before, 1 - after
    return SeenErrors(
        lack[0][:, 0], lack[1][:, 0], by_class=(lack[0][:, 1:], lack[1][:, 1:]), measure="average precision"
    )


def _run(words: Sequence[str], folder: Path) -> str:
    files = {place: str(folder / f"{place[1:-1]}.csv") for place in PLACES}
    argv = [re.sub("|".join(map(re.escape, PLACES)), lambda found: files[found[0]], word) for word in words]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ChoiceInvalid(f"The command cannot be run: {error}.", hint="Name a program that is there.") from error
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise ChoiceInvalid(
            f"The command ended with {done.returncode}: {said[-1] if said else 'it said nothing'}",
            hint="Run it by hand on such files first.",
        )
    return done.stdout


def _read(file: Path, writer: _Writer) -> _Heard:
    """What a command wrote: boxes where it has their columns, else the class of each test item."""
    of = writer.material
    with file.open(newline="", encoding="utf-8") as stream:
        rows = csv.DictReader(stream)
        columns = set(rows.fieldnames or ())
        if columns >= FOUND_COLUMNS:
            found = read_found(rows, paths=writer.path_images(), names=[one.name for one in of.categories])
            return _Heard("boxes", precisions_of(found, of, crowd=writer.crowd))
        if not {"id", "label"} <= columns:
            raise ChoiceInvalid(
                "What the command wrote lacks a column.",
                hint=f"Its columns are id and label, or {', '.join(sorted(FOUND_COLUMNS))}.",
            )
        return _Heard("classes", _classes(rows, of))


def _classes(rows: Iterable[dict[str, str]], of: FixMaterial) -> Ids:
    """(t,) the class that the command says of each test item; -1, which is never right, where it says none."""
    places = {one.name: at for at, one in enumerate(of.categories)}
    said = {row["id"]: places.get(row["label"], -1) for row in rows}
    return np.array([said.get(str(item), -1) for item in of.asked.tolist()], np.int64)


def _last_number(printed: str) -> float:
    found = _NUMBER.findall(printed)
    error = float(found[-1]) if found else math.nan
    if not 0 <= error <= 1:
        raise ChoiceInvalid(
            "The command neither wrote {out} nor printed an error from 0 to 1 as its last number.",
            hint="Let it write the columns id and label to {out}, or print such as 0.07.",
        )
    return error


class _Writer:
    """Writes items as the rows of a file."""

    def __init__(self, snapshot: Snapshot, material: FixMaterial) -> None:
        self.material = material
        ids = np.concatenate([material.taught, material.asked])
        order = np.argsort(ids)
        images = np.concatenate([material.taught_images, material.asked_images])[order]
        found = np.unique(images)
        self._images = images
        rows = snapshot.take("images", found, columns=("id", "root_id", "path"))
        paths = ["" if root is None else str(root / path) for root, path in places(rows, snapshot.roots())]
        self._ids = ids[order]
        known = dict(zip(rows["id"].to_pylist(), paths, strict=True))
        self._paths = [known.get(image, "") for image in images.tolist()]
        self.crowd = np.zeros(len(material.asked), np.bool_)
        if material.level is Level.ANNOTATION:
            self.crowd = flags_of(snapshot.take("annotations", material.asked, columns=("is_crowd",)), "is_crowd")

    def path_images(self) -> dict[str, int]:
        """The image behind each path."""
        return dict(zip(self._paths, self._images.tolist(), strict=True))

    def write(self, file: Path, ids: Ids, classes: Ids, boxes: Floats) -> None:
        """One row for each of `ids`, with the name of its class and its box."""
        names = [one.name for one in self.material.categories]
        with file.open("w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(_HEADER)
            at = np.searchsorted(self._ids, ids).tolist()
            for item, place, name, box in zip(ids.tolist(), at, classes.tolist(), boxes.tolist(), strict=True):
                told = ("" if math.isnan(value) else value for value in box)
                rows.writerow((item, self._paths[place], names[name], *told))
