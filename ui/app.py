"""Puts the site together: the API for programs and the pages for people, as one application."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from council.errors import EngineError, IndexMissing
from council.registers import Registers
from council.settings import Settings
from search_api.app import create_app
from search_api.service import SearchService
from ui import problems
from ui.asking import BadParameterError
from ui.assets import read_assets
from ui.negotiation import DEFAULT, LANGUAGES, preferred
from ui.overviews import Overviews
from ui.pages import Pages
from ui.rendering import Renderer
from ui.translation import read_wording
from ui.views.passages import PartyNames

SMALLEST_TO_COMPRESS = 500
"""Bytes below which gzip costs more than it saves."""
API_SEGMENTS = frozenset({"api", "feed.atom", "feed.json", "healthz", "readyz", "metrics", "docs", "openapi.json"})
"""What the API's addresses begin with; all else is a page (tests/web/test_pages_site.py holds this against the API's own list)."""
COMPRESSION = 5
"""A result page of 90 kB in 2 ms; level 9 takes three times as long for 2 % less."""


def create_site(service: SearchService, settings: Settings) -> Starlette:
    """The whole site: what `namndsok serve` runs."""
    api = create_app(service, settings)
    pages = {language: create_pages(service, settings, language) for language in LANGUAGES}
    own: list[BaseRoute] = [Mount(f"/{language}", app=app) for language, app in pages.items()]
    prefix = urlsplit(settings.public_url).path.rstrip("/")
    own += [Route(f"/{language}", RedirectResponse(f"{prefix}/{language}/")) for language in LANGUAGES]
    compressed = Middleware(GZipMiddleware, minimum_size=SMALLEST_TO_COMPRESS, compresslevel=COMPRESSION)
    site = Starlette(routes=own, middleware=[compressed])
    # Not a Mount("/"): its pattern ends at a line's end, and a path with one would miss both the API's and the pages' errors.
    site.router.default = Fork(api, pages)
    site.router.redirect_slashes = False
    return site


class Fork:
    """Sends a request to the API where its first segment is one of the API's own, else to the pages in the language that the browser
    prefers; each answers its own errors."""

    def __init__(self, api: FastAPI, pages: Mapping[str, Starlette]) -> None:
        self.api = api
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        app: ASGIApp = self.api if _first_segment(scope["path"]) in API_SEGMENTS else self._pages_for(scope)
        await app(scope, receive, send)

    def _pages_for(self, scope: Scope) -> Starlette:
        return self.pages[preferred(Headers(scope=scope).get("accept-language", ""))]


def _first_segment(path: str) -> str:
    return path.removeprefix("/").split("/", 1)[0]


def create_pages(service: SearchService, settings: Settings, language: str = DEFAULT) -> Starlette:
    """The pages alone, in one language."""
    renderer = Renderer(read_assets(), read_wording(language), settings.public_url)
    parties = party_names(service.registers, settings.municipality)
    pages = Pages(service, renderer, parties, shows_masked=settings.serve_masked_originals)
    overviews = Overviews(service, renderer, parties, settings.contact)
    return Starlette(
        routes=[*pages.routes(), *overviews.routes()],
        exception_handlers={
            BadParameterError: lambda request, error: _unusable(renderer, request, error),
            EngineError: lambda request, error: _unavailable(renderer, request, error),
            HTTPException: lambda request, error: _http(renderer, request, error),
            500: lambda request, _error: problems.answer(renderer, request, 500, problems.broken(renderer.wording)),
        },
    )


def party_names(registers: Registers, municipality: str) -> PartyNames:
    """Letters with names; a local party's letters mean it in its own municipality alone."""
    here = [party for party in registers.parties if party.municipality in (None, municipality or None)]
    return {party.letters: party.name for party in reversed(here)}


def _unusable(renderer: Renderer, request: Request, error: Exception) -> Response:
    message = renderer.wording.text(error.template, **error.values) if isinstance(error, BadParameterError) else ""
    return problems.answer(renderer, request, 422, problems.unusable(renderer.wording, message, request.query_params.get("q", "")))


def _unavailable(renderer: Renderer, request: Request, error: Exception) -> Response:
    empty = isinstance(error, IndexMissing)
    return problems.answer(renderer, request, 503, problems.unavailable(renderer.wording, empty=empty))


def _http(renderer: Renderer, request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problems.answer(renderer, request, status, problems.not_found(renderer.wording))
