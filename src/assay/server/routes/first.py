"""The routes that the first pages ask for: they are loaded first."""

from __future__ import annotations

from fastapi import APIRouter

from assay.server.routes import datasets, images, issues, media, project, queries, search

ROUTERS: tuple[APIRouter, ...] = (
    project.router,
    datasets.router,
    search.router,
    images.router,
    queries.router,
    issues.router,
    media.router,
)
