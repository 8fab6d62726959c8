"""What points of rows are coloured by: their class, a word, a group, or a number between two ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.model.level import Level
from assay.query.typed import source_field
from assay.query.values import value_of
from assay.schema.field import Facet, FieldType
from assay.schema.statement import Statement
from assay.workflows.explore.number_fields import read_values
from assay.workflows.explore.search import Question

CLASS = "class"
"""What to colour by for the class of a label, or the most frequent one of the labels in an image."""

NO_CODE = 65_535
"""The code of a point that has no colour."""

MOST_TERMS = 1_000
SHADES = 256

Codes: TypeAlias = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Colours:
    """What the points are coloured by.

    codes : (n,) per point the place of its value in `terms`, or 0 to 255 from `low` to `high`; `NO_CODE` for none.
    terms : values with their counts, the most frequent first; a class is told by its id. Empty for a number.
    low, high : the 1st and the 99th percentile of a number; 0 for terms.
    """

    field: str
    title: str
    type: FieldType
    codes: Codes
    terms: tuple[tuple[str | int, int], ...] = ()
    low: float = 0.0
    high: float = 0.0


def colours_of(question: Question, colour: str, ids: Ids) -> Colours:
    """What the rows `ids` are coloured by: `colour` names a field, or `CLASS`.

    Raises
    ------
    QueryError : there is no such field.
    """
    if colour == CLASS:
        classes = classes_of(question, ids)
        return Colours(CLASS, "Class", FieldType.CLASS, *_coded(pa.array(classes, mask=classes < 0)))
    node = value_of(colour, question.catalog, question.level)
    field = question.catalog.field(question.level, colour) or source_field(node)
    title = colour if field is None else field.title
    rows = read_values(question, ["id", colour])
    at = aligned(ids, _ids(rows.column(0)), np.arange(rows.num_rows), missing=-1)
    values = rows.column(1).combine_chunks().take(pa.array(at, mask=at < 0))
    if node.type is not FieldType.NUMBER or (field is not None and field.facet is Facet.TERMS):
        type = FieldType.TEXT if node.type is FieldType.NUMBER else node.type
        return Colours(colour, title, type, *_coded(values))
    return Colours(colour, title, node.type, *_shaded(values))


def classes_of(question: Question, ids: Ids) -> Ids:
    """(n,) the class of each label or prediction, or the most frequent one of the labels of each image; -1 for none."""
    if question.level is not Level.IMAGE:
        rows = read_values(question, ["id", "label"])
        return aligned(ids, _ids(rows.column(0)), _ids(pc.fill_null(rows.column(1), -1)), missing=-1)
    rows = question.snapshot.query(Statement(_CLASSES, {"dataset": question.scope.dataset_id}))
    images, classes, counts = (_ids(rows.column(name)) for name in ("image_id", "category_id", "labels"))
    order = np.lexsort((classes, -counts, images))
    images, first = np.unique(images[order], return_index=True)
    return aligned(ids, images, classes[order][first], missing=-1)


def aligned(ids: Ids, known: Ids, values: Ids, *, missing: int) -> Ids:
    """(n,) the value of each of `ids`, where `known` (in any order) says whose `values` are."""
    order = np.argsort(known, kind="stable")
    at = np.searchsorted(known[order], ids).clip(max=max(len(known) - 1, 0))
    if not len(known):
        return np.full(len(ids), missing)
    found: Flags = known[order][at] == ids
    return np.where(found, values[order][at], missing)


_CLASSES = """
select image_id, category_id, count(*) as labels from annotations where dataset_id = $dataset group by 1, 2
"""


def _coded(values: pa.Array) -> tuple[Codes, tuple[tuple[str | int, int], ...]]:
    """The values numbered by how frequent they are, and what they are."""
    encoded = values.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    words = encoded.dictionary.to_pylist()
    counts = np.bincount(codes[codes >= 0], minlength=len(words))
    order = sorted(range(len(words)), key=lambda at: (-counts[at], words[at]))[:MOST_TERMS]
    place = np.full(len(words) + 1, NO_CODE)
    place[order] = np.arange(len(order))
    terms = tuple((_word(words[at]), int(counts[at])) for at in order)
    return place[codes].astype(np.uint16), terms


def _word(value: object) -> str | int:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, int) else str(value)


def _shaded(values: pa.Array) -> tuple[Codes, tuple[tuple[str | int, int], ...], float, float]:
    """Numbers from 0, at the 1st percentile, to 255, at the 99th."""
    numbers = np.array(pc.fill_null(values.cast(pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False))
    known = np.isfinite(numbers)
    if not known.any():
        return np.full(len(numbers), NO_CODE, np.uint16), (), 0.0, 0.0
    low, high = (float(end) for end in np.percentile(numbers[known], (1, 99)))
    share = (np.where(known, numbers, low) - low) / (high - low or 1.0)
    codes = np.where(known, np.rint(share.clip(0, 1) * (SHADES - 1)), NO_CODE)
    return codes.astype(np.uint16), (), low, high


def _ids(column: pa.ChunkedArray) -> Ids:
    found: Ids = column.to_numpy().astype(np.int64)
    return found
