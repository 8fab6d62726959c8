"""What goes out over HTTP.

Typed dicts: the type checker holds the code that builds them to these shapes, the OpenAPI schema and the web's
types are generated from them, and nothing is validated again while a reply is on its way.
"""

from __future__ import annotations

from assay.server.replies.changes import Change, ChangeRef, ChangeResult, ClassRows, EditPreview
from assay.server.replies.drawn import (
    Box,
    ImageDetail,
    ImageItem,
    ImageObject,
    ImagePage,
    ImageRef,
    IssueItem,
    IssuePage,
    ObjectItem,
    ObjectPage,
    Suggestion,
)
from assay.server.replies.errors import ApiError
from assay.server.replies.evaluations import ClassRates, Evaluation, EvaluationDetail
from assay.server.replies.facts import (
    ClassCount,
    CountedQuery,
    FindReport,
    Found,
    IssueSummary,
    LabelCount,
    Overview,
    Skipped,
    Suspects,
)
from assay.server.replies.model_metrics import (
    AverageRates,
    Averages,
    Cells,
    MetricsClass,
    ModelMetrics,
    OutcomeCounts,
    ResultIds,
    ResultItem,
    ResultPage,
)
from assay.server.replies.project import Dataset, ExportFormat, Loss, Project, Run, Segment, Split
from assay.server.replies.queries import (
    Bins,
    ClauseCount,
    Completion,
    Field,
    HistogramFacet,
    QueryCheck,
    Term,
    TermsFacet,
    Token,
)

__all__ = [
    "ApiError",
    "AverageRates",
    "Averages",
    "Bins",
    "Box",
    "Cells",
    "Change",
    "ChangeRef",
    "ChangeResult",
    "ClassCount",
    "ClassRates",
    "ClassRows",
    "ClauseCount",
    "Completion",
    "CountedQuery",
    "Dataset",
    "EditPreview",
    "Evaluation",
    "EvaluationDetail",
    "ExportFormat",
    "Field",
    "FindReport",
    "Found",
    "HistogramFacet",
    "ImageDetail",
    "ImageItem",
    "ImageObject",
    "ImagePage",
    "ImageRef",
    "IssueItem",
    "IssuePage",
    "IssueSummary",
    "LabelCount",
    "Loss",
    "MetricsClass",
    "ModelMetrics",
    "ObjectItem",
    "ObjectPage",
    "OutcomeCounts",
    "Overview",
    "Project",
    "QueryCheck",
    "ResultIds",
    "ResultItem",
    "ResultPage",
    "Run",
    "Segment",
    "Skipped",
    "Split",
    "Suggestion",
    "Suspects",
    "Term",
    "TermsFacet",
    "Token",
]
