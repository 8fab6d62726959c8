"""Reads YOLO predictions: one label file per image, with a confidence at the end of each line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assay.errors import SourceUnreadable
from assay.formats.format import Guess, ReadOptions
from assay.formats.problems import ProblemLog
from assay.formats.records import Records, no_images, no_objects
from assay.formats.scores import ScoreCheck
from assay.formats.yolo.config import find_config, read_config, read_names
from assay.formats.yolo.files import BATCH_FILES, first_label_file, read_label_files, require
from assay.formats.yolo.layout import label_files
from assay.formats.yolo.lines import LineForm
from assay.model.category import CategoryRecord


class YoloPredictionReader:
    """YOLO predictions: the label files that `save_txt` and `save_conf` of a detector write, one per image.

    `image_key` is the path of the label file without its suffix, `category_key` the class number.
    """

    name = "yolo"
    title = "YOLO predictions (folder of label files with confidence)"

    def sniff(self, source: Path) -> Guess | None:
        """A folder of label files."""
        if not source.is_dir():
            return None
        label = first_label_file(source)
        return Guess(0.7, f"it holds label files such as {label}") if label else None

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches of predictions.

        Raises
        ------
        SourceNotFound, SourceUnreadable : nothing there, or no label file in it.
        """
        del options  # a folder of predictions declares no images
        require(source)
        paths = list(label_files(source)) if source.is_dir() else [str(source)]
        if not paths:
            raise SourceUnreadable(f"{source} holds no label files.", hint="Looked for *.txt, one per image.")
        base = _label_folder(source)
        problems = ProblemLog(source.name)
        categories = _classes(base, problems)
        scores = ScoreCheck()
        for start in range(0, len(paths), BATCH_FILES):
            some = paths[start : start + BATCH_FILES]
            keys = [os.path.splitext(os.path.relpath(path, base))[0].replace(os.sep, "/") for path in some]
            labels = read_label_files(some, keys, base, LineForm(tail=1))
            scores.see(labels.objects["score"])
            yield Records(no_images(), labels.objects, categories, labels.problems, labels.task, object_place="line {}")
        scores.tell("all files", problems)
        if len(problems):
            yield Records(no_images(), no_objects(), categories, problems.take())


def _label_folder(source: Path) -> Path:
    if source.is_file():
        return source.parent
    return source / "labels" if (source / "labels").is_dir() else source


def _classes(folder: Path, problems: ProblemLog) -> tuple[CategoryRecord, ...]:
    """The classes named beside the label files; none when nothing names them."""
    config = find_config(folder) or find_config(folder.parent)
    names = read_config(config, problems).names if config else read_names(folder)
    return tuple(CategoryRecord(str(number), name) for number, name in sorted(names.items()))
