"""What stands before the routes, for API and pages alike: one stack of layers, in the order in which a request meets them."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

from council.engine import Snapshot
from council.settings import Settings
from search_api.admission import Admission, Bounds
from search_api.clients import Clients
from search_api.compressing import SMALLEST, Compressing
from search_api.figures import Figures
from search_api.kept_answers import KeptAnswers
from search_api.observing import Observing
from search_api.problems import Problem, Refuse
from search_api.public_address import PublicPath
from search_api.rate_limit import RateLimit
from search_api.shared_answers import SharedAnswers

LONGEST_ADDRESS = 32_000
"""Bytes of a query string; a hundred filter values of every field fit."""


def guarded(
    app: ASGIApp,
    version: Callable[[], Snapshot],
    settings: Settings,
    figures: Figures,
    refuse: Refuse,
    shared: SharedAnswers | None = None,
) -> ASGIApp:
    """The application behind its layers. `version` is the same object until the index changes; `refuse` words what a layer refuses;
    `shared` leads to the answers of other workers."""
    bounds = Bounds(settings.concurrency, settings.queue, seconds=float(settings.request_seconds))
    app = admission = Admission(app, bounds, refuse, figures)
    app = Compressing(app, minimum_size=SMALLEST)
    if settings.cache_megabytes:
        app = KeptAnswers(app, version, settings.cache_megabytes, figures, admission.places.pass_by, shared)
    if settings.rate_limit:
        app = RateLimit(app, settings.rate_limit, Clients(settings.trusted_proxies), refuse, figures)
    app = Asked(app, refuse)
    app = Observing(app, figures, refuse, log_queries=settings.log_queries)
    return PublicPath(app, settings.public_url)


class Asked:
    """Middleware: what can be asked at all. Only reading (nothing here changes anything over HTTP), and no endless address."""

    def __init__(self, app: ASGIApp, refuse: Refuse) -> None:
        self.app = app
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        problem = _refused(scope) if scope["type"] == "http" else None
        app = self.app if problem is None else self._refuse(scope, problem)
        await app(scope, receive, send)


def _refused(scope: Scope) -> Problem | None:
    if scope["method"] != "GET":
        return Problem(405, "method_not_allowed", "Adressen tar bara emot GET.", {"Allow": "GET, HEAD"})
    if len(scope.get("query_string", b"")) > LONGEST_ADDRESS:
        return Problem(414, "address_too_long", "Adressen är för lång.")
    return None
