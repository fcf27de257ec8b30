"""Which addresses cost next to nothing: they are answered however busy the rest is, and count against no limit."""

from __future__ import annotations

from starlette.types import Scope

LIGHT = frozenset({"static", "healthz", "readyz", "metrics", "docs", "openapi.json", "robots.txt", "opensearch.xml", "favicon.ico"})
"""First segments of addresses that ask the index for nothing, or (readyz, metrics) for its size alone."""


def first_segment(path: str) -> str:
    """What an address begins with: "api" in "/api/search"."""
    return path.removeprefix("/").split("/", 1)[0]


def is_light(scope: Scope) -> bool:
    """Whether a request costs next to nothing."""
    return first_segment(scope["path"]) in LIGHT
