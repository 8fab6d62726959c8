"""A version as a reply."""

from __future__ import annotations

from assay.model.version import Version as StoredVersion
from assay.server.replies.versions import Version


def show_version(version: StoredVersion) -> Version:
    """One version."""
    return {
        "id": version.id,
        "name": version.name,
        "note": version.note,
        "author": version.author,
        "at": version.at.isoformat(),
        "change_id": version.change_id,
        "digest": version.digest,
    }
