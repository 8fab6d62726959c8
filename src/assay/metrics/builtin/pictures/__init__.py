"""Metrics of pixels: of images, and of the crops of objects."""

from __future__ import annotations

from assay.metrics.builtin.pictures.aspect import aspect
from assay.metrics.builtin.pictures.blockiness import blockiness
from assay.metrics.builtin.pictures.blur import blur
from assay.metrics.builtin.pictures.brightness import brightness
from assay.metrics.builtin.pictures.clipping import clipping
from assay.metrics.builtin.pictures.colour import colour
from assay.metrics.builtin.pictures.colour_shares import colour_shares
from assay.metrics.builtin.pictures.content_hash import content_hash
from assay.metrics.builtin.pictures.contrast import contrast
from assay.metrics.builtin.pictures.edge_density import edge_density
from assay.metrics.builtin.pictures.entropy import entropy
from assay.metrics.builtin.pictures.exact_duplicate import exact_duplicate
from assay.metrics.builtin.pictures.file_health import file_health
from assay.metrics.builtin.pictures.grayscale import grayscale
from assay.metrics.builtin.pictures.jpeg_quality import jpeg_quality
from assay.metrics.builtin.pictures.leakage import leakage
from assay.metrics.builtin.pictures.near_duplicate import near_duplicate
from assay.metrics.builtin.pictures.odd_aspect import odd_aspect
from assay.metrics.builtin.pictures.odd_size import odd_size
from assay.metrics.builtin.pictures.perceived_brightness import perceived_brightness
from assay.metrics.builtin.pictures.phash import phash
from assay.metrics.builtin.pictures.radiometric_use import radiometric_use
from assay.metrics.builtin.pictures.random_value import random_value
from assay.metrics.builtin.pictures.sharpness import sharpness
from assay.metrics.builtin.pictures.signal_to_noise import signal_to_noise
from assay.metrics.builtin.pictures.size import size
from assay.metrics.builtin.pictures.text_lines import text_lines
from assay.metrics.metric import Metric

PICTURE_METRICS: tuple[Metric, ...] = (
    size,
    aspect,
    odd_aspect,
    odd_size,
    brightness,
    perceived_brightness,
    contrast,
    sharpness,
    blur,
    colour_shares,
    colour,
    grayscale,
    entropy,
    clipping,
    signal_to_noise,
    radiometric_use,
    jpeg_quality,
    blockiness,
    edge_density,
    text_lines,
    phash,
    content_hash,
    exact_duplicate,
    near_duplicate,
    leakage,
    random_value,
    file_health,
)
"""In the order in which they are shown."""
