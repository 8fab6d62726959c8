"""Assay finds and fixes bad data in computer-vision datasets."""

from __future__ import annotations

__version__ = "0.1.0"
