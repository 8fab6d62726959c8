"""The routes that no first page asks for: they are loaded once the first pages have their answers."""

from __future__ import annotations

from fastapi import APIRouter

from assay.server.routes import (
    acquire,
    analysis,
    autotags,
    balance,
    drift,
    embeddings,
    exports,
    fields,
    health,
    jobs,
    map,
    metrics,
    model_metrics,
    runs,
    segments,
    similar,
)

ROUTERS: tuple[APIRouter, ...] = (
    runs.router,
    model_metrics.router,
    analysis.router,
    exports.router,
    segments.router,
    health.router,
    fields.router,
    drift.router,
    metrics.router,
    embeddings.router,
    map.router,
    jobs.router,
    acquire.router,
    autotags.router,
    balance.router,
    similar.router,
)
