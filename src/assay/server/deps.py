"""What routes ask for, as annotated dependencies.

They are coroutines that wait for nothing: the framework calls a plain function on a thread of its own, and the
way there and back costs more than all of these do.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Request

from assay.errors import RequestInvalid
from assay.sdk.author import user_name
from assay.server.exhibit import Exhibit as _Exhibit
from assay.server.past import opened
from assay.server.reply import Replies as _Replies
from assay.store.store import Store as _Store

_LONGEST_AUTHOR = 100


async def _store(request: Request) -> _Store:
    found: _Store = opened(request.scope) or request.app.state.store
    return found


async def author_of(request: Request) -> str:
    """Who acts: the header `X-Assay-Author` (percent-encoded UTF-8), else the user that runs the server.

    Raises
    ------
    RequestInvalid : it is longer than 100 characters or has characters that do not print.
    """
    name = unquote(request.headers.get("x-assay-author", "")).strip()
    if len(name) > _LONGEST_AUTHOR or not name.isprintable():
        raise RequestInvalid(
            f"An author's name has at most {_LONGEST_AUTHOR} printable characters.", hint="Check X-Assay-Author."
        )
    return name or user_name()


async def _exhibit(request: Request) -> _Exhibit:
    return _Exhibit(request)


async def _replies(request: Request) -> _Replies:
    return _Replies(request)


Store = Annotated[_Store, Depends(_store)]
Exhibit = Annotated[_Exhibit, Depends(_exhibit)]
Author = Annotated[str, Depends(author_of)]
Replies = Annotated[_Replies, Depends(_replies)]
