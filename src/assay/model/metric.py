"""A metric's column: what is stored of a metric, beside the rows it was measured on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.level import Level


class MetricType(StrEnum):
    """What kind of value a metric gives.

    NUMBER  a float.  WHOLE  a count.  FLAG  yes or no.  GROUP  the number of a group of items that belong
    together, such as duplicates; NULL for an item that stands alone.  HASH  64 bits that tell items apart or alike: a
    column for other metrics to read, with no spread worth showing.  CLASS  the id of a class, told by its name.  TEXT
    a word or a name.
    """

    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    GROUP = "group"
    HASH = "hash"
    CLASS = "class"
    TEXT = "text"


class BadEnd(StrEnum):
    """Which end of a metric's range is suspicious. NONE: neither; a FLAG is suspicious when it is set, by HIGH."""

    LOW = "low"
    HIGH = "high"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MetricColumn:
    """One column of values in the table of `level`, as it was last measured.

    name : the column, and the field a query names it by.
    metric, version : the plug-in that measured it: slug and version.
    parameters : what it was measured with, canonical JSON.
    title, meaning, unit : for people. type : of the values.
    low, high : the declared range; None where it is open. bad : which end is suspicious.
    missing : why a value is NULL where nothing else is said, one sentence.
    is_own : a person's own metric, not one that comes with Assay or a package.
    run_id : the run whose predictions were read; None when none were.
    as_of : the newest journal entry when it was measured; rows touched since are stale.
    evaluation_id : the evaluation whose matches were read; None when none was.
    vectors : the embedding that was read, and its version; None when none was.
    """

    dataset_id: int
    level: Level
    name: str
    metric: str
    version: int
    title: str
    meaning: str
    type: MetricType = MetricType.NUMBER
    unit: str = ""
    parameters: str = "{}"
    low: float | None = None
    high: float | None = None
    bad: BadEnd = BadEnd.NONE
    missing: str = ""
    is_own: bool = False
    run_id: int | None = None
    as_of: int = 0
    evaluation_id: int | None = None
    vectors: str | None = None
