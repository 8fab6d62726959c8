"""The reference page of detectors, made from what they declare and from their docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assay.detectors.detector import Detector, Need

_NEEDS = {
    Need.RUN: "the predictions of a run",
    Need.PROBABILITIES: "class probabilities",
    Need.DIGESTS: "the image files",
    Need.LABEL_VECTORS: "an embedding of the labels",
    Need.IMAGE_VECTORS: "an embedding of the images",
    Need.PIXELS: "class chances of every pixel",
    Need.MASKS: "masks of the labels",
}


def reference_page(detectors: Iterable[Detector]) -> str:
    """A page in Markdown: each detector with its title, its rule, what it needs, and its docstring.

    A heading of a docstring, a line underlined with hyphens, becomes a paragraph that begins in bold.
    """
    return "\n".join(_section(detector) for detector in detectors)


def _section(detector: Detector) -> str:
    needs = " and ".join(_NEEDS[need] for need in Need if need in detector.needs) or "labels only"
    alone = "Scores lean on the whole set" if detector.whole_set else "A score does not depend on other images"
    return (
        f"## {detector.title}\n\n`{detector.slug}`, version {detector.version}. {detector.rule}\n\n"
        f"Needs {needs}. {alone}.\n\n{_markdown(detector.page)}\n"
    )


def _markdown(docstring: str) -> str:
    """A numpy docstring as Markdown paragraphs."""
    return re.sub(r"^(.+)\n-+\n", r"**\1.** ", docstring, flags=re.MULTILINE)
