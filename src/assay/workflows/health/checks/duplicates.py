"""Images that are there more than once, within a split and across splits."""

from __future__ import annotations

from assay.model.issue import IssueKind
from assay.workflows.health.check import Check, Severity

DUPLICATES = (
    Check(
        "exact_leak",
        "Copies that leak from one split to another",
        "Images of exactly the same pixels lie in two splits or more.",
        "Remove the copies from training, or the test tells more than the model can do.",
        "exact_leak is not null",
        severity=Severity.BAD,
        reads=("exact_leak",),
        sort="exact_leak",
        kind=IssueKind.DUPLICATE_IMAGE,
    ),
    Check(
        "near_leak",
        "Look-alikes that leak from one split to another",
        "Images that look the same, but are no exact copies, lie in two splits or more.",
        "Look at them side by side; put those that are one scene into one split.",
        "near_leak is not null and exact_leak is null",
        reads=("near_leak", "exact_leak"),
        sort="near_leak",
        kind=IssueKind.DUPLICATE_IMAGE,
    ),
    Check(
        "embedding_leak",
        "Images that mean the same leak from one split to another",
        "Images of almost one embedding, which hashes do not take for look-alikes, lie in two splits or more.",
        "Look at them side by side: crops, mirror images and next frames belong into one split.",
        "embedding_leak is not null and near_leak is null",
        reads=("embedding_leak", "near_leak"),
        sort="embedding_leak",
        kind=IssueKind.DUPLICATE_IMAGE,
    ),
    Check(
        "exact_duplicate",
        "Exact duplicates",
        "Another image has exactly the same pixels.",
        "Keep one image of each group, the best labelled.",
        "same_pixels is not null",
        reads=("same_pixels",),
        sort="same_pixels",
        kind=IssueKind.DUPLICATE_IMAGE,
    ),
    Check(
        "near_duplicate",
        "Near duplicates",
        "Another image looks the same, but has not the same pixels.",
        "Keep one image of each group, unless the differences matter to your model.",
        "near_duplicate is not null and same_pixels is null",
        reads=("near_duplicate", "same_pixels"),
        sort="near_duplicate",
        kind=IssueKind.DUPLICATE_IMAGE,
    ),
)
"""Leaks first: a copy within a split only wastes time."""
