"""How unequal classes are, and which images are rare and hard."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Query, Response

from assay.model.level import Level
from assay.server.deps import Replies, Store
from assay.server.replies import balance as replies
from assay.server.routers import api_router
from assay.server.show.balance import show_balance, show_edge_cases
from assay.workflows.curation import balance, edge_cases

router = api_router("/api", tag="datasets")


@router.get("/balance", response_model=replies.Balance)
def get_balance(
    dataset: int, store: Store, reply: Replies, goal: Annotated[int | None, Query(ge=1, le=1_000_000_000)] = None
) -> Response:
    """The share of each class, what its labels are worth, and how many to draw again or to leave out."""
    snapshot = store.snapshot()
    return reply.json(show_balance(balance.class_balance(snapshot, dataset=dataset, goal=goal)))


@router.get(
    "/balance/weights",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"text/csv": {}}}},
)
def get_sampler_weights(
    dataset: int, store: Store, level: Literal[Level.IMAGE, Level.ANNOTATION] = Level.IMAGE
) -> Response:
    """The weight by which a sampler draws each image or label, as a CSV file to download."""
    with tempfile.TemporaryDirectory(prefix="assay-weights-") as folder:
        written = Path(folder) / "weights.csv"
        balance.write_weights(store.snapshot(), written, level, dataset=dataset)
        name = f"weights-{'images' if level is Level.IMAGE else 'labels'}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(written.read_bytes(), media_type="text/csv", headers=headers)


@router.get("/edge-cases", response_model=replies.EdgeCases)
def get_edge_cases(dataset: int, store: Store, reply: Replies, run: int | None = None) -> Response:
    """Images that are rare and hard at once, the most so first, each with its reasons."""
    snapshot = store.snapshot()
    return reply.json_of(
        snapshot.key,
        lambda: show_edge_cases(edge_cases.edge_cases(snapshot, dataset=dataset, run=run), snapshot),
    )
