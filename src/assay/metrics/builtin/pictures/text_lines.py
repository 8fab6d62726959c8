"""How much of a picture is lines of text."""

from __future__ import annotations

import math

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture


@picture_metric(
    slug="text_lines",
    version=1,
    title="Text lines",
    outputs=[Output("text_share", title="Share of text", meaning="share of the area in lines of text", high=1.0)],
    missing="The picture is too narrow for a line of text.",
)
def text_lines(picture: Picture) -> float:
    """The share of the area that lies in lines of what looks like text. No text is read.

    What it measures
    ----------------
    The picture in grey is halved until its longer side is below 640 px. A pixel is of a stroke when it is darker, or
    lighter, by more than 16 of 255 than both the pixel two to its left and the one two to its right. In strips of 16
    columns, a line is 3 to 24 rows on end with two stroke pixels or more, five or more in the fullest, between a row
    above and one below that have fewer. What counts is where such lines run on across five strips or more.

    Why it matters
    --------------
    Screenshots, scanned pages, captions and watermarks among photos: a model may read the caption instead of the
    picture, and print is not what a camera will see.

    When it misleads
    ----------------
    Fences, blinds, keyboards, bricks, railings and a carpet of strong grain have lines of strokes, too. Text is missed
    where it is steep, faint, a few letters only, smaller than 5 px or larger than 24 px once halved, or where it
    touches the upper or lower edge, as in a tight box around a word. A picture narrower than 84 px has no value: no
    line of five strips has room.

    Example
    -------
    Most photos have 0 to 0.02; a line of caption adds 0.02 to 0.05; a page of print has 0.3 to 0.5: the white between
    lines does not count.

    Reference
    ---------
    M18 of the metric definitions; the rule is Assay's own, after the runs and projection profiles by which pages are
    segmented: F. Wahl, K. Wong and R. Casey, Block segmentation and text extraction in mixed text/image documents,
    1982.
    """
    from assay.metrics.text_kernel import LEAST_STRIPS, REACH, STRIP, text_share

    grey = picture.reduced
    return text_share(grey) if grey.shape[1] >= LEAST_STRIPS * STRIP + 2 * REACH else math.nan
