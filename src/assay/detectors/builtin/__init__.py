"""The detectors that come with Assay, one file each. Adding one is a file, a test and a line here."""

from __future__ import annotations

from assay.detectors.builtin.duplicate_box import duplicate_box
from assay.detectors.builtin.duplicate_image import duplicate_image
from assay.detectors.builtin.invalid_geometry import invalid_geometry
from assay.detectors.builtin.loose_box import loose_box
from assay.detectors.builtin.missing_object import missing_object
from assay.detectors.builtin.spurious_label import spurious_label
from assay.detectors.builtin.wrong_class import wrong_class
from assay.detectors.detector import Detector

BUILTIN: tuple[Detector, ...] = (
    missing_object,
    spurious_label,
    wrong_class,
    loose_box,
    duplicate_box,
    invalid_geometry,
    duplicate_image,
)
"""In the order in which they are shown."""
