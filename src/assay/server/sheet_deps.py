"""The sheets of one server, for the routes that ask for them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assay.server.sheet_gallery import SheetGallery


async def _sheets(request: Request) -> SheetGallery:
    found: SheetGallery = request.app.state.sheets
    return found


Sheets = Annotated[SheetGallery, Depends(_sheets)]
"""What makes sheets, and tiles beforehand."""
