"""What every snapshot of one store reads from."""

from __future__ import annotations

from dataclasses import dataclass

from assay.store.derived import Derived
from assay.store.hot_cache import HotCache
from assay.store.lake import Lake
from assay.store.ledger import Ledger
from assay.store.select import Engine


@dataclass(frozen=True, slots=True)
class Sources:
    """What every snapshot of one store reads from."""

    identity: str
    lake: Lake
    ledger: Ledger
    cache: HotCache
    engine: Engine
    derived: Derived
