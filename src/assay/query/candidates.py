"""Everything an editor may offer, before it is held against what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assay.errors import QueryError
from assay.model.level import Level
from assay.query.functions import FUNCTIONS
from assay.query.names import RUN_FIELDS, RUN_OUTCOMES, WORDS, resolve
from assay.query.nodes import Name
from assay.query.syntax import MEAN
from assay.query.typed import Typed, source_field
from assay.schema.catalog import Catalog, SegmentText
from assay.schema.field import Field, FieldType, fold, quote_text, spell_name
from assay.schema.fields import CORE_FIELDS

SEGMENT_WORDS = frozenset({"segment", "slice"})
"""Names under which segments are compared."""


class CandidateKind(StrEnum):
    """What kind of thing is offered."""

    FIELD = "field"
    CLASS = "class"
    VALUE = "value"
    SEGMENT = "segment"
    RUN = "run"
    FUNCTION = "function"
    OPERATOR = "operator"
    KEYWORD = "keyword"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to offer: the text to insert, its kind, one line about it, and the word it is found by."""

    insert: str
    kind: CandidateKind
    detail: str
    word: str


_QUANTIFIERS = (
    ("any", Level.ANNOTATION, "images with a label for which … holds"),
    ("any", Level.PREDICTION, "images with a prediction for which … holds"),
    ("any", Level.ISSUE, "images with an issue for which … holds"),
    ("count", Level.ANNOTATION, "how many labels of the image fit"),
    ("count", Level.PREDICTION, "how many predictions of the image fit"),
    ("count", Level.ISSUE, "how many issues of the image fit"),
    ("all", Level.ANNOTATION, "images all of whose labels fit"),
    ("all", Level.PREDICTION, "images all of whose predictions fit"),
    ("all", Level.ISSUE, "images all of whose issues fit"),
)
_ONE = {Level.IMAGE: "image", Level.ANNOTATION: "label", Level.PREDICTION: "prediction"}
_KEYWORD_DETAILS = {
    "and": "both hold",
    "or": "one of them holds",
    "not": "does not hold",
    "in": "one of a list of values",
    "not in": "none of a list of values",
    "between": "from low to high, both included",
    "like": "fits a pattern: % is any text, _ any character",
    "is null": "unknown",
    "is not null": "known",
    "null": "unknown",
    "not null": "known",
    MEAN: "by the mean of the similarities, not by the largest",
}
_RUN_OUTCOME_DETAILS = {
    "correct": "prediction has the label's class",
    "confusion": "prediction has another class",
    "missed": "predictions missed the label",
    "ignored": "evaluation did not count the label",
}
_RUN_FIELD_DETAILS = {
    "match": "how the run met the label",
    "label": "class of the prediction that took the label",
    "score": "confidence of the prediction that took the label",
}
_ORDERED = (("=", "equal"), ("!=", "different"), ("<", "less"), ("<=", "at most"), (">", "more"), (">=", "at least"))


def fields_at(catalog: Catalog, level: Level, *, everything: bool) -> Iterator[Candidate]:
    """The fields that may be named at a level; `everything` adds those of single classes and of other levels."""
    yield from (_field(field) for field in catalog.fields(level))
    yield Candidate("segment", CandidateKind.FIELD, "what a segment lists, by its name", "segment")
    if level is Level.IMAGE:
        if everything:
            yield from _counts(catalog)
            yield from (
                _field(field, f"of {WORDS[other]}: ")
                for other in (Level.ANNOTATION, Level.PREDICTION)
                for field in (*CORE_FIELDS[other], *catalog.measured(other))
            )
        return
    own = {field.name for field in catalog.fields(level)}
    for field in catalog.fields(Level.IMAGE):
        name = f"image.{field.name}" if field.name in own else field.name
        yield _field(field, "of the image: ", name)
    if level is Level.ISSUE and everything:
        for place in (Level.ANNOTATION, Level.PREDICTION):
            for field in catalog.fields(place):
                yield _field(field, f"of the {place.value}: ", f"{place.value}.{field.name}")


def functions_at(catalog: Catalog) -> Iterator[Candidate]:
    """The quantifiers and functions, and `not`."""
    for kind, level, detail in _QUANTIFIERS:
        yield Candidate(f"{kind}({level.value}: ", CandidateKind.FUNCTION, detail, kind)
    for level in catalog.embedded:
        detail = f"how alike the {_ONE[level]} looks to others, by their ids: up to 1"
        yield Candidate(f"similar({level.value}: ", CandidateKind.FUNCTION, detail, "similar")
    for function in FUNCTIONS.values():
        yield Candidate(f"{function.name}(", CandidateKind.FUNCTION, function.meaning, function.name)
    yield _keyword("not")


def levels_at() -> Iterator[Candidate]:
    """What a quantifier goes over."""
    for level in (Level.ANNOTATION, Level.PREDICTION, Level.ISSUE):
        yield Candidate(f"{level.value}: ", CandidateKind.LEVEL, f"over the {WORDS[level]} of the image", level.value)


def alike_at(catalog: Catalog, *, after_item: bool) -> Iterator[Candidate]:
    """What `similar` compares; behind an item of it only `mean` is a word."""
    if after_item:
        yield _keyword(MEAN)
        return
    for level in catalog.embedded:
        yield Candidate(f"{level.value}: ", CandidateKind.LEVEL, f"by the ids of {WORDS[level]}", level.value)


