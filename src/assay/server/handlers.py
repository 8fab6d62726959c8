"""Every error of the API, foreseen or not, is answered with the one body."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from assay.errors import AssayError, RequestInvalid
from assay.server.problems import problem_response, response_of
from assay.store.full_disk import full_disk, is_full_disk


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
        return response_of(error.status_code, {"code": code, "message": told, "hint": "", "span": None})

    @app.exception_handler(OSError)
    def _of_the_system(_: Request, error: OSError) -> Response:
        if is_full_disk(error):
            return problem_response(full_disk())
        raise error

    @app.exception_handler(Exception)
    def _unforeseen(_: Request, error: Exception) -> Response:
        # The framework raises it again after this reply, and so it reaches the server's log whole.
        told = "Something went wrong inside Assay. Nothing was changed."
        hint = f"It is in the server's log as {type(error).__name__}; please report it."
        return response_of(500, {"code": "internal", "message": told, "hint": hint, "span": None})


def _as_request_invalid(error: RequestValidationError) -> RequestInvalid:
    """The first complaint of the validator, in words: where in the request, what is wrong."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "body"
    return RequestInvalid(
        f"The request is not valid at {place}: {first['msg']}.", hint="See api/openapi.json for its form."
    )
