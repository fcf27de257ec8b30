"""How often one client may ask: a bucket of tokens for each, refilled evenly; an empty one answers 429 with when to come back."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.clients import Clients
from search_api.figures import Figures
from search_api.light import is_light
from search_api.problems import Problem, Refuse

MOST_CLIENTS = 50_000
"""Clients remembered, about 10 MB; of more, the one that was silent longest is forgotten, whose bucket is the fullest."""
MINUTE = 60.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


class Buckets:
    """One bucket for each client. A full one holds a minute's worth, so a page with its parts is no burst."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._size = float(per_minute)
        self._per_second = per_minute / MINUTE
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, client: str) -> float:
        """Take a token for a request. Returns 0.0, or the seconds until there is one."""
        now = self._clock()
        bucket = self._buckets.setdefault(client, _Bucket(self._size, now))
        self._buckets.move_to_end(client)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(self._size, bucket.tokens + (now - bucket.filled) * self._per_second)
        bucket.filled = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._per_second
        bucket.tokens -= 1
        return 0.0


class RateLimit:
    """Middleware: refuses clients that ask more often than allowed. Light addresses are free."""

    def __init__(self, app: ASGIApp, per_minute: int, clients: Clients, refuse: Refuse, figures: Figures) -> None:
        self.app = app
        self._buckets = Buckets(per_minute)
        self._clients = clients
        self._refuse = refuse
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or is_light(scope):
            await self.app(scope, receive, send)
            return
        seconds = self._buckets.take(self._clients.of(scope))
        if not seconds:
            await self.app(scope, receive, send)
            return
        self._figures.refused.labels("rate").inc()
        problem = Problem(429, "too_many_requests", "För många frågor på kort tid.", {"Retry-After": str(math.ceil(seconds))})
        await self._refuse(scope, problem)(scope, receive, send)
