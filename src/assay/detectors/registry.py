"""The detectors Assay knows, by slug."""

from __future__ import annotations

from assay.detectors.builtin import BUILTIN
from assay.detectors.detector import Detector
from assay.registry import Registry

DETECTORS = Registry[Detector]("detector")
"""Every detector: the built-in ones first, then those of plug-ins."""

for _detector in BUILTIN:
    DETECTORS.add(_detector.slug, _detector)
