"""Puts the site together: the API for programs and the pages for people, as one application."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from council.errors import EngineError, IndexMissing
from council.registers import Registers
from council.settings import Settings
from search_api.app import create_api
from search_api.figures import Figures
from search_api.front import guarded
from search_api.light import first_segment
from search_api.problems import Problem, refuse_as_json
from search_api.public_address import check_path, path_of
from search_api.service import SearchService
from search_api.shared_answers import SharedAnswers
from ui import problems
from ui.asking import BadParameterError
from ui.assets import read_assets
from ui.negotiation import DEFAULT, LANGUAGES, preferred
from ui.overviews import Overviews
from ui.pages import Pages
from ui.rendering import Renderer
from ui.translation import read_wording
from ui.views.passages import PartyNames

API_SEGMENTS = frozenset({"api", "feed.atom", "feed.json", "healthz", "readyz", "metrics", "docs", "openapi.json"})
"""What the API's addresses begin with; all else is a page (tests/web/test_pages_site.py holds this against the API's own list)."""
PAGE_SEGMENTS = frozenset(
    {"sok", "forslag", "liknande", "dokument", "arenden", "partier", "namnder", "tackning", "om", "static", *LANGUAGES}
)
"""What the pages' addresses begin with: the path of a public address must not."""


def create_site(service: SearchService, settings: Settings, shared: SharedAnswers | None = None) -> ASGIApp:
    """The whole site: what `namndsok serve` runs. `shared` leads to the answers of its other workers."""
    figures = Figures()
    pages = {language: create_pages(service, settings, language) for language in LANGUAGES}
    own: list[BaseRoute] = [Mount(f"/{language}", app=app) for language, app in pages.items()]
    prefix = path_of(settings.public_url)
    own += [Route(f"/{language}", RedirectResponse(f"{prefix}/{language}/")) for language in LANGUAGES]
    site = Starlette(routes=own)
    # Not a Mount("/"): its pattern ends at a line's end, and a path with one would miss both the API's and the pages' errors.
    site.router.default = Fork(create_api(service, settings, figures), pages)
    site.router.redirect_slashes = False
    return guarded(site, service.version, settings, figures, Refusals(settings), shared)


def check_site(settings: Settings) -> None:
    """Raises ConfigurationError where the path of the public address cannot be told from the site's own."""
    check_path(settings.public_url, API_SEGMENTS | PAGE_SEGMENTS)


class Refusals:
    """Answers what the layers in front of the site turn away: to programs as JSON, to people as a page in their language."""

    def __init__(self, settings: Settings) -> None:
        self._renderers = {language: create_renderer(settings, language) for language in LANGUAGES}

    def __call__(self, scope: Scope, problem: Problem) -> ASGIApp:
        """The problem as an answer."""
        first = first_segment(scope["path"])
        if first in API_SEGMENTS:
            return refuse_as_json(scope, problem)
        renderer = self._renderers[first if first in LANGUAGES else preferred(Headers(scope=scope).get("accept-language", ""))]
        response = problems.answer(renderer, Request(scope), problem.status_code, problems.refused(renderer.wording, problem.code))
        response.headers.update(problem.headers or {})
        response.headers["Cache-Control"] = "no-store"
        return response


class Fork:
    """Sends a request to the API where its first segment is one of the API's own, else to the pages in the language that the browser
    prefers; each answers its own errors."""

    def __init__(self, api: FastAPI, pages: Mapping[str, Starlette]) -> None:
        self.api = api
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        app: ASGIApp = self.api if first_segment(scope["path"]) in API_SEGMENTS else self._pages_for(scope)
        await app(scope, receive, send)

    def _pages_for(self, scope: Scope) -> Starlette:
        return self.pages[preferred(Headers(scope=scope).get("accept-language", ""))]


def create_pages(service: SearchService, settings: Settings, language: str = DEFAULT) -> Starlette:
    """The pages alone, in one language."""
    renderer = create_renderer(settings, language)
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


def create_renderer(settings: Settings, language: str) -> Renderer:
    """What writes the pages of one language."""
    return Renderer(read_assets(), read_wording(language), settings.public_url)


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
