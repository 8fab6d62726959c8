"""What comes in over HTTP: the bodies of requests, checked before a route sees them."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.model.mislabel_source import MislabelSource
from assay.model.segment_kind import FieldValue, SegmentKind
from assay.model.shape import ShapeKind

Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in pixels of the displayed image."""

Text = Annotated[str, Field(max_length=10_000)]
"""A query text; longer ones are refused before they are parsed."""

ShortText = Annotated[str, Field(max_length=200)]
"""A name."""

NewName = Annotated[str, Field(max_length=1_000)]
"""What something shall be called; `checked_name` says what a name is."""

Note = Annotated[str, Field(max_length=1_000)]
"""A reason in the user's own words; may be empty."""

Confidence = Annotated[float, Field(ge=0, le=1)]
"""A confidence threshold: predictions below it are not drawn and not counted."""

MAX_IDS = 1_000_000
"""How many ids a request may name; beyond it, a selection is given by its query."""


class Request(BaseModel):
    """A request body. Unknown keys are refused, so that a misspelt option is never silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QueryRequest(Request):
    """A query text and what it speaks about."""

    dataset: int
    run: int | None = None
    level: Level = Level.IMAGE
    query: Text = ""


class SearchRequest(QueryRequest):
    """A page of the rows that a query lists. `sort` is a field's name; give `offset` or `cursor`, not both."""

    sort: Text | None = None
    descending: bool = False
    limit: Annotated[int, Field(ge=0, le=1_000)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
    cursor: Annotated[str, Field(max_length=2_000)] | None = None
    confidence: Confidence = 0.0


class CompletionRequest(QueryRequest):
    """A query text with the cursor, in characters from its start."""

    cursor: Annotated[int, Field(ge=0)]


class FacetsRequest(QueryRequest):
    """A query whose result set is to be counted by field. `fields` names some of them; None asks for all.

    `of` counts the labels or the predictions in the images that are listed, by their own fields. `find` keeps values
    of text that hold it.
    """

    fields: Annotated[list[ShortText], Field(max_length=100)] | None = None
    bins: Annotated[int, Field(ge=1, le=200)] = 30
    of: Literal[Level.ANNOTATION, Level.PREDICTION] | None = None
    find: ShortText = ""


class ValuesRequest(Request):
    """Some rows of a level, and the fields whose values are asked for."""

    dataset: int
    run: int | None = None
    level: Level = Level.IMAGE
    ids: Annotated[list[int], Field(max_length=1_000)]
    fields: Annotated[list[ShortText], Field(max_length=200)]


class Selection(Request):
    """Some rows: the ids that are listed, or all rows of a query. Exactly one of the two is given."""

    dataset: int
    run: int | None = None
    level: Level = Level.ANNOTATION
    ids: Annotated[list[int], Field(max_length=MAX_IDS)] | None = None
    query: Text | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Selection:
        if (self.ids is None) == (self.query is None):
            raise ValueError("give either `ids` or `query`")
        return self


class DecideRequest(Request):
    """A person's decision on issues.

    accept  apply the suggestion.  keep  the label is right as it stands.  relabel  give the label `class_id`.
    confirm  it is an error, which is mended elsewhere.
    """

    ids: Annotated[list[int], Field(min_length=1, max_length=MAX_IDS)]
    decision: Literal["accept", "keep", "relabel", "confirm"]
    class_id: int | None = None
    reason: Note = ""


class EvaluateRequest(Request):
    """What to compare, and the thresholds to evaluate a run at."""

    iou: Annotated[float, Field(gt=0, le=1)] = 0.5
    confidence: Confidence = 0.25
    shape: Literal["box", "mask", "keypoints"] = "box"

    def config(self) -> EvaluationConfig:
        """The evaluation that is asked for."""
        return EvaluationConfig(self.iou, self.confidence, ShapeKind(self.shape))


class FindRequest(Request):
    """Look for suspected errors anew. `kinds` names some kinds of issue; None asks for all."""

    dataset: int
    run: int | None = None
    kinds: Annotated[list[ShortText], Field(max_length=100)] | None = None


class SpotCheckRequest(Request):
    """Draw open suspects at random, of one kind or (None) of the whole list."""

    dataset: int
    run: int | None = None
    kind: ShortText | None = None
    size: Annotated[int, Field(ge=1, le=1_000)] = 30


class WorthRequest(Request):
    """Say what mending an error of a kind is worth, beside a wrong class; None for what it is by default."""

    dataset: int
    kind: ShortText
    worth: Annotated[float, Field(ge=0, le=1_000)] | None


class MeasureRequest(Request):
    """Measure metrics. `metrics` names some by slug, `levels` some levels; None asks for all that can be measured.

    Those named in `afresh` are computed whatever holds, and from nothing that stands: a map that is made anew.
    """

    dataset: int
    run: int | None = None
    metrics: Annotated[list[ShortText], Field(max_length=1_000)] | None = None
    levels: Annotated[list[Level], Field(max_length=4)] | None = None
    afresh: Annotated[list[ShortText], Field(max_length=1_000)] = []


GivenKey = Annotated[str, Field(pattern=r"^[0-9a-f]{32}\.[a-z]{2,7}$")]
"""What a file that was given is called here."""


class MislabelsRequest(Request):
    """Tell of every label whether its class is likely wrong. `sources`: who is heard; `run` null: the newest.

    `chances` and `coarse` are files that were given: class probabilities, heard in place of a run's, and the coarse
    class of each class. Without `chances`, `sources` names one at least.
    """

    dataset: int
    run: int | None = None
    sources: Annotated[list[MislabelSource], Field(max_length=2)] = list(MislabelSource)
    chances: GivenKey | None = None
    coarse: GivenKey | None = None

    @model_validator(mode="after")
    def _somebody_tells(self) -> MislabelsRequest:
        if not self.sources and self.chances is None:
            raise ValueError("somebody must tell: name a source or give class probabilities")
        return self


class EmbedRequest(Request):
    """Embed images and labels, by the name of the embedder where `name` is left out. `anew`: all of them.

    Predictions are embedded where `levels` names them: those of `run`, or of all runs.
    """

    dataset: int
    run: int | None = None
    embedder: ShortText = "descriptor"
    levels: Annotated[
        list[Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION]], Field(min_length=1, max_length=3)
    ] = [Level.IMAGE, Level.ANNOTATION]
    name: ShortText | None = None
    parameters: Annotated[dict[ShortText, float | bool | ShortText], Field(max_length=50)] = {}
    budget_seconds: Annotated[float, Field(gt=0, le=86_400)] | None = None
    anew: bool = False


class SaveSegmentRequest(Request):
    """Keep a query by name. A name that is taken gets the new query."""

    dataset: int
    name: NewName
    level: Level = Level.IMAGE
    query: Text


class SegmentItems(Request):
    """Items of a frozen segment: ids of images, labels and predictions; `rows` are further ones, as a selection."""

    rows: Selection | None = None
    image: Annotated[list[int], Field(max_length=MAX_IDS)] = []
    annotation: Annotated[list[int], Field(max_length=MAX_IDS)] = []
    prediction: Annotated[list[int], Field(max_length=MAX_IDS)] = []


class AddItemsRequest(SegmentItems):
    """Items to add to the segment of that id, or of that `name`: a new one where no segment has it.

    `kind` and `fields` are those of a new segment. Exactly one of `segment` and `name` is given.
    """

    dataset: int
    segment: int | None = None
    name: NewName | None = None
    kind: SegmentKind | None = None
    fields: Annotated[dict[ShortText, FieldValue], Field(max_length=20)] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> AddItemsRequest:
        if (self.segment is None) == (self.name is None):
            raise ValueError("give either `segment` or `name`")
        return self

    @property
    def target(self) -> str | int:
        """The segment by id or name."""
        return str(self.name) if self.segment is None else self.segment
