"""A condition of labels or predictions, held to the images that another query lists."""

from __future__ import annotations

from dataclasses import replace

from assay.query.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    Member,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quantifier,
    Query,
    Range,
    Similar,
    all_of,
)

_NOT_A_FIELD = frozenset({"segment", "slice", "image"})


def within(images: Query, *conditions: Node) -> Query:
    """The conditions, for objects that lie in the images of a query about images.

    A name that images and objects share, such as `area`, goes on meaning the image in the part that spoke of images.

    >>> from assay.query.parse import parse
    >>> from assay.query.show import show
    >>> show(within(parse("area > 100"), parse("area < 5").body))
    'image.area > 100 and area < 5'
    """
    parts = (*(() if images.body is None else (_at_image(images.body),)), *conditions)
    return Query(all_of(*parts) if parts else None)


def _at_image(node: Node) -> Node:
    match node:
        case Name(parts, None) if parts[0].lower() not in _NOT_A_FIELD:
            return replace(node, parts=("image", *parts))
        case Name() | Literal() | Quantifier() | Similar():
            return node  # the brackets of `any(…)` speak of other rows anyway, and those of `similar(…)` say of which
        case And(operands) | Or(operands):
            return replace(node, operands=tuple(map(_at_image, operands)))
        case Not(operand) | Negate(operand) | Member(operand) | Like(operand) | IsNull(operand):
            return replace(node, operand=_at_image(operand))
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(node, left=_at_image(left), right=_at_image(right))
        case Range(low, _, operand, _, high):
            return replace(node, low=_at_image(low), operand=_at_image(operand), high=_at_image(high))
        case Call(_, arguments):
            return replace(node, arguments=tuple(map(_at_image, arguments)))
