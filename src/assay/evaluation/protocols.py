"""The rules by which average precision is counted, each under its own name."""

from __future__ import annotations

from dataclasses import dataclass, field

from assay.errors import NotFound
from assay.evaluation.coco_config import COCO_KEYPOINTS, VOC07, VOC12, CocoConfig
from assay.model.shape import ShapeKind


@dataclass(frozen=True, slots=True)
class EvaluationProtocol:
    """One set of rules.

    shape : what is compared; labels and predictions without it are left out. counts_difficult : whether a label that is
    marked `ignore` or `difficult` counts like any other. by_class : whether a label is answered by predictions of its
    class alone. allows_pairs : whether the user names other classes that may answer too.
    """

    name: str
    title: str
    config: CocoConfig = field(default_factory=CocoConfig)
    shape: ShapeKind = ShapeKind.BOX
    counts_difficult: bool = True
    by_class: bool = True
    allows_pairs: bool = False


PROTOCOLS: dict[str, EvaluationProtocol] = {
    protocol.name: protocol
    for protocol in (
        EvaluationProtocol("coco", "COCO, boxes: mean over IoU .50 to .95 and 101 recalls"),
        EvaluationProtocol("coco-segm", "COCO, masks", shape=ShapeKind.MASK),
        EvaluationProtocol("coco-keypoints", "COCO, keypoints by OKS", COCO_KEYPOINTS, ShapeKind.KEYPOINTS),
        EvaluationProtocol(
            "voc07", "PASCAL VOC to 2009: IoU .5, precision at 11 recalls", VOC07, counts_difficult=False
        ),
        EvaluationProtocol(
            "voc12", "PASCAL VOC since 2010: IoU .5, area under the curve", VOC12, counts_difficult=False
        ),
        EvaluationProtocol("class-agnostic", "COCO, boxes, as if there were one class", by_class=False),
        EvaluationProtocol("allowed-pairs", "COCO, boxes, with classes that may answer others", allows_pairs=True),
    )
}
"""Every protocol by name."""


def protocol_of(shape: ShapeKind) -> str:
    """The name of COCO's own protocol for what is compared: boxes, masks or keypoints."""
    return {ShapeKind.MASK: "coco-segm", ShapeKind.KEYPOINTS: "coco-keypoints"}.get(shape, "coco")


def protocol_named(name: str) -> EvaluationProtocol:
    """The protocol; raise `NotFound` when there is none of this name."""
    if name not in PROTOCOLS:
        raise NotFound(f"There is no protocol {name!r}.", hint=f"There are {', '.join(PROTOCOLS)}.")
    return PROTOCOLS[name]
