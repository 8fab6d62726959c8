"""How the boxes of a prediction file fit into their images, in each form that they could have."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.model.reading import BoxForm
from assay.workflows.imports.box_forms import WORDS, Numbers, are_plain, corners, numbers_of, sides_of
from assay.workflows.imports.object_rows import KnownImages

LEAST_ROWS = 20
"""Fewer boxes tell nothing about their file."""

LEAST_MISFIT = 0.02
"""A smaller share of boxes that stand out of their images is what detectors do."""

CLEARLY = 10
"""So many times fewer boxes must misfit in another form before it is suggested."""

_SMALL = 16  # pixels: an image no larger may well hold a box of one pixel


class BoxFit:
    """Counts the boxes that stand out of their images when read in each form; images without a size do not count.

    `plain` counts all boxes whose numbers a form can read at all.
    """

    def __init__(self, read_as: BoxForm) -> None:
        self._read_as = read_as
        self.plain = 0
        self._rows = 0
        self._misfits = dict.fromkeys(BoxForm, 0)

    def see(self, objects: pa.Table, images: KnownImages) -> None:
        """Take note of the boxes of a batch, their numbers as the file has them."""
        width, height = sides_of(objects, images)
        numbers = numbers_of(objects)
        plain = are_plain(objects)
        self.plain += int(plain.sum())
        seen = plain & np.isfinite(width) & np.isfinite(height) & np.isfinite(numbers).all(axis=0)
        numbers, width, height = numbers[:, seen], width[seen], height[seen]
        self._rows += len(width)
        tiny = (np.abs(numbers).max(axis=0, initial=0) <= 1) & (np.minimum(width, height) > _SMALL)

        def misfits(form: BoxForm) -> int:
            fits = _fit(numbers, form, width, height)
            return int(np.count_nonzero(~fits | (tiny & (not form.is_normalised))))

        as_read = misfits(self._read_as)
        # A batch that fits as it was read speaks against every other form: most files need no more than that.
        is_fine = as_read < LEAST_MISFIT * len(width)
        for form in BoxForm:
            self._misfits[form] += as_read if form is self._read_as else len(width) if is_fine else misfits(form)

    @property
    def better(self) -> BoxForm | None:
        """The form in which clearly more boxes fit than in the one they were read in; None when there is none.

        Forms that fit alike go by their order: fit cannot tell y, x, height, width from sides scaled the wrong way
        round, nor either from x, y, width, height in a square.
        """
        misfit = self._misfits[self._read_as]
        best = min(BoxForm, key=self._misfits.__getitem__)
        clear = misfit >= LEAST_MISFIT * self._rows and self._misfits[best] * CLEARLY <= misfit
        return best if self._rows >= LEAST_ROWS and misfit and clear else None

    def sentence(self, form: BoxForm) -> str:
        """The evidence for another form."""
        return (
            f"Of {self._rows:,} boxes {self._share(self._read_as)} stand out of their images when read as "
            f"{WORDS[self._read_as]}, {self._share(form)} when read as {WORDS[form]}."
        )

    def _share(self, form: BoxForm) -> str:
        return f"{100 * self._misfits[form] / self._rows:.1f} %"


def _fit(numbers: Numbers, form: BoxForm, width: Numbers, height: Numbers) -> NDArray[np.bool_]:
    """(n,) whether boxes (4, n) in a form lie within their images, give or take a pixel and a hundredth."""
    x1, y1, x2, y2 = corners(numbers, form, width, height)
    slack_x, slack_y = 1 + 0.01 * width, 1 + 0.01 * height
    inside = (x1 >= -slack_x) & (y1 >= -slack_y) & (x2 <= width + slack_x) & (y2 <= height + slack_y)
    return np.asarray(inside & (x2 >= x1) & (y2 >= y1))
