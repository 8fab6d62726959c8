"""Tells what the columns of a table mean, by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assay.schema.own_fields import ANNOTATOR, SECONDS

_PATHS = (
    "path",
    "file_path",
    "filepath",
    "image_path",
    "img_path",
    "file_name",
    "filename",
    "file",
    "image_file",
    "image_name",
    "image",
    "img",
    "uri",
)
_IDS = ("image_id", "img_id", "imageid", "id_code", "id")
"""Columns of file names without their ending, where no column holds paths."""

_LABELS = (
    "label",
    "given_label",
    "class",
    "category",
    "label_name",
    "labelname",
    "class_name",
    "category_name",
    "target",
    "true_label",
    "ground_truth",
    "gt",
    "y",
    "species",
)
_PREDICTED = (
    "predicted_label",
    "predicted_class",
    "prediction",
    "predicted",
    "pred",
    "pred_label",
    "pred_class",
    "label",
    "class",
    "class_name",
    "category",
    "labelname",
)
_VECTORS = ("probabilities", "class_pdf", "probs", "pred_probs", "logits", "scores")
_SCORES = ("score", "confidence", "conf", "probability", "prob")
_CROWDS = ("isgroupof", "is_group_of", "iscrowd", "is_crowd")
_OPEN_IMAGES = ("imageid", "labelname", "xmin", "xmax")
"""By these together a table is one of Open Images, whose boxes are shares."""

_SPLITS = ("split", "subset", "partition", "set")
_PREFIX = re.compile(
    r"(?i)^(pred_probs?|probs?|probability|proba|p|pred|scores?|softmax|conf|class|logits?)[_.:/ -](?=.)"
)


PEOPLE = tuple(name for name in ANNOTATOR if name not in ("created_by", "author"))
"""Columns of who made a label; the two left out are mostly of the picture."""


# A width and a height alone are mostly those of the image.
_BOXES = (
    (("x", "y", "w", "h"), False),
    (("x", "y", "width", "height"), False),
    (("bbox_x", "bbox_y", "bbox_w", "bbox_h"), False),
    (("bbox_x", "bbox_y", "bbox_width", "bbox_height"), False),
    (("xmin", "ymin", "xmax", "ymax"), True),
    (("x_min", "y_min", "x_max", "y_max"), True),
    (("x1", "y1", "x2", "y2"), True),
)


@dataclass(frozen=True, slots=True)
class BoxColumns:
    """The four columns of a box: left, top, then width and height, or the other corner if `in_corners`.

    in_shares : the numbers are shares of the image's width and height, as Open Images has them, instead of pixels.
    """

    names: tuple[str, ...]
    in_corners: bool
    in_shares: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table means what; None where there is none. `others` could have been the label as well.

    signs : who made a label, then how long it took, as what labels call it -> the column. crowd : whether a box is
    around a group.
    """

    path: str | None
    label: str | None
    split: str | None
    others: tuple[str, ...] = ()
    box: BoxColumns | None = None
    signs: Mapping[str, str] = field(default_factory=dict)
    crowd: str | None = None

    @property
    def read(self) -> tuple[str | None, ...]:
        """All columns that mean something; the others are metadata."""
        boxes = self.box.names if self.box else ()
        return (self.path, self.label, self.split, self.crowd, *boxes, *self.signs.values())


def label_columns(names: Sequence[str]) -> Columns:
    """The columns of a table of labels. Without a class there is no box: the `y` of a box is none.

    Of two columns, the one beside an id is the class, whatever it is called.
    """
    box = box_columns(names)
    labels = _matching([name for name in names if box is None or name not in box.names], _LABELS)
    path = next(iter(_matching(names, (*_PATHS, *_IDS))), None)
    split = next(iter(_matching(names, _SPLITS)), None)
    if not labels and is_id(path) and len(names) == 2:
        labels = [name for name in names if name != path]
    if not labels:
        return Columns(path, None, split)
    crowd = next(iter(_matching(names, _CROWDS)), None) if box is not None else None
    return Columns(path, labels[0], split, tuple(labels[1:]), box, sign_columns(names), crowd)


def is_id(name: str | None) -> bool:
    """Whether a column names images by an id, such as Kaggle's `id_code`: mostly a file name without its ending."""
    return name is not None and bool(_matching([name], _IDS))


def sign_columns(names: Sequence[str]) -> dict[str, str]:
    """What labels call it -> the column: of annotators, and beside it of seconds; none without the first."""
    people = [name for name in PEOPLE if _matching(names, [name])]
    seconds = [name for name in SECONDS if _matching(names, [name])]
    return {name: _matching(names, [name])[0] for name in (*people[:1], *seconds[:1])} if people else {}


def box_columns(names: Sequence[str]) -> BoxColumns | None:
    """The columns of boxes; None when the table has none."""
    in_shares = len(_matching(names, _OPEN_IMAGES)) == len(_OPEN_IMAGES)
    for wanted, in_corners in _BOXES:
        found = _matching(names, wanted)
        if len(found) == len(wanted):
            return BoxColumns(tuple(found), in_corners, in_shares and in_corners)
    return None


def key_column(names: Sequence[str]) -> str | None:
    """The column that names the image."""
    found = _matching(names, (*_PATHS, "key", *_IDS, "name", "stem"))
    return found[0] if found else None


def decision_columns(names: Sequence[str]) -> tuple[str, str] | None:
    """The columns of a table that gives one predicted class and its score per row; None when it has no such pair."""
    label, score = _matching(names, _PREDICTED), _matching(names, _SCORES)
    return (label[0], score[0]) if label and score else None


def vector_column(names: Sequence[str]) -> str | None:
    """The column that holds one list of numbers per row, one number per class."""
    return next(iter(_matching(names, _VECTORS)), None)


def names_column(names: Sequence[str]) -> str | None:
    """The column that names the classes of those lists, in their order."""
    return next(iter(_matching(names, ("classes", "class_names"))), None)


def predicted_column(names: Sequence[str]) -> str | None:
    """The column of predicted classes."""
    return next(iter(_matching(names, _PREDICTED)), None)


def probability_groups(names: Sequence[str]) -> list[dict[str, str]]:
    """Sets of columns that may be class probabilities, as column -> class: those that share a prefix, then all."""
    groups: dict[str, dict[str, str]] = {}
    for name in names:
        found = _PREFIX.match(name)
        if found:
            groups.setdefault(found.group(0).lower(), {})[name] = name[found.end() :]
    shared = sorted((group for group in groups.values() if len(group) > 1), key=len, reverse=True)
    return [*shared, {name: name for name in names}]


def _matching(names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The names that mean one of the wanted ones, in the order of the wanted ones."""
    plain = {re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_"): name for name in reversed(names)}
    return [plain[name] for name in wanted if name in plain]
