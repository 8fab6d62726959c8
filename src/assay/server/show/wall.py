"""Walls as replies: a header in JSON, and columns as bytes."""

from __future__ import annotations

import numpy as np
import orjson

from assay.workflows.wall.wall import ODD, Wall

_ALIGNED = 4


def show_wall(wall: Wall, *, query: str) -> bytes:
    """A header and five columns of n numbers, all little-endian, without gaps.

    uint32 the length of the header; the header, JSON padded with spaces to a multiple of 4 bytes; int32 ids; int32 ids
    of the images they lie in; int32 predicted classes, -1 for none; float32 oddness, 0 to 1; float32 what they are
    ordered by, NaN for nothing.
    """
    order = wall.order
    header = orjson.dumps(
        {
            "total": len(wall.ids),
            "level": wall.level.value,
            "query": query,
            "group": wall.group,
            "groups": [
                {
                    "class_id": group.class_id,
                    "predicted_class_id": group.predicted_class_id,
                    "first": group.first,
                    "count": group.count,
                    "exemplars": group.exemplars,
                }
                for group in wall.groups
            ],
            "exemplars": {str(class_id): items for class_id, items in wall.exemplars.items()},
            "order": {
                "asked": order.asked,
                "used": order.used,
                "field": order.field or None,
                "descending": order.descending,
                "reason": order.reason or None,
                "remedy": order.remedy,
            },
            "odd": ODD,
            "v": wall.pictures,
        }
    )
    header += b" " * (-len(header) % _ALIGNED)
    columns = (wall.ids, wall.images, wall.predicted), (wall.oddness, wall.values)
    kinds = "<i4", "<f4"
    return b"".join(
        (
            np.array([len(header)], "<u4").tobytes(),
            header,
            *(column.astype(kind).tobytes() for some, kind in zip(columns, kinds, strict=True) for column in some),
        )
    )
