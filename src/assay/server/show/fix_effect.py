"""What fixes were worth as a reply."""

from __future__ import annotations

import math

from assay.server.replies import fix_effect as replies
from assay.statistics.paired_trainings import Effect
from assay.workflows.fixes.effect import FixEffect
from assay.workflows.fixes.plan import FixPlan


def show_fix_plan(plan: FixPlan) -> replies.FixPlan:
    """What an answer would rest on."""
    return {
        "level": plan.level,
        "taught": plan.taught,
        "fixes": plan.fixes,
        "moved": plan.moved,
        "test_items": plan.test_items,
        "test_images": plan.test_images,
        "checked": plan.checked,
        "left_out": plan.left_out,
    }


def show_fix_effect(found: FixEffect, *, dataset: int, revision: str) -> replies.FixEffect:
    """The effect overall and by class."""
    return {
        "dataset": dataset,
        "revision": revision,
        "verdict": found.verdict,
        "before": found.before,
        "after": found.after,
        "level": found.level,
        "test": found.test,
        "taught": found.taught,
        "repeats": found.repeats,
        "fixes": found.fixes,
        "left_out": found.left_out,
        "points_per_hundred": found.points_per_hundred,
        "seconds_per_fix": found.seconds_per_fix,
        "measure": found.measure,
        "overall": _points(found.overall),
        "edited": None if found.edited is None else _points(found.edited),
        "classes": [{"name": one.name, "fixes": one.fixes, "effect": _points(one.effect)} for one in found.classes],
    }


def _points(effect: Effect) -> replies.FixedError:
    return {
        "items": effect.items,
        "before": 100 * effect.before,
        "after": 100 * effect.after,
        "gain": 100 * effect.gain,
        "low": None if math.isnan(effect.low) else 100 * effect.low,
        "high": None if math.isnan(effect.high) else 100 * effect.high,
    }
