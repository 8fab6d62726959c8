"""Pascal VOC: an XML file for each image, as LabelImg, Roboflow and CVAT write them too."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any
from xml.etree import ElementTree

from assay.formats.per_image.labels import Box, FileLabel, FileLabels, box_around, corner_box, finite, pixels
from assay.formats.problems import ProblemLog, shown

_IS_VOC = re.compile(rb"<annotation[\s>]")
_ENTITY = re.compile(rb"<\0?!\0?(E\0?N\0?T\0?I\0?T\0?Y|D\0?O\0?C\0?T\0?Y\0?P\0?E)")
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_TURNED = ("cx", "cy", "w", "h", "angle")
_READ = {"name", "bndbox", "robndbox", "polygon", "part", "attributes"}


def is_voc(head: bytes) -> bool:
    """Whether a file begins as an annotation of Pascal VOC."""
    return _IS_VOC.search(head) is not None


def read_voc(data: bytes, problems: ProblemLog) -> FileLabels | None:
    """What an annotation says; None, and the file is reported, when it is none."""
    if _ENTITY.search(data):
        problems.skip("the whole file", "not-xml", "A file that declares a document type or entities is not read.")
        return None
    try:
        root = ElementTree.fromstring(data)  # noqa: S314  (no entities: see above)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        problems.skip("the whole file", "not-xml", f"The file is no XML: {error}.")
        return None
    if root.tag != "annotation":
        problems.skip("the whole file", "not-xml", f"Expected <annotation>, got <{root.tag[:40]}>.")
        return None
    labels = [_label(node, row, problems) for row, node in enumerate(root.iterfind("object"), 1)]
    return FileLabels(
        [label for label in labels if label is not None],
        image=_text(root, "filename"),
        width=pixels(_text(root, "size/width")),
        height=pixels(_text(root, "size/height")),
    )


def _label(node: ElementTree.Element, row: int, problems: ProblemLog) -> FileLabel | None:
    place = f"object {row}"
    name = _text(node, "name")
    if name is None:
        problems.skip(place, "missing-key", "<name> is missing or empty.")
        return None
    outline = _outline(node.find("polygon"), place, problems)
    turned = node.find("robndbox")
    rotation = None
    if turned is not None and node.find("bndbox") is None:
        numbers = finite((_text(turned, key) for key in _TURNED), place, problems, what="cx, cy, w, h and angle")
        if numbers is None:
            return None
        x, y, w, h, rotation = numbers
        box: Box | None = (x - w / 2, y - h / 2, w, h)
    else:
        box = _box(node.find("bndbox"), outline, place, problems)
    if box is None:
        return None
    if node.find("part") is not None:
        problems.keep(place, "parts", "The parts of this object are not read.")
    return FileLabel(name, row, box, [outline] if outline else None, rotation, attributes=_attributes(node))


def _box(node: ElementTree.Element | None, outline: list[float] | None, place: str, problems: ProblemLog) -> Box | None:
    if node is None and outline:
        return box_around(outline)
    if node is None:
        problems.skip(place, "missing-key", "<bndbox> is missing.")
        return None
    corners = finite((_text(node, key) for key in _CORNERS), f"{place}.bndbox", problems, what=", ".join(_CORNERS))
    return corner_box(corners, f"{place}.bndbox", problems) if corners is not None else None


def _outline(node: ElementTree.Element | None, place: str, problems: ProblemLog) -> list[float] | None:
    """x1, y1, x2, y2… of a polygon, as Roboflow writes it; one that is none is left out."""
    if node is None:
        return None
    values = [(child.text or "").strip() for child in node]
    try:
        points = [float(value) for value in values]
    except ValueError:
        points = []
    if len(points) < 6 or len(points) % 2 or not all(map(isfinite, points)):
        message = f"<polygon> must hold three points or more, finite numbers, got {shown(values)}: read without it."
        problems.keep(f"{place}.polygon", "bad-segmentation", message)
        return None
    return points


def _attributes(node: ElementTree.Element) -> dict[str, Any]:
    """What an object says beside its class and shape: `difficult`, `truncated`, `pose`, and those that CVAT nests."""
    own = {child.tag: _value(child.text) for child in node if child.tag not in _READ and not len(child)}
    nested = {
        name: _value(_text(one, "value"))
        for one in node.iterfind("attributes/attribute")
        if (name := _text(one, "name"))
    }
    return {name: value for name, value in (own | nested).items() if value is not None}


def _value(text: str | None) -> Any:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else text or None


def _text(node: ElementTree.Element, path: str) -> str | None:
    return (node.findtext(path) or "").strip() or None
