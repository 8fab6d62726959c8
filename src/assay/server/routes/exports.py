"""Export of a dataset."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from assay.server import replies
from assay.server.deps import Replies, Store
from assay.server.download import pack
from assay.server.routers import api_router

router = api_router("/api/exports", tag="exports")


@router.get("", response_model=list[replies.ExportFormat])
def list_export_formats(dataset: int, store: Store, reply: Replies) -> Response:
    """The formats there are, and what each of them could not carry of this dataset."""
    from assay.server.show.exports import show_formats  # all formats: loaded by the first who asks for them

    return reply.json_of(store.snapshot().key, lambda: show_formats(store, dataset))


@router.get(
    "/{format}",
    response_class=Response,
    responses={200: {"description": "The file.", "content": {"application/octet-stream": {}}}},
)
def export_dataset(
    format: str, dataset: int, store: Store, query: Annotated[str, Query(max_length=10_000)] = ""
) -> Response:
    """The corrected dataset as a file to download: what the format writes, zipped when it is a folder."""
    from assay.workflows.exports.export_dataset import export_dataset as export

    name = f"{store.snapshot().dataset(dataset).name}-{format}"
    folder = Path(tempfile.mkdtemp(prefix="assay-export-"))
    try:
        packed = pack(lambda out: export(store, out, format=format, dataset=dataset, query=query), folder, name=name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    cleaning = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(packed, filename=packed.name, media_type="application/octet-stream", background=cleaning)
