"""Reading a query: what each spelling means, and how far a text may go."""

from __future__ import annotations

import pytest

from assay.errors import QuerySyntax
from assay.query.nodes import Compare, Literal, Name, Query
from assay.query.parse import parse
from assay.query.show import show


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        # Every spelling of an operator has one canonical form.
        ("width == 3", "width = 3"),
        ("width <> 3", "width != 3"),
        ("WIDTH = 3 AND Height = 4", "WIDTH = 3 and Height = 4"),
        ("a OR b And NOT c", "a or b and not c"),
        ("width between 1 and 3 and a", "1 <= width <= 3 and a"),
        ("width not between 1 and 3", "not 1 <= width <= 3"),
        ("0.4 > brightness >= 0.2", "0.2 <= brightness < 0.4"),
        ("split in ('train', \"val\")", 'split in ["train", "val"]'),
        ("split not in []", "split not in []"),
        ("width in (-1, 2e3)", "width in [-1, 2000.0]"),
        ("split is NOT null", "split is not null"),
        ("name not LIKE 'a%'", 'name not like "a%"'),
        # Numbers.
        ("score > 1e-3", "score > 0.001"),
        ("score > .5", "score > 0.5"),
        ("score > 5.", "score > 5.0"),
        ("x > - 3", "x > -3"),
        ("x > --3", "x > 3"),
        ("-x > -(3)", "-x > -3"),
        # Brackets stay only where they say something.
        ("((a))", "a"),
        ("a and (b and c)", "a and b and c"),
        ("(a or b) and c", "(a or b) and c"),
        ("a - (b - c) > 0", "a - (b - c) > 0"),
        ("(a - b) - c > 0", "a - b - c > 0"),
        ("(a * b) / c > 0", "a * b / c > 0"),
        ("a * (b + c) > 0", "a * (b + c) > 0"),
        ("not (a and b)", "not (a and b)"),
        ("(a > 3) = true", "(a > 3) = true"),
        # Names with odd characters.
        ('annotations."traffic light" > 0', 'annotations."traffic light" > 0'),
        ("annotations.`traffic light` > 0", 'annotations."traffic light" > 0'),
        ("annotations.'car' > 0", "annotations.car > 0"),
        ("annotations.7 > 0", "annotations.7 > 0"),
        ("annotations.3d_box > 0", "annotations.3d_box > 0"),
        ("annotations.and > 0", "annotations.and > 0"),
        ("metadata.like is null", "metadata.like is null"),
        ("`and` > 0", "`and` > 0"),
        ("andy > 0 or india > 0", "andy > 0 or india > 0"),
        ("größe > 0", "größe > 0"),
        # Escapes.
        (r'name = "a\"b"', r'name = "a\"b"'),
        (r"name = 'it\'s'", 'name = "it\'s"'),
        (r'name like "50\%"', r'name like "50\\%"'),
        (r'name = "\u00e9\n"', r'name = "é\n"'),
        # Quantifiers and runs.
        ("ANY(annotations: area > 3)", "any(annotation: area > 3)"),
        ("count( issue ) > 0", "count(issue) > 0"),
        ("annotations.count = 0", "annotations.count = 0"),
        ("run( 'a b' ).correct", 'run("a b").correct'),
        ("ABS(x) > 1", "abs(x) > 1"),
        ("", ""),
        (" \n\t ", ""),
    ],
)  # fmt: skip
def test_each_spelling_has_one_canonical_text(text: str, canonical: str) -> None:
    assert show(parse(text)) == canonical
    assert show(parse(canonical)) == canonical


def test_a_node_carries_its_place_in_the_text() -> None:
    body = parse("  width >  640 ").body
    assert isinstance(body, Compare)
    assert (body.span, body.left.span, body.right.span) == ((2, 14), (2, 7), (11, 14))


def test_nodes_compare_without_their_place() -> None:
    assert parse(" width>640") == Query(Compare(">", Name(("width",)), Literal(640)))


@pytest.mark.parametrize("opening", ["(", "not ", "-", "abs(", "any(annotation: "])
def test_nesting_deeper_than_the_limit_is_refused_without_recursion(opening: str) -> None:
    closing = ")" if "(" in opening else ""
    for depth in (101, 1000, 19_000 // (len(opening) + 1)):
        with pytest.raises(QuerySyntax, match="100 levels"):
            parse(opening * depth + "1" + closing * depth)


def test_a_sum_of_many_parts_counts_as_deep() -> None:
    with pytest.raises(QuerySyntax, match="100 levels"):
        parse(" + ".join("x" * 500))


def test_a_text_longer_than_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(QuerySyntax, match="20,001 characters"):
        parse("(" * 20_001)


def test_the_longest_texts_are_read() -> None:
    alternatives = " or ".join(f"id = {number}" for number in range(1000, 2500))
    assert len(alternatives) < 20_000
    assert show(parse(alternatives)) == alternatives
    listed = f"id in [{', '.join(str(number) for number in range(1000, 4000))}]"
    assert show(parse(listed)) == listed


@pytest.mark.parametrize("text", ["x > 9223372036854775808", "x > 1e400", "x in [1e999]"])
def test_numbers_that_do_not_fit_are_refused(text: str) -> None:
    with pytest.raises(QuerySyntax, match="too large"):
        parse(text)
