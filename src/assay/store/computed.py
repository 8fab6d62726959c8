"""Relations that are computed rather than stored, by name: a query that names one sees its rows as those of a table.

The store knows what is written; what follows from it is known above, where it says so here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from assay.store.snapshot import Snapshot

COMPUTED: dict[str, Callable[[Snapshot], pa.Table]] = {}
"""From the name of a relation to what computes its rows for a snapshot; cheap when asked again for the same one."""
