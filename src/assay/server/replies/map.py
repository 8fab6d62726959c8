"""What a map tells: its clusters and its lists. The points themselves are binary, see `show/map`."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.server.replies.fields import FieldItem


class ListedItems(TypedDict):
    """Some items of a map: how many, the query that lists them, and a few of them."""

    count: int
    query: str
    examples: list[FieldItem]


class ClassShare(TypedDict):
    """How many items are of a class."""

    class_id: int
    count: int


class MapCluster(TypedDict):
    """A cluster of a map, in the middle (x, y) of it.

    `purity` is the share of `class_id`, its most frequent class, among the items with a class; null where none has
    one. `classes` are the most frequent ones. `others` are its items of other classes.
    """

    number: int
    name: str
    class_id: int | None
    purity: float | None
    classes: list[ClassShare]
    x: float
    y: float
    items: ListedItems
    others: ListedItems


class MapLists(TypedDict):
    """Clusters, the largest first, and by their number which are small and which are mixed; far items; the rest."""

    level: Level
    has_map: bool
    clusters: list[MapCluster]
    small: list[int]
    mixed: list[int]
    far: ListedItems
    between: ListedItems
