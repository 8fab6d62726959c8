"""The detectors that come with Assay, one file each. Adding one is a file, a test and a line here."""

from __future__ import annotations

from assay.detectors.builtin.class_drift import class_drift
from assay.detectors.builtin.contradiction import contradiction
from assay.detectors.builtin.duplicate_box import duplicate_box
from assay.detectors.builtin.duplicate_image import duplicate_image
from assay.detectors.builtin.invalid_geometry import invalid_geometry
from assay.detectors.builtin.loose_box import loose_box
from assay.detectors.builtin.loose_mask import loose_mask
from assay.detectors.builtin.missing_object import missing_object
from assay.detectors.builtin.odd_geometry import odd_geometry
from assay.detectors.builtin.odd_image import odd_image
from assay.detectors.builtin.odd_object import odd_object
from assay.detectors.builtin.spurious_label import spurious_label
from assay.detectors.builtin.track_error import track_error
from assay.detectors.builtin.wrong_class import wrong_class
from assay.detectors.builtin.wrong_pixels import wrong_pixels
from assay.detectors.detector import Detector

BUILTIN: tuple[Detector, ...] = (
    missing_object,
    spurious_label,
    wrong_class,
    contradiction,
    class_drift,
    loose_box,
    duplicate_box,
    invalid_geometry,
    odd_geometry,
    track_error,
    wrong_pixels,
    loose_mask,
    duplicate_image,
    odd_object,
    odd_image,
)
"""In the order in which they are shown."""
