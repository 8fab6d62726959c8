"""Numbers of masks and of tracks, as JSON values and as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assay.cli.tables import print_facts, print_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from assay.model.evaluation import EvaluationConfig
    from assay.model.run import Run
    from assay.store.snapshot import Snapshot

OF_MASKS = {
    "segmentation": (
        ("mIoU", "fwIoU", "pixel_accuracy", "Dice", "boundary_IoU"),
        ("class", "support", "iou", "dice", "boundary_iou"),
    ),
    "panoptic": (("PQ", "SQ", "RQ", "PQ_things", "PQ_stuff"), ("class", "pq", "sq", "rq")),
}
"""The numbers over all classes, and of each, by protocol."""

TRACKING = "tracking"
_OF_TRACKS = ("class", "mota", "motp", "idf1", "hota", "deta", "assa", "loca", "switches")


def beyond_boxes(snapshot: Snapshot, run: Run, protocol: str | None, *, config: EvaluationConfig) -> dict[str, Any]:
    """The protocol's numbers under its own name as JSON; nothing for a protocol that counts average precision."""
    if protocol == TRACKING:
        from assay.workflows.runs.tracking_metrics import tracking_metrics

        tracked = tracking_metrics(snapshot, run, iou=config.iou, confidence=config.confidence)
        return {"protocol": protocol, protocol: {"summary": tracked.summary, "per_class": tracked.arrow().to_pylist()}}
    if protocol in OF_MASKS:
        from assay.workflows.runs.segmentation_metrics import segmentation_metrics

        names, columns = OF_MASKS[protocol]
        found = segmentation_metrics(snapshot, run, confidence=config.confidence)
        summary = {name: found.summary[name] for name in names}
        return {
            "protocol": protocol,
            protocol: {"summary": summary, "per_class": found.arrow().select(columns).to_pylist()},
        }
    return {}


def print_beyond_boxes(console: Console, value: Mapping[str, Any]) -> None:
    """The numbers that `beyond_boxes` put into `value`, if it did."""
    protocol = str(value.get("protocol"))
    if protocol not in value:
        return
    console.print(f"By {protocol}:", markup=False)
    print_facts(console, value[protocol]["summary"])
    columns = _OF_TRACKS if protocol == TRACKING else OF_MASKS[protocol][1]
    print_rows(console, value[protocol]["per_class"], columns, empty="No class has any.")
