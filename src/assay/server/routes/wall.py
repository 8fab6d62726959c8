"""Walls of crops: all rows of a query in groups and in order, and the sheets that show them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response

from assay.arrays import Ids
from assay.errors import RequestInvalid
from assay.media.sheets import MOST_TILES
from assay.model.level import Level
from assay.server.deps import Store
from assay.server.reply import is_known
from assay.server.routers import api_router
from assay.server.sheet_deps import Sheets
from assay.server.sheet_gallery import Look, tag_of
from assay.server.show.wall import show_wall
from assay.server.wall_requests import TileSide, WallRequest
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask
from assay.workflows.wall.rows import TABLES
from assay.workflows.wall.wall import WallGroup, open_wall

router = api_router(tag="wall")

_WALLS = 8  # that are kept

_FOR_GOOD = "private, max-age=2592000, immutable"
_ASK_AGAIN = "private, max-age=0, must-revalidate"
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {"description": "A header and columns.", "content": {"application/octet-stream": {}}}
}
_PICTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A picture 16 tiles wide.",
        "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}},
    }
}


Listed = Annotated[str, Query(pattern=r"^\d{1,15}(,\d{1,15})*$", max_length=16 * MOST_TILES)]
Version = Annotated[str | None, Query(max_length=64)]


@router.post("/api/wall", response_class=Response, responses=_BYTES)
def get_wall(request: WallRequest, store: Store, sheets: Sheets) -> Response:
    """A wall, as bytes: see `show_wall` for how they lie. Its first sheets are made meanwhile."""
    ids, body = _kept(store.snapshot(), request)
    sheets.opened(request.level, ids, _look(request))
    sheets.fill(request.dataset, request.level, request.run)
    return Response(body, media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


@router.get("/media/sheets", response_class=Response, responses=_PICTURE)
def show_sheet(
    request: Request,
    sheets: Sheets,
    *,
    ids: Listed,
    level: Literal[Level.IMAGE, Level.ANNOTATION, Level.PREDICTION] = Level.ANNOTATION,
    side: TileSide = TileSide.S96,
    context: Annotated[float, Query(ge=0, le=2)] = 0.25,
    v: Version = None,
) -> Response:
    """Rows as tiles of one picture, 16 to a row: each a square around its box with a margin of `context`.

    `context` is a share of the box's longer side. A whole image is fitted in. What cannot be shown is a grey tile, and
    its id stands in the header `X-Assay-Failed`.
    """
    wanted, look = _numbers(ids), Look(int(side), context)
    tiles = sheets.tiles(level, wanted, look)
    sheets.looked_at(level, wanted, look)
    tag = f'W/"{tag_of(tiles, look)}"'  # weak: a tile made now and one that was kept differ by a trace of JPEG
    headers = {"ETag": tag, "Cache-Control": _FOR_GOOD if v else _ASK_AGAIN}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    sheet = sheets.sheet(tiles, look)
    if sheet.failed:  # the file may be there the next time
        failed = ",".join(str(wanted[at]) for at in sheet.failed)
        headers = {"Cache-Control": "no-store", "X-Assay-Failed": failed}
    return Response(sheet.picture.body, media_type=sheet.picture.media_type, headers=headers)


def _numbers(ids: str) -> list[int]:
    numbers = [int(id) for id in ids.split(",")]
    if len(numbers) > MOST_TILES:
        raise RequestInvalid(f"A sheet has at most {MOST_TILES} tiles, not {len(numbers)}.", hint="Ask for several.")
    return numbers


def _look(request: WallRequest) -> Look | None:
    if request.side is None or request.context is None:
        return None
    return Look(int(request.side), request.context)


def _kept(snapshot: Snapshot, request: WallRequest) -> tuple[Ids, bytes]:
    """The ids on the wall, and the reply, kept while nothing is published: a person goes to and fro between orders."""

    def make() -> tuple[Ids, bytes]:
        question = ask(snapshot, request.query, level=request.level, dataset=request.dataset, run=request.run)
        group = None if request.group is None else WallGroup(request.group)
        wall = open_wall(question, group=group, order=request.order, descending=request.descending)
        return wall.ids, show_wall(wall, query=question.canonical)

    return snapshot.derived("wall", (snapshot.key, request.place), TABLES, make, most=_WALLS)
