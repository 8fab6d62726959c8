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
    fix_effect,
    health,
    jobs,
    map,
    metrics,
    mislabels,
    model_metrics,
    reviews,
    runs,
    segment_work,
    segments,
    similar,
    versions,
    videos,
    wall,
)

ROUTERS: tuple[APIRouter, ...] = (
    runs.router,
    model_metrics.router,
    analysis.router,
    exports.router,
    segments.router,
    segment_work.router,
    health.router,
    fields.router,
    drift.router,
    metrics.router,
    mislabels.router,
    embeddings.router,
    map.router,
    jobs.router,
    acquire.router,
    autotags.router,
    balance.router,
    similar.router,
    reviews.router,
    reviews.notes,
    wall.router,
    versions.router,
    fix_effect.router,
    videos.router,
)
