"""The checks of the health report, by what they look at. Adding one is an entry here and its row in a test."""

from __future__ import annotations

from assay.workflows.health.check import Check
from assay.workflows.health.checks.balance import BALANCE
from assay.workflows.health.checks.duplicates import DUPLICATES
from assay.workflows.health.checks.files import FILES
from assay.workflows.health.checks.labels import LABELS
from assay.workflows.health.checks.pictures import PICTURES
from assay.workflows.health.checks.sameness import SAMENESS

CHECKS: tuple[Check, ...] = (*FILES, *DUPLICATES, *LABELS, *PICTURES, *BALANCE, *SAMENESS)
"""Every check; of equally bad ones with equal shares the earlier one is told first."""
