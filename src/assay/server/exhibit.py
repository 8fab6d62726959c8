"""Pictures as replies: content type, caching, and nothing that a browser could take for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Request, Response
from fastapi.responses import FileResponse

from assay.media.encode import Picture
from assay.media.pictures import StoredFile
from assay.server.gallery import Gallery, ImageFile
from assay.server.past import opened
from assay.server.reply import Replies, is_known

_FOR_GOOD = "private, max-age=2592000, immutable"
_ASK_AGAIN = "private, max-age=0, must-revalidate"


class Exhibit:
    """Shows pictures of the gallery to one request."""

    def __init__(self, request: Request) -> None:
        self._request = request
        gallery: Gallery = request.app.state.gallery
        past = opened(request.scope)
        self.gallery = gallery if past is None else gallery.of(past)

    def show(
        self, file: ImageFile, version: str | None, *what: object, make: Callable[[], Picture | StoredFile]
    ) -> Response:
        """The picture that `make` makes of `file`; `what` tells it from other pictures of the same file.

        With a `version` the address names one state of the file, so the browser need never ask again. Without,
        it asks each time, and is told when nothing changed.
        """
        self._watch(file)
        tag = f'"{file.source.key(*what)}"'
        headers = {"ETag": tag, "Cache-Control": _FOR_GOOD if version else _ASK_AGAIN}
        if is_known(self._request, tag):
            return Response(status_code=304, headers=headers)
        picture = make()
        if isinstance(picture, StoredFile):
            return FileResponse(picture.path, media_type=picture.media_type, headers=headers)
        return Response(picture.body, media_type=picture.media_type, headers=headers)

    def tell(self, file: ImageFile, *what: object, make: Callable[[], Mapping[str, object]]) -> Response:
        """What `make` finds in `file`, as JSON; `what` tells it from other things that are said of the same file."""
        self._watch(file)
        return Replies(self._request).json_of(file.source.key(*what), make)

    def _watch(self, file: ImageFile) -> None:
        """Who keeps the reply looks whether the file still stands."""
        self._request.state.source = file.source.path
