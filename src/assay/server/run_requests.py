"""Bodies of requests about a run at any thresholds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assay.server.requests import MAX_IDS, EvaluateRequest, Text
from assay.workflows.runs.results import ResultOrder


class MetricsRequest(EvaluateRequest):
    """Thresholds, and an image query: only images that it lists are looked at."""

    query: Text = ""


class ResultsChoice(MetricsRequest):
    """Results in some cells of the confusion matrix, as (row, column); null stands for all rows or all columns.

    `cells` of null means every result that counts. `within` keeps the results of some objects: `image: QUERY`,
    `annotation: QUERY`, `prediction: QUERY`, `error: KIND` or `reason: REASON`.
    """

    within: Text = ""
    cells: Annotated[list[tuple[int | None, int | None]], Field(max_length=MAX_IDS)] | None = None


class ResultsRequest(ResultsChoice):
    """A page of results in some order."""

    order: ResultOrder = ResultOrder.CONFIDENCE
    descending: bool = True
    limit: Annotated[int, Field(ge=0, le=1_000)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
