"""Records: the only currency between foreign files and the store.

A reader yields batches of two Arrow tables, images and objects, that refer to each other and to classes by
the source's own keys; a writer takes the same batches. Neither knows ids, datasets or the store.
"""

from __future__ import annotations

import pyarrow as pa

from assay.schema.column import Column
from assay.schema.table import Table
from assay.schema.tables import FLAG, FLOAT64, INT32, TEXT

FILE = pa.dictionary(INT32, TEXT)

IMAGE_RECORDS = Table(
    "image_records",
    "One row per image that a source names.",
    (
        Column("key", TEXT, "how objects of this source name the image", nullable=False),
        Column("foreign_id", TEXT, "its identifier in the source file, such as a COCO image id"),
        Column("file_name", TEXT, "file name as the source gives it", nullable=False),
        Column("path", TEXT, "absolute path where the reader expects the file; NULL when it cannot tell"),
        Column("split", TEXT, "split, when the source has one"),
        Column("width", INT32, "width as the source states it", "px"),
        Column("height", INT32, "height as the source states it", "px"),
        Column("metadata", TEXT, "the user's own fields, a JSON object"),
        Column("extra", TEXT, "unknown keys, a JSON object"),
        Column("file", FILE, "the source file the row stands in", nullable=False),
        Column("row", INT32, "line or index in that file, from which `Records.place` makes words", nullable=False),
    ),
    key="key",
)

OBJECT_RECORDS = Table(
    "object_records",
    "One row per label or prediction that a source holds.",
    (
        Column("image_key", TEXT, "key of the image", nullable=False),
        Column("category_key", TEXT, "key of the class, see `Category.key`", nullable=False),
        Column("reference_id", TEXT, "its identifier in the source; NULL when it has none"),
        Column("kind", TEXT, "see `ShapeKind`", nullable=False),
        Column("x", FLOAT64, "left edge; NULL for a whole image", "px"),
        Column("y", FLOAT64, "top edge; NULL for a whole image", "px"),
        Column("w", FLOAT64, "width; NULL for a whole image", "px"),
        Column("h", FLOAT64, "height; NULL for a whole image", "px"),
        Column("normalised", FLAG, "x, y, w, h and polygons are shares of the image's size", nullable=False),
        Column("area", FLOAT64, "area as the source states it", "px²"),
        Column("rotation", FLOAT64, "clockwise rotation about the centre of the box", "rad"),
        Column("segmentation", TEXT, "polygons or RLE in COCO's form, as JSON"),
        Column("keypoints", pa.list_(FLOAT64), "x, y, visibility triples"),
        Column("track_id", TEXT, "identity over frames"),
        Column("is_crowd", FLAG, "COCO iscrowd", nullable=False),
        Column("ignore", FLAG, "not counted in evaluation", nullable=False),
        Column("attributes", TEXT, "unknown keys, a JSON object"),
        Column("score", FLOAT64, "confidence; NULL for a label"),
        Column("probabilities", pa.list_(pa.float32()), "one per class, in the order of the batch's categories"),
        Column("file", FILE, "the source file the row stands in", nullable=False),
        Column("row", INT32, "line or index in that file, from which `Records.place` makes words", nullable=False),
    ),
    key=None,
)
