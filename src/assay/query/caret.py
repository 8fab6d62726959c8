"""An error of a query, drawn under the text it speaks of."""

from __future__ import annotations

import unicodedata

from assay.errors import AssayError

_WIDEST = 100


def caret(text: str, error: AssayError) -> str:
    """The error's code and message, the line it points at with carets below the place, and the hint.

    >>> from assay.errors import QueryName
    >>> print(caret("widht > 3", QueryName("Images have no field `widht`.", hint="Did you mean `width`?", span=(0, 5))))
    error[query-name]: Images have no field `widht`.
      |
    1 | widht > 3
      | ^^^^^
      = hint: Did you mean `width`?
    """
    lines = [f"error[{error.code}]: {error.message}"]
    if error.span is None or not text.strip():  # of an empty text there is no place to point at
        return "\n".join([*lines, *([f"hint: {error.hint}"] if error.hint else [])])
    number, line, start, end = _line_at(text, error.span)
    line, start, end = _window(line, start, end)
    margin = " " * len(str(number))
    marks = " " * _width(line[:start]) + "^" * max(1, _width(line[start:end]))
    lines += [f"{margin} |", f"{number} | {line}".rstrip(), f"{margin} | {marks}"]
    if error.hint:
        lines.append(f"{margin} = hint: {error.hint}")
    return "\n".join(lines)


def _line_at(text: str, span: tuple[int, int]) -> tuple[int, str, int, int]:
    """Number and text of the line in which the span starts, and the part of the span that lies in it."""
    start = min(max(span[0], 0), len(text))
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    last = len(text) if last < 0 else last
    line = text[first:last].replace("\t", " ").replace("\r", " ")
    return text.count("\n", 0, start) + 1, line, start - first, min(max(span[1], start), last) - first


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a long line around the span, with an ellipsis where it was cut."""
    if len(line) <= _WIDEST:
        return line, start, end
    left = max(0, min(start - _WIDEST // 3, len(line) - _WIDEST))
    right = min(len(line), left + _WIDEST)
    before, after = "…" if left else "", "…" if right < len(line) else ""
    shift = len(before) - left
    return before + line[left:right] + after, start + shift, min(end, right) + shift


def _width(text: str) -> int:
    """Columns that the text takes in a terminal."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
