"""The fields that every project has, level by level. Columns take their meaning and unit from `schema/tables`."""

from __future__ import annotations

from assay.model.issue import IssueKind, IssueState
from assay.model.level import Level
from assay.model.match import Outcome
from assay.model.shape import ShapeKind
from assay.schema.field import Facet, Field, FieldType
from assay.schema.table import Table
from assay.schema.tables import ANNOTATIONS, IMAGES, ISSUES, PREDICTIONS

LEVEL_TABLES: dict[Level, Table] = {
    Level.IMAGE: IMAGES,
    Level.ANNOTATION: ANNOTATIONS,
    Level.PREDICTION: PREDICTIONS,
    Level.ISSUE: ISSUES,
}
"""The table whose rows a level lists."""

_NUMBER, _TEXT, _FLAG, _CLASS = FieldType.NUMBER, FieldType.TEXT, FieldType.FLAG, FieldType.CLASS
_TERMS, _HISTOGRAM = Facet.TERMS, Facet.HISTOGRAM

_FALSE_POSITIVE = (Outcome.BACKGROUND.value, Outcome.DUPLICATE.value)

OUTCOME_SPELLINGS = {
    "true positive": (Outcome.CORRECT.value,),
    "tp": (Outcome.CORRECT.value,),
    "false positive": _FALSE_POSITIVE,
    "fp": _FALSE_POSITIVE,
    "false negative": (Outcome.MISSED.value,),
    "fn": (Outcome.MISSED.value,),
    "confused": (Outcome.CONFUSION.value,),
}
"""Other words for outcomes that people bring along, each for one outcome or several."""

_OUTCOMES = tuple(outcome.value for outcome in Outcome)
_KINDS = tuple(kind.value for kind in ShapeKind)
_ISSUE_KINDS = tuple(kind.value for kind in IssueKind)


def _column(
    level: Level,
    column: str,
    type: FieldType,
    title: str,
    *,
    name: str = "",
    facet: Facet | None = None,
    whole: bool = False,
    values: tuple[str, ...] = (),
    spellings: dict[str, tuple[str, ...]] | None = None,
) -> Field:
    """A field that is a column of the level's table; people say "unknown" where the table says NULL."""
    declared = LEVEL_TABLES[level][column]
    return Field(
        name or column,
        level,
        type,
        title,
        declared.meaning.replace("NULL", "unknown"),
        declared.unit,
        facet,
        whole=whole,
        column=column,
        values=values,
        spellings=spellings or {},
    )


def _image_fields() -> tuple[Field, ...]:
    at = Level.IMAGE
    return (
        _column(at, "id", _NUMBER, "Id", whole=True),
        _column(at, "file_name", _TEXT, "Name", name="name"),
        _column(at, "path", _TEXT, "Path"),
        _column(at, "reference_id", _TEXT, "Reference id"),
        _column(at, "foreign_id", _TEXT, "Foreign id"),
        _column(at, "split", _TEXT, "Split", facet=_TERMS),
        _column(at, "width", _NUMBER, "Width", facet=_HISTOGRAM, whole=True),
        _column(at, "height", _NUMBER, "Height", facet=_HISTOGRAM, whole=True),
        Field("area", at, _NUMBER, "Area", "width times height", "px²", whole=True),
        Field("aspect", at, _NUMBER, "Aspect", "width divided by height", "", _HISTOGRAM),
        _column(at, "format", _TEXT, "Format", facet=_TERMS),
        _column(at, "file_size", _NUMBER, "File size", facet=_HISTOGRAM, whole=True),
        _column(at, "orientation", _NUMBER, "Orientation", whole=True),
        _column(at, "problem", _TEXT, "Problem", facet=_TERMS),
        Field(
            "annotations.count", at, _NUMBER, "Labels", "how many labels lie in the image", "", _HISTOGRAM, whole=True
        ),
        Field(
            "annotations.label",
            at,
            _CLASS,
            "Classes labelled",
            "classes of the labels in the image",
            "",
            _TERMS,
            sortable=False,
            many=True,
        ),
        Field(
            "predictions.count",
            at,
            _NUMBER,
            "Predictions",
            "how many predictions of the run lie in the image",
            "",
            _HISTOGRAM,
            whole=True,
        ),
        Field(
            "predictions.label",
            at,
            _CLASS,
            "Classes predicted",
            "classes of the run's predictions in the image",
            "",
            _TERMS,
            sortable=False,
            many=True,
        ),
        Field(
            "issues.count", at, _NUMBER, "Issues", "how many open issues lie in the image", "", _HISTOGRAM, whole=True
        ),
        Field(
            "issue",
            at,
            _TEXT,
            "Issue",
            "kinds of the open issues in the image",
            "",
            _TERMS,
            sortable=False,
            values=_ISSUE_KINDS,
            many=True,
        ),
        Field(
            "issue_score",
            at,
            _NUMBER,
            "Issue score",
            "score of its worst open issue, 0 worst to 1 clean; unknown when it has none",
        ),
        Field("changed", at, _FLAG, "Changed", "it or one of its labels was changed or added here"),
    )


