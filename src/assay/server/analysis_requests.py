"""Questions about what lies behind a run's numbers: the bodies of requests."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assay.server.run_requests import MetricsRequest


class CurvesRequest(MetricsRequest):
    """Curves of one class; of all together when `class_id` is null."""

    class_id: int | None = None


class CalibrationRequest(MetricsRequest):
    """Into how many bins of equally many predictions confidence is cut."""

    bins: Annotated[int, Field(ge=1, le=100)] = 15


class BreakdownRequest(MetricsRequest):
    """By which field performance is told, and into how many quantile bins its numbers are cut."""

    field: Annotated[str, Field(min_length=1, max_length=1_000)]
    bins: Annotated[int, Field(ge=1, le=100)] = 10


class CompareRequest(MetricsRequest):
    """The run to compare with."""

    other: int
