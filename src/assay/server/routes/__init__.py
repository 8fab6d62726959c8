"""One file per resource."""

from __future__ import annotations

from fastapi import APIRouter

from assay.server.routes import (
    changes,
    datasets,
    edits,
    exports,
    images,
    issues,
    media,
    model_metrics,
    project,
    queries,
    runs,
    search,
    segments,
)

ROUTERS: tuple[APIRouter, ...] = (
    project.router,
    datasets.router,
    search.router,
    images.router,
    queries.router,
    issues.router,
    edits.router,
    changes.router,
    runs.router,
    model_metrics.router,
    exports.router,
    segments.router,
    media.router,
)
"""Every route but those of the web app."""
