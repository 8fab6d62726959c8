"""How much there is to see in a picture."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.metric import BadEnd, MetricType


@picture_metric(
    slug="entropy",
    version=1,
    title="Entropy",
    outputs=[
        Output("entropy", meaning="of the grey levels: 0 for one tone to 8", unit="bit", high=8.0, bad=BadEnd.LOW),
        Output(
            "low_information",
            title="Low information",
            meaning="the entropy is below 1.415 bits: hardly anything is in the picture",
            type=MetricType.FLAG,
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
)
def entropy(picture: Picture, *, threshold: float = 1.415) -> list[float]:
    """The Shannon entropy of the grey levels, and whether it is very low.

    What it measures
    ----------------
    −Σ p log₂ p over the 256 grey levels, p the share of pixels of a level; of a large picture some rows are
    looked at. `low_information` is yes below 1.415 bits.

    Why it matters
    --------------
    Blank pages, placeholders, lens caps and failed exposures hold nothing to learn from.

    When it misleads
    ----------------
    A drawing of a few tones has low entropy however rich it is; noise has the highest.

    Example
    -------
    A half black, half white picture has 1 bit; `low_information` lists the blank ones.

    Reference
    ---------
    M11 of the metric definitions; cleanvision's "low_information", yes where a tenth of the entropy is below 0.3. It
    counts the three channels of a colour picture apart, which adds log₂ 3 = 1.585 bits, so that the same picture in a
    file of one channel scores lower; here both have one number, and 3 − 1.585 = 1.415 is the same bound. C. E. Shannon,
    A mathematical theory of communication, 1948.
    """
    from assay.metrics import tone_kernels

    bits = tone_kernels.entropy(picture.sample.levels)
    return [bits, float(bits < threshold)]
