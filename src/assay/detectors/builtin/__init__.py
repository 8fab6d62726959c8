"""The detectors that come with Assay, one file each. Adding one is a file, a test and a line here."""

from __future__ import annotations

from assay.detectors.detector import Detector

BUILTIN: tuple[Detector, ...] = ()
"""In the order in which they are shown."""
