"""Metrics and jobs as replies."""

from __future__ import annotations

from typing import Any

from assay.jobs.background import Job
from assay.server.replies import metrics as replies
from assay.workflows.metrics.measure import MeasureReport
from assay.workflows.metrics.metric_states import MetricStanding


def show_metric(standing: MetricStanding) -> replies.Metric:
    """A metric at one level."""
    return {
        "slug": standing.slug,
        "version": standing.version,
        "title": standing.title,
        "level": standing.level,
        "state": standing.state,
        "why": standing.why,
        "columns": list(standing.columns),
        "count": standing.count,
        "own": standing.is_own,
        "page": standing.page,
    }


def show_measured(report: MeasureReport, revision: str) -> replies.Measured:
    """What a run of metrics did."""
    return {
        "columns": len(report.columns),
        "decoded": report.decoded,
        "measured": report.measured,
        "reused": report.reused,
        "failures": report.failures,
        "failed": [
            {"level": failure.level, "id": failure.id, "metric": failure.metric, "reason": failure.reason}
            for failure in report.failed
        ],
        "skipped": [{"metric": slug, "reason": reason} for slug, reason in report.skipped.items()],
        "seconds": report.seconds,
        "revision": revision,
    }


def show_job(job: Job[Any]) -> replies.Job:
    """A job as it stands."""
    result = job.result
    kind = None if result is None else next((name for key, name in _KINDS.items() if key in result), "result")
    return {
        "id": job.id,
        "title": job.title,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "state": job.state,
        "error": job.error,
        "result": result if kind == "result" else None,
        "embedded": result if kind == "embedded" else None,
        "effect": result if kind == "effect" else None,
        "mislabels": result if kind == "mislabels" else None,
    }


_KINDS = {"computed": "embedded", "verdict": "effect", "flagged": "mislabels"}
"""What only this kind of result has, and where it stands in the reply."""
