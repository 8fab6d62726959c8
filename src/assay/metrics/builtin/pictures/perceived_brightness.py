"""How bright the dark and the bright parts of a picture look."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd, MetricType

_PERCENTILES = np.array([1.0, 5.0, 50.0, 95.0, 99.0])


def _percentile(percent: int) -> Output:
    title, meaning = f"Brightness, {percent} %", f"{percent} % of the pixels look darker than this; 0 black, 1 white"
    return Output(f"brightness_p{percent}", title=title, meaning=meaning, high=1.0, bad=BadEnd.BOTH)


def _flag(name: str, title: str, meaning: str) -> Output:
    return Output(name, title=title, meaning=meaning, type=MetricType.FLAG, high=1.0, bad=BadEnd.HIGH)


@picture_metric(
    slug="perceived_brightness",
    version=1,
    title="Perceived brightness",
    outputs=[
        *map(_percentile, _PERCENTILES.astype(int).tolist()),
        _flag("dark", "Dark", "even the brightest hundredth of the pixels looks dark"),
        _flag("light", "Overexposed", "even the darkest twentieth of the pixels looks white"),
    ],
)
def perceived_brightness(picture: Picture, *, dark: float = 0.32, light: float = 0.05) -> list[float]:
    """Percentiles of how bright the pixels look, and whether the picture is dark or overexposed as a whole.

    What it measures
    ----------------
    Each pixel looks as bright as √(.241 R² + .691 G² + .068 B²) / 255. Given are the 1st, 5th, 50th, 95th and 99th
    percentile over the pixels. The picture is `dark` when the 99th is below 0.32, and `light` when the 5th is above
    0.95. Of a large picture 40 rows or more are looked at, spread evenly.

    Why it matters
    --------------
    A mean hides much: a night street with lamps and an evenly grey wall have the same. Percentiles tell an
    underexposed picture from one that shows dark things.

    When it misleads
    ----------------
    Documents and drawings on white paper are light by nature, and thermal or X-ray pictures dark.

    Example
    -------
    `dark` lists the pictures without a single bright spot.

    Reference
    ---------
    M6 of the metric definitions; cleanvision's "dark" and "light" (brightness_perc_99, brightness_perc_5).
    """
    from assay.metrics.tone_kernels import percentiles

    levels = percentiles(picture.sample.perceived, _PERCENTILES).tolist()
    return [*levels, float(levels[-1] < dark), float(1 - levels[1] < light)]
