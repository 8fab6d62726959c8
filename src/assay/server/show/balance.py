"""Balance of classes and edge cases as replies."""

from __future__ import annotations

import math

from assay.query.build import field
from assay.server.replies import balance as replies
from assay.server.show.frames import Frames
from assay.store.snapshot import Snapshot
from assay.workflows.curation.balance import Balance
from assay.workflows.curation.edge_cases import EdgeCases


def show_balance(found: Balance) -> replies.Balance:
    """The classes with what would even them out."""
    return {
        "classes": [
            {
                "id": one.id,
                "name": one.name,
                "labels": one.labels,
                "images": one.images,
                "share": one.share,
                "effective": one.effective,
                "weight": None if math.isnan(one.weight) else one.weight,
                "change": one.change,
                "query": one.query,
            }
            for one in found.classes
        ],
        "goal": found.goal,
        "ratio": None if math.isnan(found.ratio) else found.ratio,
        "effective_classes": found.effective_classes,
    }


def show_edge_cases(found: EdgeCases, snapshot: Snapshot) -> replies.EdgeCases:
    """Rare and hard images with their reasons."""
    ids = [case.image_id for case in found.cases]
    frames = Frames.read(snapshot, ids)
    return {
        "cases": [
            {
                "image": frames.ref(case.image_id),
                "score": case.score,
                "rarity": case.rarity,
                "hardness": case.hardness,
                "reasons": list(case.reasons),
            }
            for case in found.cases
        ],
        "images": found.images,
        "by_look": found.by_look,
        "by_run": found.by_run,
        "query": str(field.id.is_in(ids)) if ids else "",
    }
