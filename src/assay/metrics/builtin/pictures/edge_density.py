"""How much of a picture is edges."""

from __future__ import annotations

from assay.metrics.metric import Output, picture_metric
from assay.metrics.picture import Picture


@picture_metric(
    slug="edge_density",
    version=1,
    title="Edge density",
    outputs=[Output("edge_density", meaning="share of pixels that are edges, at 160 px", high=1.0)],
)
def edge_density(picture: Picture, *, low: int = 100, high: int = 200) -> float:
    """The share of pixels that Canny's detector calls edges.

    What it measures
    ----------------
    The picture in grey is brought to a longer side of 160 px; of its pixels, the share that are Canny edges: Sobel
    gradients of 3 × 3, thinned to ridges, above `high`, or above `low` and joined to such.

    Why it matters
    --------------
    Text, foliage and crowds are dense with edges, skies and walls have none: it orders a set by how busy it is.

    When it misleads
    ----------------
    Noise makes edges, and a low contrast hides them.

    Example
    -------
    A plain wall has 0, a page of print 0.2.

    Reference
    ---------
    M18 of the metric definitions. J. Canny, A computational approach to edge detection, 1986; the numbers of
    OpenCV's `Canny`.
    """
    from assay.metrics.edge_kernels import count_edges

    return float(count_edges(picture.working, low, high)) / picture.working.size
