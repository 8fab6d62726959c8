"""The detectors Assay knows, by slug."""

from __future__ import annotations

from assay.detectors.detector import Detector
from assay.registry import Registry


def _builtin() -> dict[str, Detector]:
    from assay.detectors.builtin import BUILTIN

    return {detector.slug: detector for detector in BUILTIN}


DETECTORS = Registry[Detector]("detector", builtin=_builtin)
"""Every detector: the built-in ones first, then those of plug-ins."""
