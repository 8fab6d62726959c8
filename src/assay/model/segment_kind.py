"""What a segment is for, and the fields that each kind asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from assay.errors import SegmentInvalid

FieldValue: TypeAlias = str | int | float
"""The value of one field of a segment."""


class SegmentKind(StrEnum):
    """What people collect rows for."""

    COLLECTION_CAMPAIGN = "collection_campaign"
    DATA_ORGANISATION = "data_organisation"
    DATA_QUALITY = "data_quality"
    SPLIT = "split"
    REGRESSION_TEST = "regression_test"
    SCENARIO = "scenario"


class FieldForm(StrEnum):
    """What a field of a segment takes. A count is a whole number from 0, a share a number from 0 to 1."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SegmentField:
    """One field of a template; `choices` are the only values that a choice can have."""

    name: str
    title: str
    form: FieldForm = FieldForm.TEXT
    choices: tuple[str, ...] = ()

    def accepts(self, value: object) -> bool:
        """Whether the field takes this value."""
        if isinstance(value, bool):
            return False
        match self.form:
            case FieldForm.TEXT:
                return isinstance(value, str)
            case FieldForm.CHOICE:
                return value in self.choices
            case FieldForm.COUNT:
                return isinstance(value, int) and value >= 0
            case FieldForm.SHARE:
                return isinstance(value, int | float) and 0 <= value <= 1

    def read(self, text: str) -> FieldValue:
        """The value that a text stands for; the text itself where it stands for no number."""
        try:
            return int(text) if self.form is FieldForm.COUNT else float(text) if self.form is FieldForm.SHARE else text
        except ValueError:
            return text

    @property
    def wanted(self) -> str:
        """What the field takes, in words."""
        match self.form:
            case FieldForm.TEXT:
                return "a text"
            case FieldForm.CHOICE:
                return f"one of {', '.join(self.choices)}"
            case FieldForm.COUNT:
                return "a whole number from 0"
            case FieldForm.SHARE:
                return "a number from 0 to 1"


@dataclass(frozen=True, slots=True)
class Template:
    """What a kind is called, what it is for, and its fields."""

    title: str
    meaning: str
    fields: tuple[SegmentField, ...]


_THRESHOLDS = (
    SegmentField("minimum_precision", "Precision at least", FieldForm.SHARE),
    SegmentField("minimum_recall", "Recall at least", FieldForm.SHARE),
)

TEMPLATES: Mapping[SegmentKind, Template] = {
    SegmentKind.DATA_ORGANISATION: Template(
        "Data organisation", "rows that belong together", (SegmentField("purpose", "Purpose"),)
    ),
    SegmentKind.DATA_QUALITY: Template(
        "Data quality",
        "rows with something to mend",
        (
            SegmentField("fault", "What is wrong"),
            SegmentField("priority", "Priority", FieldForm.CHOICE, ("low", "medium", "high")),
        ),
    ),
    SegmentKind.COLLECTION_CAMPAIGN: Template(
        "Collection campaign",
        "examples of what to collect more of",
        (SegmentField("target_count", "How many to collect", FieldForm.COUNT), SegmentField("notes", "Notes")),
    ),
    SegmentKind.SPLIT: Template("Split", "a part to train or to test on", (SegmentField("purpose", "Purpose"),)),
    SegmentKind.REGRESSION_TEST: Template(
        "Regression test", "rows no later run may do worse on", (*_THRESHOLDS, SegmentField("notes", "Notes"))
    ),
    SegmentKind.SCENARIO: Template(
        "Scenario",
        "a situation the model has to master",
        (SegmentField("situation", "Situation"), *_THRESHOLDS),
    ),
}
"""Every kind, the likeliest first."""


def checked_fields(kind: SegmentKind, fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """The fields in the order of the kind's template; empty texts are left out.

    Raises
    ------
    SegmentInvalid : the template has no such field, or the field does not take the value.
    """
    template = TEMPLATES[kind]
    known = {field.name: field for field in template.fields}
    for name, value in fields.items():
        if name not in known:
            raise SegmentInvalid(
                f"A segment of kind {kind.value!r} has no field {name!r}.", hint=f"It has {', '.join(known)}."
            )
        if not known[name].accepts(value):
            raise SegmentInvalid(f"The field {name!r} takes {known[name].wanted}, got {value!r}.")
    return {name: fields[name] for name in known if name in fields and fields[name] != ""}
