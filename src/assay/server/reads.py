"""Which routes only read: they answer for a version as they do for now, all others refuse."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute

from assay.errors import RequestInvalid
from assay.server.past import opened
from assay.store.version_store import read_only

READ_BY_POST = frozenset(
    {
        "ask_next_round",
        "check_query",
        "choose_images",
        "compare_versions",
        "compare_with",
        "complete_query",
        "explain_query",
        "get_average_precision",
        "get_breakdown",
        "get_calibration",
        "get_contact_sheet",
        "get_curves",
        "get_drift",
        "get_drift_overlay",
        "get_error_types",
        "get_field_page",
        "get_map",
        "get_map_lists",
        "get_model_metrics",
        "get_scatter",
        "list_facets",
        "list_importance",
        "list_look_alikes",
        "list_outliers",
        "list_result_ids",
        "list_results",
        "list_values",
        "list_weak_slices",
        "plan_removal",
        "search",
    }
)
"""The routes that are asked by POST for the length of what they are asked, and change nothing."""

OF_NOW = frozenset({"get_review", "get_times", "get_verdicts", "list_reviews", "save_marks", "show_sheet"})
"""The routes that read what no version keeps: reviews, which go on while the project changes."""


async def refuse_to_write(request: Request) -> None:
    """Let a request about a version pass only where it reads what the version keeps.

    Raises
    ------
    VersionReadOnly : the route writes.
    RequestInvalid : it reads what no version keeps.
    """
    past, route = opened(request.scope), request.scope.get("route")
    if past is None or past.version is None or not isinstance(route, APIRoute):
        return
    if route.name in OF_NOW:
        raise RequestInvalid(
            f"The version {past.version.name!r} keeps no reviews.", hint="They are of the project as it is now."
        )
    if request.method not in {"GET", "HEAD"} and route.name not in READ_BY_POST:
        raise read_only(past.version)
