"""Precision and spot checks as replies."""

from __future__ import annotations

from assay.model.spot_check import SpotCheck as Stored
from assay.schema.scope import Scope
from assay.server.replies import KindWorth, Precision, Precisions, SpotCheck
from assay.store.snapshot import Snapshot
from assay.workflows.inbox import EFFORT, WORTH, worths_of
from assay.workflows.issues import spot_check as workflow


def show_precision(found: workflow.Precision) -> Precision:
    """The precision of one list of suspects."""
    return {
        "kind": found.kind,
        "detector": found.detector,
        "basis": found.basis,
        "share": found.share,
        "low": found.low,
        "high": found.high,
        "errors": found.errors,
        "judged": found.judged,
        "open": found.open,
        "expected": found.expected,
    }


def show_precisions(snapshot: Snapshot, scope: Scope) -> Precisions:
    """The precision of everything, and the spot check that goes on."""
    whole, *parts = workflow.precisions(snapshot, scope)
    going_on = workflow.begun_spot_check(snapshot, scope)
    return {
        "whole": show_precision(whole),
        "kinds": [show_precision(part) for part in parts if part.detector is None],
        "detectors": [show_precision(part) for part in parts if part.detector is not None],
        "spot_check": None if going_on is None else show_spot_check(going_on, snapshot),
    }


def show_spot_check(check: Stored, snapshot: Snapshot) -> SpotCheck:
    """A spot check and what is left of it."""
    return {
        "id": check.id,
        "kind": check.kind,
        "population": check.population,
        "issues": list(check.issues),
        "left": workflow.left_of(snapshot, check),
        "author": check.author,
        "at": check.at,
    }


def show_worths(snapshot: Snapshot, dataset_id: int) -> list[KindWorth]:
    """What mending each kind is worth."""
    return [
        {"kind": kind, "worth": worth, "default": WORTH[kind], "effort": EFFORT.get(kind, 1.0)}
        for kind, worth in worths_of(snapshot, dataset_id).items()
    ]
