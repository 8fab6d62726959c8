"""Classes with too few labels to be learnt."""

from __future__ import annotations

from collections.abc import Sequence

from assay.amounts import listed
from assay.model.level import Level
from assay.query.build import field
from assay.workflows.health.check import Asked, Check, Need
from assay.workflows.health.facts import ClassBalance, Facts

LEAST_SHARE = 0.1
"""A class is out of balance below this part of the share it would have if all K were equal (M70)."""

FEW = 10
"""Fewer labels than this show next to nothing of a class."""

NAMED = 5
"""How many classes are named in a sentence."""


def out_of_balance(facts: Facts) -> Asked:
    """The labels of classes whose share is below a tenth of an even one."""
    classes = [one for one in facts.classes if one.labels]
    least = LEAST_SHARE / max(len(facts.classes), 1)
    return _labels_of([one for one in classes if one.share < least], f"Below {100 * least:.2f} % each: ")


def rare(facts: Facts) -> Asked:
    """The labels of classes with very few of them."""
    return _labels_of([one for one in facts.classes if 0 < one.labels < FEW])


def _labels_of(classes: Sequence[ClassBalance], said: str = "") -> Asked:
    """All labels of the classes, which a sentence names behind `said`, the rarest first."""
    if not classes:
        return Asked(None)
    rarest = sorted(classes, key=lambda one: one.labels)
    named = listed([f"{one.name} ({one.labels:,})" for one in rarest], NAMED)
    return Asked(str(field.label.is_in([one.name for one in rarest])), f"{said}{named}.")


BALANCE = (
    Check(
        "class_imbalance",
        "Classes far rarer than the others",
        f"The class has less than {LEAST_SHARE:g}/K of all labels, K being the number of classes.",
        "Collect more of them, or weigh them more in training.",
        out_of_balance,
        level=Level.ANNOTATION,
        needs=frozenset({Need.LABELS}),
        sort="label",
    ),
    Check(
        "rare_class",
        "Classes with hardly a label",
        f"The class has fewer than {FEW} labels in all.",
        "Collect more of them, or merge the class into another one.",
        rare,
        level=Level.ANNOTATION,
        needs=frozenset({Need.LABELS}),
        sort="label",
    ),
)
"""By share, and by number."""
