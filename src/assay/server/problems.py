"""Errors become replies: one table from error class to status, and the one body that all errors have."""

from __future__ import annotations

from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from assay import errors
from assay.errors import AssayError, RequestInvalid
from assay.server.replies import ApiError

_STATUS: dict[type[AssayError], HTTPStatus] = {
    AssayError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ProjectNotFound: HTTPStatus.NOT_FOUND,
    errors.ProjectExists: HTTPStatus.CONFLICT,
    errors.ProjectBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.FormatError: HTTPStatus.BAD_REQUEST,
    errors.SourceNotFound: HTTPStatus.NOT_FOUND,
    errors.LossRefused: HTTPStatus.CONFLICT,
    errors.QueryError: HTTPStatus.BAD_REQUEST,
    errors.EditError: HTTPStatus.CONFLICT,
    errors.EditInvalid: HTTPStatus.BAD_REQUEST,
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
    return _response(status_of(error), problem_body(error))


def add_problem_handlers(app: FastAPI) -> None:
    """Let `app` answer every error, foreseen or not, with the one body."""

    @app.exception_handler(AssayError)
    def _foreseen(_: Request, error: AssayError) -> Response:
        return problem_response(error)

    @app.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> Response:
        return problem_response(_as_request_invalid(error))

    @app.exception_handler(HTTPException)
    def _of_the_framework(request: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "request-invalid")
        told = (
            f"There is nothing at {request.method} {request.url.path}." if code != "request-invalid" else error.detail
        )
        return _response(error.status_code, {"code": code, "message": told, "hint": "", "span": None})

    @app.exception_handler(Exception)
    def _unforeseen(_: Request, error: Exception) -> Response:
        # The framework raises it again after this reply, and so it reaches the server's log whole.
        told = "Something went wrong inside Assay. Nothing was changed."
        hint = f"It is in the server's log as {type(error).__name__}; please report it."
        return _response(500, {"code": "internal", "message": told, "hint": hint, "span": None})


def _as_request_invalid(error: RequestValidationError) -> RequestInvalid:
    """The first complaint of the validator, in words: where in the request, what is wrong."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    return RequestInvalid(
        f"The request is not valid at {place}: {first['msg']}.", hint="See api/openapi.json for its form."
    )


def _response(status: int, body: ApiError) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json")