def _object_fields(at: Level) -> tuple[Field, ...]:
    return (
        _column(at, "id", _NUMBER, "Id", whole=True),
        _column(at, "image_id", _NUMBER, "Image id", whole=True),
        Field("label", at, _CLASS, "Class", "its class", "", _TERMS, column="category_id"),
        _column(at, "kind", _TEXT, "Kind", facet=_TERMS, values=_KINDS, spellings={"bbox": ("box",)}),
        _column(at, "x", _NUMBER, "X"),
        _column(at, "y", _NUMBER, "Y"),
        _column(at, "w", _NUMBER, "Width", facet=_HISTOGRAM),
        _column(at, "h", _NUMBER, "Height", facet=_HISTOGRAM),
        _column(at, "area", _NUMBER, "Area", facet=_HISTOGRAM),
        Field("aspect", at, _NUMBER, "Aspect", "width of the box divided by its height", "", _HISTOGRAM),
        _column(at, "rotation", _NUMBER, "Rotation"),
        _column(at, "is_crowd", _FLAG, "Crowd"),
        _column(at, "ignore", _FLAG, "Ignored"),
        _column(at, "track_id", _TEXT, "Track"),
        _column(at, "reference_id", _TEXT, "Reference id"),
        Field(
            "match",
            at,
            _TEXT,
            "Match",
            "how it met the other side in the run's evaluation: correct, confusion, "
            "background, duplicate, missed or ignored; unknown when it was not compared",
            "",
            _TERMS,
            column="outcome",
            values=_OUTCOMES,
            spellings=OUTCOME_SPELLINGS,
        ),
        Field(
            "iou",
            at,
            _NUMBER,
            "IoU",
            "overlap with what it was matched to, 0 to 1; unknown when it stands alone",
            "",
            _HISTOGRAM,
            column="iou",
        ),
        Field(
            "issue",
            at,
            _TEXT,
            "Issue",
            "kinds of its open issues",
            "",
            _TERMS,
            sortable=False,
            values=_ISSUE_KINDS,
            many=True,
        ),
        Field(
            "issue_score",
            at,
            _NUMBER,
            "Issue score",
            "score of its worst open issue, 0 worst to 1 clean; unknown when it has none",
            "",
            _HISTOGRAM,
        ),
    )


def _annotation_fields() -> tuple[Field, ...]:
    at = Level.ANNOTATION
    return (
        *_object_fields(at),
        Field(
            "predicted_label",
            at,
            _CLASS,
            "Predicted class",
            "class of the prediction it was matched to",
            "",
            _TERMS,
            column="predicted_category_id",
        ),
        Field("changed", at, _FLAG, "Changed", "a person changed or added it here"),
    )


def _prediction_fields() -> tuple[Field, ...]:
    at = Level.PREDICTION
    return (
        *_object_fields(at),
        _column(at, "score", _NUMBER, "Confidence", facet=_HISTOGRAM),
        Field(
            "true_label",
            at,
            _CLASS,
            "True class",
            "class of the label it was matched to",
            "",
            _TERMS,
            column="category_id",
        ),
    )


def _issue_fields() -> tuple[Field, ...]:
    at = Level.ISSUE
    return (
        _column(at, "id", _NUMBER, "Id", whole=True),
        _column(at, "image_id", _NUMBER, "Image id", whole=True),
        _column(at, "annotation_id", _NUMBER, "Label id", whole=True),
        _column(at, "prediction_id", _NUMBER, "Prediction id", whole=True),
        _column(at, "kind", _TEXT, "Kind", facet=_TERMS, values=_ISSUE_KINDS),
        _column(at, "state", _TEXT, "State", facet=_TERMS, values=tuple(state.value for state in IssueState)),
        _column(at, "score", _NUMBER, "Score", facet=_HISTOGRAM),
        Field("label", at, _CLASS, "Class", "the class it speaks of", "", _TERMS, column="category_id"),
        _column(at, "detector", _TEXT, "Detector", facet=_TERMS),
        Field(
            "chance",
            at,
            _NUMBER,
            "Chance",
            "estimated chance that it is an error, 0 to 1: what the detector claims, corrected by what was decided",
            "",
            _HISTOGRAM,
        ),
        Field(
            "benefit",
            at,
            _NUMBER,
            "Benefit",
            "what judging it is expected to bring: its chance times what mending its kind is worth, for the effort",
            "",
            _HISTOGRAM,
        ),
    )


CORE_FIELDS: dict[Level, tuple[Field, ...]] = {
    Level.IMAGE: _image_fields(),
    Level.ANNOTATION: _annotation_fields(),
    Level.PREDICTION: _prediction_fields(),
    Level.ISSUE: _issue_fields(),
}
"""The fields that every project has, in the order in which people read them."""

MATCH_FIELDS = frozenset({"match", "iou", "predicted_label", "true_label"})
"""Fields of labels and predictions that stand in the table `matches`."""

RANK_FIELDS = frozenset({"chance", "benefit"})
"""Fields of issues that stand in the computed relation `ranks`."""

ALIASES: dict[Level, dict[str, str]] = {
    Level.IMAGE: {"file_name": "name", "filename": "name", "size": "file_size"},
    Level.ANNOTATION: {"class": "label", "category": "label", "outcome": "match", "type": "kind"},
    Level.PREDICTION: {
        "class": "label",
        "category": "label",
        "outcome": "match",
        "type": "kind",
        "confidence": "score",
    },
    Level.ISSUE: {"class": "label", "category": "label"},
}
"""Other names that fields answer to."""
