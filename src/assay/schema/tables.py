"""The tables of a project whose rows people see: those in Lance, and those of the ledger that have a journal.

A label and a prediction share one fragment of columns, so that one code path serves both. A row with
`deleted` set is a tombstone: it is never shown, counted or exported, and it is what makes undo exact and a
repeated import remember what a person removed. NULL means unknown or not computable, never 0.

Behind the columns declared here, the tables of images, labels and predictions have one for each metric that was
measured; `MetricColumn` describes it.
"""

from __future__ import annotations

import pyarrow as pa

from assay.schema.column import Column
from assay.schema.table import Table

INT64, INT32, FLOAT64, TEXT, FLAG = pa.int64(), pa.int32(), pa.float64(), pa.string(), pa.bool_()
TIME = pa.timestamp("us")

UNMEASURED = Column(
    "unmeasured", TEXT, "why metrics have no value here, a JSON object of metric and reason", measured=True
)

IMAGES = Table(
    "images",
    "One row per image.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("reference_id", TEXT, "the name by which a repeated import finds it again", nullable=False),
        Column("foreign_id", TEXT, "its identifier in the source file, such as a COCO image id"),
        Column("file_name", TEXT, "file name as the source gives it", nullable=False),
        Column("root_id", INT32, "the image folder it lies in; NULL when no file was found"),
        Column("path", TEXT, "path inside that folder, with forward slashes"),
        Column("split", TEXT, "train, val, test or any other name; NULL when the source has none"),
        Column("width", INT32, "width of the frame its labels live in", "px"),
        Column("height", INT32, "height of the frame its labels live in", "px"),
        Column("format", TEXT, "jpeg, png…, as the file's header says"),
        Column("orientation", INT32, "EXIF orientation, 1 to 8, that turns the labels' frame into the displayed image"),
        Column("file_size", INT64, "size of the file", "bytes"),
        Column("digest", TEXT, "SHA-256 of the file's bytes; NULL until something asked for it"),
        Column("problem", TEXT, "why the file cannot be shown: missing, unreadable, size-mismatch…; NULL when it can"),
        Column("metadata", TEXT, "the user's own fields, a JSON object"),
        Column("extra", TEXT, "unknown keys of the source row, a JSON object, written back at export"),
        Column("source_hash", INT64, "hash of the row as it was last imported", nullable=False),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it; NULL when untouched since import"),
        UNMEASURED,
    ),
)

_OBJECT = (
    Column("id", INT64, "dense, stable for ever", nullable=False),
    Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
    Column("image_id", INT64, "the image it lies in", nullable=False),
    Column("reference_id", TEXT, "its identifier in the source file, such as a COCO annotation id"),
    Column("category_id", INT32, "its class", nullable=False),
    Column("kind", TEXT, "box, rotated_box, polygon, mask, keypoints or whole_image", nullable=False),
    Column("x", FLOAT64, "left edge; NULL for a whole image", "px"),
    Column("y", FLOAT64, "top edge; NULL for a whole image", "px"),
    Column("w", FLOAT64, "width; NULL for a whole image", "px"),
    Column("h", FLOAT64, "height; NULL for a whole image", "px"),
    Column("area", FLOAT64, "area as the source states it, else that of the shape", "px²"),
    Column("rotation", FLOAT64, "clockwise rotation about the centre of the box", "rad"),
    Column("segmentation", TEXT, "polygons or RLE in COCO's form, as JSON"),
    Column("keypoints", pa.list_(FLOAT64), "x, y, visibility triples in COCO's order"),
    Column("track_id", TEXT, "identity over the frames of a video"),
    Column("is_crowd", FLAG, "one region for many objects (COCO iscrowd)", nullable=False),
    Column("ignore", FLAG, "not counted in evaluation", nullable=False),
    Column("attributes", TEXT, "unknown keys of the source row, a JSON object, written back at export"),
)

ANNOTATIONS = Table(
    "annotations",
    "One row per label: what a person says is in an image.",
    (
        *_OBJECT,
        Column("source_hash", INT64, "hash of the row as it was last imported; NULL when made here"),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it; NULL when untouched since import"),
        UNMEASURED,
    ),
)

PREDICTIONS = Table(
    "predictions",
    "One row per prediction: what a model says is in an image.",
    (
        *_OBJECT,
        Column("run_id", INT32, "the run it belongs to", nullable=False),
        Column("score", FLOAT64, "confidence, 0 to 1", nullable=False),
        Column("probabilities", pa.list_(pa.float32()), "one per class of the dataset, in order of class id"),
        Column("source_hash", INT64, "hash of the row as it was last imported", nullable=False),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that removed it with its image"),
        UNMEASURED,
    ),
)

