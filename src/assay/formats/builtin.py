"""The formats that Assay brings along; a plug-in adds to the same registries."""

from __future__ import annotations

from assay.formats.coco.reader import CocoReader
from assay.formats.coco.results import CocoResultsReader
from assay.formats.format import Reader, Writer
from assay.formats.yolo.predictions import YoloPredictionReader
from assay.formats.yolo.reader import YoloReader

READERS: tuple[Reader, ...] = (CocoReader(), YoloReader())
PREDICTION_READERS: tuple[Reader, ...] = (CocoResultsReader(), YoloPredictionReader())
WRITERS: tuple[Writer, ...] = ()
