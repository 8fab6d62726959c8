"""One file per resource. `first` and `later` gather them, in the order in which they are loaded."""

from __future__ import annotations

LATER_PATHS = (
    "/api/runs/",
    "/api/exports",
    "/api/segments",
    "/api/fields/",
    "/api/find",
    "/api/drift",
    "/api/health",
    "/api/map",
    "/api/metrics",
    "/api/mislabels",
    "/api/jobs",
    "/api/acquire",
    "/api/similar",
    "/api/dedupe",
    "/api/autotags",
    "/api/embeddings",
    "/api/balance",
    "/api/wall",
    "/api/reviews",
    "/api/classes/",
    "/media/sheets",
    "/api/edge-cases",
    "/api/versions",
    "/api/did-it-help",
    "/api/history",
    "/api/videos",
    "/api/openapi.json",
)
"""How the addresses of the routes in `later` and of the description begin, and of no others."""
