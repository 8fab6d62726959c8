"""What a search for errors found, as a reply."""

from __future__ import annotations

from assay.model.issue import IssueKind
from assay.server.replies import FindReport
from assay.store.snapshot import Snapshot
from assay.workflows.issues.find_issues import FindReport as StoredReport
from assay.workflows.issues.suspects_by_kind import kind_titles


def show_report(report: StoredReport, snapshot: Snapshot) -> FindReport:
    """What a search for errors found."""
    return {
        "found": [
            {"kind": IssueKind(kind), "title": kind_titles().get(kind, (kind, ""))[0], "count": count}
            for kind, count in report.found.items()
        ],
        "skipped": [{"detector": detector, "reason": reason} for detector, reason in report.skipped.items()],
        "seconds": report.seconds,
        "revision": snapshot.key,
    }