MATCHES = Table(
    "matches",
    "One row per label and prediction that met, or per one of them alone, for each evaluation.",
    (
        Column("evaluation_id", INT32, "the evaluation it belongs to", nullable=False),
        Column("run_id", INT32, "the run that was evaluated", nullable=False),
        Column("image_id", INT64, "the image both lie in", nullable=False),
        Column("annotation_id", INT64, "the label; NULL for a prediction on background"),
        Column("prediction_id", INT64, "the prediction; NULL for a missed label"),
        Column("category_id", INT32, "class of the label; NULL for a prediction on background"),
        Column("predicted_category_id", INT32, "class of the prediction; NULL for a missed label"),
        Column("outcome", TEXT, "correct, confusion, background, duplicate, missed or ignored", nullable=False),
        Column("iou", FLOAT64, "overlap of the two, 0 to 1; NULL when one is alone"),
    ),
    key=None,
)

ISSUES = Table(
    "issues",
    "One row per suspected error.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("run_id", INT32, "the run it was found with; NULL when no run was needed"),
        Column("kind", TEXT, "what is suspected", nullable=False),
        Column("image_id", INT64, "the image it lies in", nullable=False),
        Column("annotation_id", INT64, "the label it speaks of"),
        Column("prediction_id", INT64, "the prediction it speaks of"),
        Column("category_id", INT32, "the class it speaks of"),
        Column("score", FLOAT64, "0 worst to 1 clean", nullable=False),
        Column("suggestion", TEXT, "what would mend it, a JSON object with `action`; NULL when only a person can tell"),
        Column("evidence", TEXT, "the numbers it rests on, a JSON object", nullable=False),
        Column("detector", TEXT, "slug and version of the detector, such as loose_box@1", nullable=False),
        Column("state", TEXT, "open, fixed, kept or stale", nullable=False),
        Column("changed_by", INT64, "the journal entry that decided it"),
    ),
)

SEGMENT_ITEMS = Table(
    "segment_items",
    "One row per item of a frozen segment: an image, a label or a prediction; they stand in the order of their ids.",
    (
        Column("id", INT64, "dense, stable for ever; later items have larger ones", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("segment_id", INT32, "the segment it was added to", nullable=False),
        Column("image_id", INT64, "the image that was added; NULL when it was a label or a prediction"),
        Column("annotation_id", INT64, "the label that was added"),
        Column("prediction_id", INT64, "the prediction that was added"),
        Column("error", TEXT, "what is known to be or to have been wrong with it, in a data quality segment"),
        Column("done", TEXT, "why it is done, see `Done`; NULL while it waits"),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that added or removed it"),
    ),
)

TABLES = {table.name: table for table in (IMAGES, ANNOTATIONS, PREDICTIONS, MATCHES, ISSUES, SEGMENT_ITEMS)}
"""Every Lance table of a project, by name."""

SEGMENTS = Table(
    "segments",
    "One row per segment.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("name", TEXT, "its name, of which the dataset has one", nullable=False),
        Column("kind", TEXT, "what it is for, see `SegmentKind`", nullable=False),
        Column("fields", TEXT, "the fields of its kind, a JSON object", nullable=False),
        Column("level", TEXT, "what its query lists; NULL for a frozen list of items"),
        Column("query", TEXT, "the canonical text of a live segment; NULL for a frozen list of items"),
        Column("state", TEXT, "where the work on it stands, see `SegmentState`", nullable=False),
        Column("assignee", TEXT, "who works on it; empty when nobody does", nullable=False),
        Column("description", TEXT, "what it is about, in words", nullable=False),
        Column("made_at", TIME, "when it was made, in UTC; NULL when older than such times"),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it; NULL when older than such entries"),
    ),
)

SEGMENT_COMMENTS = Table(
    "segment_comments",
    "One row per comment on a segment.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("segment_id", INT32, "the segment it speaks of", nullable=False),
        Column("author", TEXT, "who said it", nullable=False),
        Column("at", TIME, "when, in UTC", nullable=False),
        Column("text", TEXT, "what was said", nullable=False),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it"),
    ),
)

AUTOTAGS = Table(
    "autotags",
    "One row per autotag.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("level", TEXT, "of the items that it scores", nullable=False),
        Column("name", TEXT, "its name, of which the level of a dataset has one", nullable=False),
        Column("examples", TEXT, "a JSON list of [item, yes or no], in the order of the answers", nullable=False),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it"),
    ),
)

CATEGORIES = Table(
    "categories",
    "One row per class.",
    (
        Column("id", INT64, "dense, stable for ever", nullable=False),
        Column("dataset_id", INT32, "the dataset it belongs to", nullable=False),
        Column("name", TEXT, "its name", nullable=False),
        Column("key", TEXT, "its identifier in the source file", nullable=False),
        Column("extra", TEXT, "unknown keys of the source, a JSON object, written back at export"),
        Column("source_name", TEXT, "what the source calls it; NULL while it has that name"),
        Column("deleted", FLAG, "tombstone", nullable=False),
        Column("changed_by", INT64, "the journal entry that last changed it"),
    ),
)

LEDGER_TABLES = {table.name: table for table in (SEGMENTS, SEGMENT_COMMENTS, AUTOTAGS, CATEGORIES)}
"""The tables of the SQL ledger whose rows people edit, so that they too have a journal and an undo."""
