"""What both parts of the API have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from assay.media.pictures import Pictures
from assay.server.gallery import Gallery
from assay.server.past import Past
from assay.server.settings import Settings
from assay.store.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """A project that is served, its versions in the past, and its pictures."""

    store: Store
    settings: Settings
    past: Past
    gallery: Gallery

    @classmethod
    def of(cls, store: Store, settings: Settings) -> Self:
        """Of a project that is open; it stays the caller's to close."""
        half = settings.cache_bytes // 2  # the other half is for the crops of walls
        pictures = Pictures(store.path / "cache" / "pictures", limit=half)
        return cls(store, settings, Past(store), Gallery(store, pictures))
