"""Errors become replies: one table from error class to status, and the one body that all errors have."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import orjson
from starlette.responses import Response

from assay import errors
from assay.errors import AssayError

if TYPE_CHECKING:  # the door refuses with these before the API is there
    from assay.server.replies import ApiError

_STATUS: dict[type[AssayError], HTTPStatus] = {
    AssayError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ProjectNotFound: HTTPStatus.NOT_FOUND,
    errors.ProjectExists: HTTPStatus.CONFLICT,
    errors.ProjectBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ProjectUnreachable: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.ProjectReadOnly: HTTPStatus.CONFLICT,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.FormatError: HTTPStatus.BAD_REQUEST,
    errors.SourceNotFound: HTTPStatus.NOT_FOUND,
    errors.LossRefused: HTTPStatus.CONFLICT,
    errors.OutputUnwritable: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.QueryError: HTTPStatus.BAD_REQUEST,
    errors.EditError: HTTPStatus.CONFLICT,
    errors.EditInvalid: HTTPStatus.BAD_REQUEST,
    errors.NameInvalid: HTTPStatus.BAD_REQUEST,
    errors.SegmentInvalid: HTTPStatus.BAD_REQUEST,
    errors.AutotagInvalid: HTTPStatus.BAD_REQUEST,
    errors.VersionInvalid: HTTPStatus.BAD_REQUEST,
    errors.ReviewInvalid: HTTPStatus.BAD_REQUEST,
    errors.ChoiceInvalid: HTTPStatus.BAD_REQUEST,
    errors.MediaMissing: HTTPStatus.NOT_FOUND,
    errors.MediaUnreadable: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MediaTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.MediaForbidden: HTTPStatus.FORBIDDEN,
    errors.PluginUnknown: HTTPStatus.NOT_FOUND,
    errors.AccessError: HTTPStatus.FORBIDDEN,
    errors.TokenRequired: HTTPStatus.UNAUTHORIZED,
    errors.RequestInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RequestTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}


def status_of(error: AssayError) -> HTTPStatus:
    """The status of an error: that of its class, or of the nearest class above that has one."""
    return next(_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS)


def problem_body(error: AssayError) -> ApiError:
    """The body of an error."""
    return {"code": error.code, "message": error.message, "hint": error.hint, "span": error.span}


def problem_response(error: AssayError) -> Response:
    """An error as a reply."""
    return response_of(status_of(error), problem_body(error))


def response_of(status: int, body: ApiError) -> Response:
    """The reply with this status and body."""
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
