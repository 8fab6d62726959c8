"""What `budgets.toml` promises, figure by figure, beside what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Promise = tuple[str, float, float, bool]
"""What it is, what was measured, what was promised, and whether that is the least (else the most)."""

LEAST = ("times_faster", "ahead_of_cleanlab")
"""Figures of which the budget is the least; of all others it is the most, unless their table says so."""


def promised(name: str, result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    """Figure by figure of one benchmark, where a budget stands for it."""
    if name == "queries":
        yield from _queries(result, budgets)
    elif name == "label_errors":
        yield from _label_errors(result, budgets)
    elif name == "finding":
        for ratio, sets in budgets.items():
            for key, least in sets.items():
                yield f"{key}: {ratio}", result[ratio][key], least, True
    elif name == "finding_speed":
        yield from _finding_speed(result, budgets)
    elif name == "evaluation":
        for shape, beside in budgets.items():
            yield from _evaluation(shape, result[shape], beside)
    else:
        own = result.get("assay") or result.get("browser") or result
        yield from _alone(own, budgets, may_lack=name == "metrics")


def promised_beside(result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    """Ratio by ratio of the parts that were measured; one that the peer has no figure for is not promised."""
    for part, least in budgets.items():
        ratios = result.get(part, {}).get("times_less", {})
        for key, budget in least.items():
            if key in ratios:
                yield f"{part}, {key}: times less than the peer", ratios[key], budget, True


def is_kept(promise: Promise) -> bool:
    _, measured, budget, least = promise
    return measured >= budget if least else measured <= budget


def _queries(result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    for size in result["sizes"]:
        for question, budget in budgets.get(str(size["objects"]), {}).items():
            yield f"{question} of {size['objects']:,} (ms)", size["ms"][question]["warm"], budget, False


def _label_errors(result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    """By the probabilities of each model: the average precision, and how many times that of cleanlab's best score."""
    for model, budget in budgets.get("roman_numerals", {}).items():
        orders = {who: order["average_precision"] for who, order in result["classes"]["roman_numerals"][model].items()}
        ours = orders.pop("assay")
        yield f"average precision with {model}", ours, budget, True
        if orders and "times_cleanlab" in budgets:
            ratio = round(ours / max(orders.values()), 3)
            yield f"average precision with {model}: times cleanlab's best", ratio, budgets["times_cleanlab"], True


def _alone(figures: dict[str, Any], budgets: dict[str, Any], *, may_lack: bool) -> Iterator[Promise]:
    """Figure by figure; those beside cleanvision are there where it is."""
    for key, budget in budgets.items():
        if key in figures or not may_lack:
            yield key, figures[key], budget, key in LEAST


def _finding_speed(result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    """Figure by figure of what is at least, and at most; those beside cleanlab are there where it is."""
    for bound, figures in budgets.items():
        for key, budget in figures.items():
            if key in result:
                yield key, result[key], budget, bound == "least"


def _evaluation(shape: str, result: dict[str, Any], budgets: dict[str, Any]) -> Iterator[Promise]:
    """Figure by figure of ours and of each peer that was measured."""
    for who, figures in budgets.items():
        for key, budget in figures.items() if who in result else ():
            yield f"{shape}, {who}, {key}", result[who][key], budget, key in LEAST
