"""Formats and what they lose as replies."""

from __future__ import annotations

from assay.formats.registry import WRITERS
from assay.server.replies import ExportFormat
from assay.store.store import Store
from assay.workflows.exports.export_dataset import preview_losses


def show_formats(store: Store, dataset: int) -> list[ExportFormat]:
    """Every format that can be written, with what it could not carry of `dataset`."""
    return [
        {
            "name": name,
            "title": writer.title,
            "losses": [
                {"code": loss.code, "message": loss.message, "count": loss.count}
                for loss in preview_losses(store, format=name, dataset=dataset).losses
            ],
        }
        for name, writer in WRITERS.items()
    ]
