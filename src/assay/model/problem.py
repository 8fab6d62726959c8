"""A row of a foreign file that could not be taken as it stands: data, not an exception."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One problem of one row.

    `place` is a line (`line 12`) or a JSON path (`$.annotations[7].bbox[2]`) in `file`; `code` is stable
    (`box-outside`, `nan`, `unknown-class`…); `message` says what came and what was expected; `skipped`
    tells whether the row was left out (True) or kept and only reported (False).
    """

    file: str
    place: str
    code: str
    message: str
    skipped: bool = True
