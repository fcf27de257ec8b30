"""Puts the API together as a FastAPI application; ui.app mounts the pages beside it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp

from council.engine import Stats
from council.errors import EngineError
from council.settings import Settings
from search_api import contract, documentation, problems
from search_api.figures import Figures
from search_api.front import guarded
from search_api.public_address import path_of
from search_api.routes import Routes
from search_api.service import SearchService


def create_app(service: SearchService, settings: Settings) -> ASGIApp:
    """The API alone behind its layers: /api, feeds, health, figures, and its documentation, all without a CDN."""
    figures = Figures()
    return guarded(create_api(service, settings, figures), service.version, settings, figures, problems.refuse_as_json)


def create_api(service: SearchService, settings: Settings, figures: Figures) -> FastAPI:
    """The routes of the API, for a site that puts its own layers in front."""
    base = settings.public_url.rstrip("/")
    app = FastAPI(
        title="Nämndsök", version=_version(), summary="Sök i kommunala handlingar", docs_url=None, redoc_url=None, redirect_slashes=False,
        servers=[{"url": base}] if base else None,
    )  # fmt: skip
    problems.install(app)
    app.include_router(Routes(service, settings).router())
    _add_health(app, service, figures)
    _add_documentation(app, path_of(base))
    return app


def _version() -> str:
    try:
        return version("namndsok")
    except PackageNotFoundError:
        return "0"


def _add_health(app: FastAPI, service: SearchService, figures: Figures) -> None:
    @app.get("/healthz", summary="Lever processen?", responses={200: {"model": contract.State}})
    async def healthz() -> JSONResponse:
        """200 så länge processen svarar."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @app.get("/readyz", summary="Går det att söka?", responses={200: {"model": contract.State}, 503: {"model": contract.Error}})
    def readyz() -> JSONResponse:
        """200 när en sökning går att besvara, annars 503."""
        service.ready()
        return JSONResponse({"status": "ready"}, headers={"Cache-Control": "no-store"})

    @app.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """Figures in Prometheus' text format."""
        figures.measure(_stats(service))
        return Response(figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def _stats(service: SearchService) -> Stats | None:
    """Sizes of the index; an engine that is away is a figure, too."""
    try:
        return service.stats()
    except EngineError:
        return None


def _add_documentation(app: FastAPI, before: str) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        """The API described, from its own OpenAPI document."""
        return HTMLResponse(documentation.page(app.openapi(), before))

    @app.get(documentation.STYLE_PATH, include_in_schema=False)
    def style() -> Response:
        """The style sheet of /docs."""
        return Response(documentation.STYLE, media_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})
