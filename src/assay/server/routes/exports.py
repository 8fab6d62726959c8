"""Export of a dataset."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from assay.server import replies
from assay.server.deps import Store

router = APIRouter(prefix="/api/exports", tags=["exports"])


@router.get("", response_model=list[replies.ExportFormat])
def list_export_formats(dataset: int, store: Store) -> Response:
    """The formats there are, and what each of them could not carry of this dataset."""


@router.get("/{format}", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def export_dataset(format: str, dataset: int, store: Store, query: Annotated[str, Query(max_length=10_000)] = "") -> Response:
    """The corrected dataset as a file to download: what the format writes, zipped when it is a folder."""
