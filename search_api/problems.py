"""Every error of the API in one shape, {"error": {"code", "message"}}, mapped once from Nämndsök's own errors."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Scope

from council.errors import EngineError, IndexFormatError, IndexMissing, ModelMismatch, NamndsokError, PageNotDrawn

RETRY_AFTER = "10"
"""Seconds to wait before asking an engine again that was away."""
_log = logging.getLogger(__name__)
_CODES = {404: "not_found", 405: "method_not_allowed", 410: "removed", 403: "withheld", 406: "not_acceptable", 414: "address_too_long"}
_MESSAGES = {404: "Adressen finns inte.", 405: "Adressen tar bara emot GET."}
# Waiting does not help where someone has to index first: no Retry-After.
_NEEDS_PEOPLE = (IndexFormatError, ModelMismatch)


class Problem(HTTPException):
    """An answer other than 200 that is meant: its status, code and Swedish message."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, message, headers)
        self.code = code


Refuse: TypeAlias = Callable[[Scope, Problem], ASGIApp]
"""How a layer in front of the routes answers with a problem: as JSON to programs, as a page to people."""


def refuse_as_json(_scope: Scope, problem: Problem) -> ASGIApp:
    """A problem in the API's one shape."""
    return answer(problem.status_code, problem.code, problem.detail, problem.headers)


def no_picture(error: PageNotDrawn) -> Problem:
    """Why a page has no picture: what waiting or more time would mend is 503, all else 404."""
    match error.code:
        case "busy":
            return Problem(503, "busy", error.message, {"Retry-After": RETRY_AFTER})
        case "too_slow":
            return Problem(503, "page_too_slow", error.message)
        case "missing":
            return Problem(404, "original_missing", error.message)
        case "no_page":
            return Problem(404, "no_such_page", error.message)
        case "not_pdf":
            return Problem(404, "not_a_pdf", error.message)
        case "broken" | "encrypted" | "too_large":
            return Problem(404, "page_unreadable", error.message)


def answer(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as JSON."""
    body = {"error": {"code": code, "message": message}}
    return JSONResponse(body, status_code=status, headers={"Cache-Control": "no-store", **(headers or {})})


def install(app: FastAPI) -> None:
    """Make an application answer errors so."""
    app.add_exception_handler(EngineError, _engine)
    app.add_exception_handler(NamndsokError, _namndsok)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def _engine(_request: Request, error: Exception) -> Response:
    failed = cast("EngineError", error)
    code = "index_missing" if isinstance(failed, IndexMissing) else "engine_unavailable"
    headers = {} if isinstance(failed, _NEEDS_PEOPLE) else {"Retry-After": RETRY_AFTER}
    _log.warning("the engine could not answer: %s: %s", type(failed).__name__, failed.message)
    # What the engine says may name folders and hosts: people get a sentence of ours, the log the rest.
    message = "Inget är indexerat än." if code == "index_missing" else "Sökmotorn svarar inte just nu. Försök igen om en stund."
    return answer(503, code, message, headers)


def _namndsok(_request: Request, error: Exception) -> Response:
    _log.error("unexpected %s", error, exc_info=error)
    return answer(503, "unavailable", "Det gick inte att svara just nu.", {"Retry-After": RETRY_AFTER})


def _invalid(_request: Request, error: Exception) -> Response:
    details = cast("RequestValidationError", error).errors()
    first = details[0] if details else {}
    name = str(first.get("loc", ("", ""))[-1])
    return answer(422, "bad_parameter", f"{name}: {first.get('msg', 'värdet går inte att använda')}")


def _http(_request: Request, error: Exception) -> Response:
    failed = cast("HTTPException", error)
    code = failed.code if isinstance(failed, Problem) else _CODES.get(failed.status_code, "error")
    message = failed.detail if isinstance(failed, Problem) else _MESSAGES.get(failed.status_code, failed.detail)
    return answer(failed.status_code, code, message, failed.headers)


def unforeseen(request_id: str) -> Problem:
    """The answer to what should not happen: an id to ask about, nothing of the error's insides."""
    return Problem(500, "internal", f"Något gick fel. Uppge {request_id} när du berättar om det.")


def _unforeseen(request: Request, _error: Exception) -> Response:
    problem = unforeseen(request.state.request_id)
    return answer(problem.status_code, problem.code, problem.detail)
