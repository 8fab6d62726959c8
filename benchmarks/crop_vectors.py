"""Vectors of the crops of a detection set by the default embedder, of which only those that changed are made anew."""

from __future__ import annotations

import cv2
import numpy as np

from assay.embeddings.builtin.descriptor import descriptor
from assay.embeddings.crops import cut_crops
from assay.embeddings.embedder import NO_STATE
from benchmarks.injected import Boxes, DetectionSet, Spoiled

SIDE = 96


class CropVectors:
    """The raw vectors of the labels of a set, fitted to whatever labels are asked for."""

    def __init__(self, given: DetectionSet) -> None:
        self.given = given
        self.raw = self._raw(given.labels)

    def of(self, spoiled: Spoiled) -> np.ndarray:
        """(n, d) unit vectors; NaN where a crop cannot be cut."""
        raw = self.raw[spoiled.origin]
        if spoiled.moved.any():
            raw[spoiled.moved] = self._raw(spoiled.labels.take(spoiled.moved))
        known = np.isfinite(raw).all(axis=1)
        vectors = np.full((len(raw), 1), np.nan, np.float32)
        if known.any():
            found = descriptor.project(raw[known], descriptor.fit(raw[known]))
            vectors = np.full((len(raw), found.shape[1]), np.nan, np.float32)
            vectors[known] = found / np.linalg.norm(found, axis=1, keepdims=True)
        return vectors

    def _raw(self, boxes: Boxes) -> np.ndarray:
        encoder, raw = descriptor.load(state=NO_STATE), None
        for image in np.unique(boxes.image):
            rows = np.flatnonzero(boxes.image == image)
            pixels = cv2.cvtColor(cv2.imread(str(self.given.files[image])), cv2.COLOR_BGR2RGB)
            cut = cut_crops(pixels, boxes.box[rows], side=SIDE)
            good = np.array([not reason for reason in cut.reasons])
            if good.any():
                found = encoder.encode(cut.crops[good])
                raw = np.full((len(boxes.box), found.shape[1]), np.nan, np.float32) if raw is None else raw
                raw[rows[good]] = found
        return raw
