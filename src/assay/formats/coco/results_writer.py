"""Writes COCO result files: the predictions of a run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from assay.formats.coco.rows import distinct_ids, result_rows
from assay.formats.coco.spelling import Spelling
from assay.formats.coco.writer import class_ids, write_rows
from assay.formats.gathered import Gathered, gather, in_pixels
from assay.formats.kept import kept_members
from assay.formats.losses import LossTally
from assay.formats.output import file_place, whole_file
from assay.formats.records import Records
from assay.model.loss import LossReport, Written
from assay.model.shape import ShapeKind


class CocoResultsWriter:
    """COCO results: a JSON list of predictions, for which images and classes go by their COCO ids.

    `out` is the file, or a folder that gets a `predictions.json`. Records without images (a file of predictions
    that is written back) keep the image keys they have.
    """

    name = "coco-results"
    title = "COCO results (JSON list of predictions)"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What a result file cannot carry: objects without a score, ids, rotation."""
        return _losses(gather(batches)).report()

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Write the file, whole or not at all; return what was lost."""
        gathered = gather(batches)
        report = _losses(gathered).report()
        spelling = Spelling.of(kept_members(gathered.extra))
        gathered = gathered.only(gathered.marks(pc.is_valid(gathered.objects["score"])))
        gathered = in_pixels(gathered)
        category_ids = class_ids(gathered.categories, spelling)
        for key in pc.unique(gathered.objects["category_key"]).to_pylist():
            category_ids.setdefault(key, spelling.identifier(key, "categories"))
        rows = result_rows(gathered.objects, _image_ids(gathered, spelling), category_ids)
        with whole_file(file_place(out, "predictions.json", (".json",))) as file:
            write_rows(file, rows)
        return Written(len(np.unique(gathered.objects["image_key"])), gathered.objects.num_rows, report)


def _image_ids(gathered: Gathered, spelling: Spelling) -> list[int | str]:
    """The COCO id of each object's image, or the key it goes by when no image is declared."""
    ids, _ = distinct_ids(gathered.images["foreign_id"].to_pylist(), "images", spelling)
    keys = gathered.objects["image_key"].to_pylist()
    places = gathered.image_of.tolist()
    return [
        ids[place] if place >= 0 else spelling.identifier(key, "images")
        for place, key in zip(places, keys, strict=True)
    ]


def _losses(gathered: Gathered) -> LossTally:
    tally, objects = LossTally(), gathered.objects
    unscored = ~gathered.marks(pc.is_valid(objects["score"]))
    tally.add_objects("no-score", "Objects without a score are no predictions and are left out.", objects, unscored)
    sizeless = gathered.marks(objects["normalised"]) & np.isnan(gathered.sizes()).any(axis=1)
    message = "Predictions in shares of an image whose size is unknown are left out."
    tally.add_objects("unknown-size", message, objects, sizeless)
    rotated = gathered.marks(pc.equal(objects["kind"], ShapeKind.ROTATED_BOX.value))
    tally.add_objects("rotation", "COCO has no rotated boxes: written as polygons of their corners.", objects, rotated)
    named = gathered.marks(pc.is_valid(objects["reference_id"]))
    tally.add_objects("ids", "Result files have no ids of predictions.", objects, named)
    flagged = gathered.marks(pc.or_(objects["is_crowd"], objects["ignore"]))
    tally.add_objects("flags", "Result files have no crowd or ignore flag.", objects, flagged)
    tracked = gathered.marks(pc.is_valid(objects["track_id"]))
    tally.add_objects("track", "Result files have no track ids.", objects, tracked)
    return tally
