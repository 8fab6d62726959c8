"""Files that were given for mislabels, as replies."""

from __future__ import annotations

from collections.abc import Sequence

from assay.model.problem import RowProblem
from assay.server.replies import mislabels as replies
from assay.workflows.issues.chances_file import GivenChances
from assay.workflows.issues.coarse_file import GivenCoarse


def show_chances(key: str, found: GivenChances) -> replies.GivenChances:
    """Class probabilities that were given."""
    return {
        "key": key,
        "rows": found.rows,
        "taken": found.taken,
        "labels": len(found.chances),
        "named_by": found.named_by,
        "problems": _rows(found.problems),
        "problem_counts": found.problem_counts,
    }


def show_coarse(key: str, found: GivenCoarse) -> replies.GivenCoarse:
    """Coarse classes that were given."""
    return {
        "key": key,
        "groups": dict(found.groups),
        "without": list(found.without),
        "problems": _rows(found.problems),
    }


def _rows(problems: Sequence[RowProblem]) -> list[replies.GivenRow]:
    return [{"place": one.place, "code": one.code, "message": one.message, "skipped": one.skipped} for one in problems]
