"""Look-alikes and groups of duplicates as replies."""

from __future__ import annotations

from assay.server.replies import similar as replies
from assay.workflows.curation.dedupe import METRICS, DedupePlan
from assay.workflows.embeddings.find_similar import LookAlikes

SHOWN_GROUPS = 2_000


def show_look_alikes(found: LookAlikes) -> replies.LookAlikes:
    """Rows with their similarities."""
    return {
        "level": found.level,
        "embedding": found.embedding.name,
        "query": found.query,
        "ids": found.ids.tolist(),
        "similarities": [round(alike, 6) for alike in found.similarities.tolist()],
    }


def show_plan(plan: DedupePlan) -> replies.DedupePlan:
    """What would stay and go, leaks first."""
    groups = sorted(plan.groups, key=lambda group: len(group.splits) < 2)
    return {
        "keep": plan.keep,
        "prefer": plan.prefer,
        "alike": list(plan.alike),
        "missing": [{"alike": one, "metric": METRICS[one]} for one in plan.missing],
        "total": len(groups),
        "images": len(plan.remove),
        "leaks": sum(len(group.splits) > 1 for group in groups),
        "groups": [
            {
                "keep": group.keep,
                "remove": list(group.remove),
                "why": group.why,
                "splits": list(group.splits),
                "alike": list(group.alike),
            }
            for group in groups[:SHOWN_GROUPS]
        ],
    }
