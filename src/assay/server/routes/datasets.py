"""Facts about a dataset: its classes, its fields, and what is wrong with it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assay.model.level import Level
from assay.server import replies
from assay.server.deps import Conditional, Store

router = APIRouter(prefix="/api/datasets/{dataset}", tags=["datasets"])


@router.get("/classes", response_model=list[replies.ClassCount])
def list_classes(dataset: int, store: Store, conditional: Conditional, run: int | None = None) -> Response:
    """The classes in the order of their ids, with how many labels and predictions each has."""


@router.get("/fields", response_model=list[replies.Field])
def list_fields(dataset: int, store: Store, conditional: Conditional, level: Level = Level.IMAGE) -> Response:
    """The fields that a query of this level may name and sort by."""


@router.get("/overview", response_model=replies.Overview)
def get_overview(dataset: int, store: Store, conditional: Conditional, run: int | None = None) -> Response:
    """What is wrong with the data, worst first; then facts about the data and the run."""