def runs_at(catalog: Catalog) -> Iterator[Candidate]:
    """The runs that were evaluated."""
    for run in catalog.runs.values():
        if run.evaluation_id is not None:
            yield Candidate(quote_text(run.name), CandidateKind.RUN, "a run of predictions", fold(run.name))


def operators_at(type: FieldType | None) -> Iterator[Candidate]:
    """The operators that go with a type; all of them when it is not known."""
    ordered = type in {FieldType.NUMBER, FieldType.TEXT, None}
    for symbol, detail in _ORDERED if ordered else _ORDERED[:2]:
        yield Candidate(symbol, CandidateKind.OPERATOR, detail, symbol)
    words = ["in", "not in"]
    words += ["between"] if ordered else []
    words += ["like"] if type in {FieldType.TEXT, FieldType.CLASS, None} else []
    yield from (_keyword(word) for word in (*words, "is null", "is not null"))


def keywords_at(follow: frozenset[str]) -> Iterator[Candidate]:
    """The words that the grammar allows next, of those that join or end a comparison."""
    if "AND" in follow:
        yield from (_keyword("and"), _keyword("or"))
    elif "NULL" in follow and "WORD" not in follow and "TEXT" not in follow:
        yield from (_keyword("null"), *([_keyword("not null")] if "NOT" in follow else []))
    elif "LIKE" in follow:
        yield from (_keyword("in"), _keyword("like"), _keyword("between"))


def run_fields_at() -> Iterator[Candidate]:
    """What may follow `run("…").`."""
    for word in RUN_OUTCOMES:
        yield Candidate(word, CandidateKind.FIELD, f"the run's {_RUN_OUTCOME_DETAILS[word]}", word)
    for word, field in RUN_FIELDS.items():
        yield Candidate(word, CandidateKind.FIELD, _RUN_FIELD_DETAILS.get(word, field.meaning), word)


def values_of(name: Name, catalog: Catalog, level: Level) -> Iterator[Candidate]:
    """The values that a field is known to have."""
    if name.run is None and len(name.parts) == 1 and name.parts[0].lower() in SEGMENT_WORDS:
        for segment in catalog.segments.values():
            detail = segment.text if isinstance(segment, SegmentText) else "a list of items"
            yield Candidate(quote_text(segment.name), CandidateKind.SEGMENT, detail, fold(segment.name))
        return
    found = meaning(name, catalog, level)
    if found is None:
        return
    field = source_field(found)
    if found.type is FieldType.CLASS:
        for _, known_class in catalog.classes:
            yield Candidate(quote_text(known_class), CandidateKind.CLASS, "class", fold(known_class))
    elif found.type is FieldType.FLAG:
        yield Candidate("true", CandidateKind.VALUE, "yes", "true")
        yield Candidate("false", CandidateKind.VALUE, "no", "false")
    elif field is not None:
        known = catalog.splits if (field.level, field.name) == (Level.IMAGE, "split") else field.values
        for value in known:
            yield Candidate(quote_text(value), CandidateKind.VALUE, field.title.lower(), fold(value))
        for word, meant in _words_for_several(field).items():
            yield Candidate(quote_text(word), CandidateKind.VALUE, " or ".join(meant), fold(word))


def _words_for_several(field: Field) -> dict[str, tuple[str, ...]]:
    """The words that stand for several values of a field; of words for the same ones the first."""
    several = {meant: word for word, meant in reversed(list(field.spellings.items())) if len(meant) > 1}
    return {word: meant for meant, word in several.items()}


def meaning(name: Name, catalog: Catalog, level: Level) -> Typed | None:
    """What a name means at a level, or at the first level whose objects it may speak of; None when nothing."""
    others = (Level.ANNOTATION, Level.PREDICTION, Level.ISSUE) if level is Level.IMAGE else ()
    for candidate in (level, *others):
        try:
            return resolve(name, catalog, candidate)
        except QueryError:
            continue
    return None


def _field(field: Field, whose: str = "", name: str = "") -> Candidate:
    unit = f", {field.unit}" if field.unit else ""
    spelled = name or field.name
    return Candidate(spelled, CandidateKind.FIELD, f"{whose}{field.meaning}{unit}", _word(spelled))


def _counts(catalog: Catalog) -> Iterator[Candidate]:
    for prefix, what in (("annotations", "labels"), ("predictions", "predictions")):
        for _, name in catalog.classes:
            spelled = spell_name((prefix, name))
            yield Candidate(spelled, CandidateKind.FIELD, f"how many {what} of class {name}", _word(spelled))
    issue_kinds = next(field for field in CORE_FIELDS[Level.ISSUE] if field.name == "kind").values
    for kind in issue_kinds:
        spelled = f"issues.{kind}"
        yield Candidate(spelled, CandidateKind.FIELD, "how many open issues of this kind", spelled)


def _keyword(word: str) -> Candidate:
    insert = {"in": "in [", "not in": "not in ["}.get(word, word)
    return Candidate(insert, CandidateKind.KEYWORD, _KEYWORD_DETAILS[word], word)


def _word(spelled: str) -> str:
    return fold(spelled.replace('"', "").replace("`", ""))
