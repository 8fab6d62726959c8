"""Random queries that check: nodes built by type and level, over the fields of `world.py`."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from assay.model.level import Level
from assay.query.nodes import (
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    LiteralValue,
    Member,
    Name,
    Node,
    Not,
    Quantifier,
    Range,
    all_of,
    any_of,
    negative,
)
from tests.query_kit.world import CLASSES

_IMAGE_NUMBERS = (
    "id",
    "width",
    "height",
    "area",
    "aspect",
    "file_size",
    "orientation",
    "annotations.count",
    "annotations.car",
    "annotations.police_car",
    "annotations.box",
    "annotations.box.car",
    "predictions.count",
    "predictions.person",
    "issues.count",
    "issues.loose_box",
    "issue_score",
    "metadata.temp",
    "metadata.odd key/~",
)
_OBJECT_NUMBERS = (
    "id",
    "image_id",
    "x",
    "y",
    "w",
    "h",
    "area",
    "aspect",
    "rotation",
    "iou",
    "issue_score",
    "attributes.hard",
    "width",
    "image.area",
    "image.annotations.car",
    "predictions.count",
    "metadata.temp",
)
NUMBERS = {
    Level.IMAGE: _IMAGE_NUMBERS,
    Level.ANNOTATION: _OBJECT_NUMBERS,
    Level.PREDICTION: (*_OBJECT_NUMBERS, "score"),
    Level.ISSUE: (
        "id",
        "annotation_id",
        "score",
        "annotation.area",
        "annotation.iou",
        "prediction.score",
        "width",
        "image.annotations.count",
        "annotation.issue_score",
    ),
}
_OBJECT_TEXTS = ("kind", "match", "track_id", "reference_id", "split", "image.name", "attributes.who.name")
TEXTS = {
    Level.IMAGE: ("name", "split", "format", "problem", "reference_id", "metadata.weather"),
    Level.ANNOTATION: _OBJECT_TEXTS,
    Level.PREDICTION: _OBJECT_TEXTS,
    Level.ISSUE: ("kind", "state", "detector", "split", "annotation.kind", "annotation.match", "prediction.track_id"),
}
CLASS_FIELDS = {
    Level.IMAGE: (),
    Level.ANNOTATION: ("label", "predicted_label"),
    Level.PREDICTION: ("label", "true_label"),
    Level.ISSUE: ("label", "annotation.label", "prediction.true_label"),
}
FLAGS = {
    Level.IMAGE: ("changed", "metadata.night"),
    Level.ANNOTATION: ("is_crowd", "ignore", "changed", "image.changed", "metadata.night"),
    Level.PREDICTION: ("is_crowd", "ignore", "image.changed"),
    Level.ISSUE: ("annotation.is_crowd", "annotation.changed", "metadata.night"),
}
_VALUES = {
    "kind": ("box", "polygon", "Whole Image"),
    "annotation.kind": ("box", "polygon"),
    "match": ("correct", "false positive", "duplicate", "background", "missed", "FN", "ignored"),
    "annotation.match": ("correct", "missed"),
    "state": ("open", "fixed", "KEPT"),
}
_FREE = (
    "train",
    "val",
    "a.jpg",
    "B.jpg",
    "jpeg",
    "missing",
    "rain",
    "12",
    "t1",
    "o1",
    "ann",
    "loose_box@1",
    "ref-1",
    "",
)
_PATTERNS = ("%", "a%", "%.jpg", "_.jpg", "a\\_b\\%%", "", "T_", "%a%")
_ISSUE_KINDS = ("loose_box", "missing object", "duplicate_image", "wrong_class")

numbers = st.one_of(st.integers(-2, 6), st.sampled_from([0.25, 0.5, 0.9, 2.5, -1.5])).map(Literal)
comparisons = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
class_names = st.sampled_from([*(name for _, name in CLASSES), "traffic_light", "police car", "CAR"])


def name(text: str) -> Name:
    """A name from its dotted spelling."""
    return Name(tuple(text.split(".")))


@cache
def number(level: Level, depth: int) -> st.SearchStrategy[Node]:
    """An expression that is a number."""
    field = st.sampled_from(NUMBERS[level]).map(name)
    if depth == 0:
        return st.one_of(field, field, numbers)
    inner = number(level, depth - 1)
    return st.one_of(
        field,
        field,
        st.builds(Arithmetic, st.sampled_from("+-*/%"), inner, inner),
        inner.map(negative),
        st.builds(lambda f, x: Call(f, (x,)), st.sampled_from(["abs", "round", "floor", "ceil", "sqrt"]), inner),
        st.builds(lambda f, *xs: Call(f, xs), st.sampled_from(["min", "max"]), inner, inner),
        st.sampled_from(TEXTS[level]).map(lambda text: Call("length", (name(text),))),
        quantifier("count", depth - 1),
    )


def quantifier(kind: str, depth: int) -> st.SearchStrategy[Node]:
    """`any`, `all` or `count` over objects."""
    bodies = st.sampled_from([Level.ANNOTATION, Level.PREDICTION, Level.ISSUE]).flatmap(
        lambda child: predicate(child, depth).map(lambda body: Quantifier(kind, child.value, body))
    )
    if kind == "all":
        return bodies
    return st.one_of(bodies, st.sampled_from(["annotation", "prediction", "issue"]).map(lambda c: Quantifier(kind, c)))


def _texts(level: Level) -> st.SearchStrategy[Node]:
    def about(field: str) -> st.SearchStrategy[Node]:
        if level is Level.ISSUE and field == "kind":
            values = st.sampled_from(_ISSUE_KINDS)
        else:
            values = st.sampled_from(_VALUES.get(field, _FREE))
        literal = values.map(Literal)
        ops = comparisons if field not in _VALUES and field != "kind" else st.sampled_from(["=", "!="])
        operand = name(field)
        return st.one_of(
            st.builds(lambda op, v: Compare(op, operand, v), ops, literal),
            st.builds(lambda vs, n: Member(operand, tuple(vs), n), st.lists(literal, max_size=3), st.booleans()),
            st.builds(lambda p, n: Like(operand, Literal(p), n), st.sampled_from(_PATTERNS), st.booleans()),
            st.booleans().map(lambda n: IsNull(operand, n)),
            st.builds(
                lambda f, v: Compare("=", Call(f, (operand,)), Literal(v)),
                st.sampled_from(["lower", "upper"]),
                st.sampled_from(["train", "A.JPG", "a.jpg"]),
            ),
        )

    return st.sampled_from(TEXTS[level]).flatmap(about)


def _classes(operand: Node) -> st.SearchStrategy[Node]:
    literal = class_names.map(Literal)
    return st.one_of(
        st.builds(lambda op, v: Compare(op, operand, v), st.sampled_from(["=", "!="]), literal),
        st.builds(lambda vs, n: Member(operand, tuple(vs), n), st.lists(literal, max_size=2), st.booleans()),
        st.builds(lambda p, n: Like(operand, Literal(p), n), st.sampled_from(["%car", "p%", "x%"]), st.booleans()),
        st.booleans().map(lambda n: IsNull(operand, n)),
    )


def _many(level: Level) -> st.SearchStrategy[Node]:
    """Comparisons of fields with many values."""
    prefix = "" if level is Level.IMAGE else "image."
    kinds = st.sampled_from(_ISSUE_KINDS).map(Literal)
    issue = name("issue") if level is not Level.ISSUE else name("annotation.issue")
    hard = name(f"{prefix}annotations.metadata.hard")
    return st.one_of(
        _classes(name(f"{prefix}annotations.label")),
        _classes(name(f"{prefix}predictions.label")),
        st.builds(lambda op, v: Compare(op, issue, v), st.sampled_from(["=", "!="]), kinds),
        st.builds(lambda vs, n: Member(issue, tuple(vs), n), st.lists(kinds, max_size=2), st.booleans()),
        st.booleans().map(lambda n: IsNull(issue, n)),
        st.builds(lambda op, v: Compare(op, hard, v), comparisons, numbers),
    )


def _segments(level: Level) -> st.SearchStrategy[Node]:
    names = ["wide", "wide and labelled", "everything", "picked images"]
    names += {
        Level.IMAGE: ["small labels", "open", "picked objects"],
        Level.ANNOTATION: ["small labels", "picked objects"],
        Level.PREDICTION: ["picked objects"],
        Level.ISSUE: ["open", "small labels", "picked objects"],
    }[level]
    literal = st.sampled_from(names).map(Literal)
    operand = Name(("segment",))
    return st.one_of(
        st.builds(lambda op, v: Compare(op, operand, v), st.sampled_from(["=", "!="]), literal),
        st.builds(lambda vs, n: Member(operand, tuple(vs), n), st.lists(literal, max_size=2), st.booleans()),
    )


def _in_runs() -> st.SearchStrategy[Node]:
    run = st.sampled_from(["a", "b"])
    outcome = st.sampled_from(["correct", "confusion", "missed", "ignored"])
    number = st.builds(lambda f, r: Name((f,), r), st.sampled_from(["iou", "score"]), run)
    label = run.map(lambda r: Name(("label",), r))
    return st.one_of(
        st.builds(lambda r, o: Name((o,), r), run, outcome),
        st.builds(Compare, comparisons, number, st.one_of(numbers, number)),
        st.builds(IsNull, number, st.booleans()),
        label.flatmap(_classes),
        st.builds(Compare, st.sampled_from(["=", "!="]), label, st.one_of(label, st.just(name("label")))),
    )


@cache
def predicate(level: Level, depth: int) -> st.SearchStrategy[Node]:
    """An expression that holds or not."""
    value = number(level, min(depth, 2))
    flags = st.sampled_from(FLAGS[level]).map(name)
    literals = numbers
    leaves: list[st.SearchStrategy[Node]] = [
        st.builds(Compare, comparisons, value, value),
        st.builds(Range, value, st.sampled_from(["<", "<="]), value, st.sampled_from(["<", "<="]), value),
        st.builds(lambda x, vs, n: Member(x, tuple(vs), n), value, st.lists(literals, max_size=3), st.booleans()),
        st.builds(IsNull, value, st.booleans()),
        flags,
        st.builds(
            lambda f, op, v: Compare(op, f, Literal(v)),
            flags,
            st.sampled_from(["=", "!="]),
            st.sampled_from([True, False, 0, 1]),
        ),
        _texts(level),
        _many(level),
        _segments(level),
    ]
    leaves += [_classes(name(field)) for field in CLASS_FIELDS[level]]
    leaves += [_in_runs()] if level is Level.ANNOTATION else []
    if depth == 0:
        return st.one_of(leaves)
    inner = predicate(level, depth - 1)
    return st.one_of(
        *leaves,
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: all_of(*nodes)),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: any_of(*nodes)),
        inner.map(Not),
        quantifier("any", depth - 1),
        quantifier("all", depth - 1),
    )


literal_values: st.SearchStrategy[LiteralValue] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.text(max_size=8),
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18),
)
