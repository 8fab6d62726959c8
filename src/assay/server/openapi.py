"""The OpenAPI description as text: the file from which the web client is generated, and which pins the API."""

from __future__ import annotations

import json

from assay.server.app import bare_api


def openapi_text() -> str:
    """The description as JSON, the same for the same routes: keys in order, two spaces, a newline at the end."""
    return json.dumps(bare_api().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
