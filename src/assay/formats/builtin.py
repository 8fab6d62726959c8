"""The formats that Assay brings along; a plug-in adds to the same registries."""

from __future__ import annotations

from assay.formats.coco.reader import CocoReader
from assay.formats.coco.results import CocoResultsReader
from assay.formats.coco.results_writer import CocoResultsWriter
from assay.formats.coco.writer import CocoWriter
from assay.formats.folders.reader import FoldersReader
from assay.formats.folders.writer import FoldersWriter
from assay.formats.format import Reader, Writer
from assay.formats.per_image.reader import KittiReader, LabelmeReader, VocReader
from assay.formats.scalabel.reader import ScalabelReader
from assay.formats.table.predictions import TablePredictionReader
from assay.formats.table.reader import TableReader
from assay.formats.table.writer import TableWriter
from assay.formats.yolo.predictions import YoloPredictionReader
from assay.formats.yolo.reader import YoloReader
from assay.formats.yolo.writer import YoloWriter

READERS: tuple[Reader, ...] = (
    CocoReader(),
    YoloReader(),
    FoldersReader(),
    TableReader(),
    ScalabelReader(),
    VocReader(),
    LabelmeReader(),
    KittiReader(),
)
PREDICTION_READERS: tuple[Reader, ...] = (
    CocoResultsReader(),
    YoloPredictionReader(),
    TablePredictionReader(),
    ScalabelReader(scored=True),
)
WRITERS: tuple[Writer, ...] = (CocoWriter(), YoloWriter(), FoldersWriter(), TableWriter())
PREDICTION_WRITERS: tuple[Writer, ...] = (CocoResultsWriter(),)
