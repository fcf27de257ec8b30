"""Puts the API together as a FastAPI application; ui.app mounts the pages beside it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse, Response

from council.engine import Stats
from council.errors import EngineError
from council.settings import Settings
from search_api import documentation, problems
from search_api.observing import Figures, Observing
from search_api.routes import Routes
from search_api.service import SearchService


def create_app(service: SearchService, settings: Settings) -> FastAPI:
    """The API alone: /api, feeds, health, figures, and its documentation, all without a CDN."""
    app = FastAPI(
        title="Nämndsök", version=_version(), summary="Sök i kommunala handlingar", docs_url=None, redoc_url=None, redirect_slashes=False
    )
    figures = Figures()
    app.add_middleware(Observing, figures=figures)
    problems.install(app)
    app.include_router(Routes(service, settings).router())
    _add_health(app, service, figures)
    _add_documentation(app)
    return app


def _version() -> str:
    try:
        return version("namndsok")
    except PackageNotFoundError:
        return "0"


def _add_health(app: FastAPI, service: SearchService, figures: Figures) -> None:
    @app.get("/healthz", summary="Lever processen?")
    def healthz() -> JSONResponse:
        """200 så länge processen svarar."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    @app.get("/readyz", summary="Går det att söka?")
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


def _add_documentation(app: FastAPI) -> None:
    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        """The API described, from its own OpenAPI document."""
        return HTMLResponse(documentation.page(app.openapi()))

    @app.get(documentation.STYLE_PATH, include_in_schema=False)
    def style() -> Response:
        """The style sheet of /docs."""
        return Response(documentation.STYLE, media_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"})
