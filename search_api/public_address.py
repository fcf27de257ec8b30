"""The site's public address, from a setting and never from a request's Host header, and the path that stands before its own."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from council.errors import ConfigurationError
from search_api.light import first_segment


def path_of(public_url: str) -> str:
    """The path of a public address: "/handlingar" of "https://kommun.se/handlingar/"; "" where the site has a host of its own."""
    return urlsplit(public_url).path.rstrip("/")


class PublicPath:
    """Middleware: takes the path of the public address off, where the proxy in front did not. Both ways of setting one up work."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        self.app = app
        self._path = unquote(path_of(public_url))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as if the site stood at the root."""
        if scope["type"] == "http" and self._path:
            path = scope["path"]
            if path == self._path or path.startswith(f"{self._path}/"):
                rest = path.removeprefix(self._path) or "/"
                scope = {**scope, "path": rest, "raw_path": rest.encode("utf-8", "surrogateescape")}
        await self.app(scope, receive, send)


def check_path(public_url: str, own: frozenset[str]) -> None:
    """Raises ConfigurationError where the public path begins as an address of the site itself: nobody could tell the two apart."""
    first = first_segment(unquote(path_of(public_url)))
    if first in own:
        raise ConfigurationError(f"NAMNDSOK_PUBLIC_URL får inte ha en sökväg som börjar på /{first}: den är en av sidans egna.")
