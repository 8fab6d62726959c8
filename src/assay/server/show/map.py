"""Maps as replies: points as bytes, clusters and lists as JSON."""

from __future__ import annotations

import math

import numpy as np
import orjson

from assay.server.replies import map as replies
from assay.server.show.field_items import show_items
from assay.server.show.number_fields import show_colour
from assay.workflows.explore.field_page import Picked
from assay.workflows.explore.search import Question
from assay.workflows.map.clusters import Cluster, Listed, MapLists
from assay.workflows.map.map import Map

_CLASSES_TOLD = 8
_ALIGNED = 4


def show_points(found: Map) -> bytes:
    """A header and the points, all little-endian: four arrays of n numbers, without gaps.

    uint32 the length of the header; the header, JSON padded with spaces to a multiple of 4 bytes; ids as uint32; x and
    y as float32; codes of colour as uint16, 65535 for none.
    """
    colours = found.colours
    header = orjson.dumps(
        {
            "level": found.level.value,
            "places": found.places.value,
            "has_map": found.has_map,
            "count": len(found.ids),
            "late": found.late,
            "colour": show_colour(colours),
        }
    )
    header += b" " * (-len(header) % _ALIGNED)
    parts = (
        np.array([len(header)], "<u4").tobytes(),
        header,
        found.ids.astype("<u4").tobytes(),
        found.points[:, 0].astype("<f4").tobytes(),
        found.points[:, 1].astype("<f4").tobytes(),
        colours.codes.astype("<u2").tobytes(),
    )
    return b"".join(parts)


def show_lists(found: MapLists, question: Question, *, has_map: bool) -> replies.MapLists:
    """Clusters and lists, with the pictures of their examples."""
    listed: list[Listed] = [found.far, found.between]
    listed += [part for cluster in found.clusters for part in (cluster.items, cluster.others)]
    shown = show_items(question, [Picked(each.examples, np.full(len(each.examples), np.nan)) for each in listed])
    items: list[replies.ListedItems] = [
        {"count": each.count, "query": each.query, "examples": examples}
        for each, examples in zip(listed, shown, strict=True)
    ]
    far, between, *others = items
    pairs = zip(found.clusters, others[::2], others[1::2], strict=True)
    return {
        "level": question.level,
        "has_map": has_map,
        "clusters": [_cluster(cluster, whole, other) for cluster, whole, other in pairs],
        "small": [cluster.number for cluster in found.small],
        "mixed": [cluster.number for cluster in found.mixed],
        "far": far,
        "between": between,
    }


def _cluster(cluster: Cluster, items: replies.ListedItems, others: replies.ListedItems) -> replies.MapCluster:
    return {
        "number": cluster.number,
        "name": cluster.name,
        "class_id": cluster.class_id,
        "purity": None if math.isnan(cluster.purity) else cluster.purity,
        "classes": [{"class_id": class_id, "count": count} for class_id, count in cluster.classes[:_CLASSES_TOLD]],
        "x": cluster.at[0],
        "y": cluster.at[1],
        "items": items,
        "others": others,
    }
