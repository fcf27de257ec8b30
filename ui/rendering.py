"""Templates into responses: the Jinja environment, one way to answer with a page, and the headers that every page has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from ui import links
from ui.assets import Assets
from ui.wording import FACET_NAMES, STANCE_SIGNS, Wording

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline, nothing from elsewhere: what a document's text may hold can never run."""

PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Encoding, Accept-Language",
}


@dataclass(frozen=True)
class Frame:
    """What stands around every page: title, description, robots, the canonical path, and which entry of the menu is open."""

    title: str = ""
    description: str = ""
    path: str = ""
    index: bool = True
    current: str = ""
    feed: str | None = None


LOCAL = re.compile(r'(?<!hreflang="sv" )\b(href|action)="/(?!static/|api/|feed\.|docs|opensearch)')
"""Addresses of pages in attributes. Text of documents cannot hold one: its quotation marks are escaped."""


class Renderer:
    """Renders templates with the site's words, static files and public address (empty: no canonical links).

    `base` stands before every page's address: "" for Swedish, "/en" for English.
    """

    def __init__(self, assets: Assets, wording: Wording, public_url: str = "", base: str = "") -> None:
        self.assets = assets
        self.wording = wording
        self.base = base
        self._environment = _environment(assets, wording, public_url.rstrip("/"), base)

    def text(self, template: str, context: Mapping[str, Any]) -> str:
        """A template filled in."""
        return self._environment.get_template(template).render(context)

    def page(self, request: Request, template: str, frame: Frame, view: object, status: int = 200) -> Response:
        """Answer with a page, or with 304 where the browser already has these very bytes."""
        here = _here(request, self.base)
        offer = not self.base and _asks_for_english(request.headers.get("accept-language", ""))
        body = self.text(template, {"frame": frame, "view": view, "here": here, "offer_english": offer})
        return _answer(request, self.within(body).encode(), "text/html; charset=utf-8", status)

    def within(self, body: str) -> str:
        """A page whose addresses all stay in its language."""
        return LOCAL.sub(rf'\1="{self.base}/', body) if self.base else body

    def redirect(self, path: str, status: int) -> Response:
        """Lead to another page in the same language."""
        return RedirectResponse(self.base + path, status_code=status)

    def xml(self, request: Request, template: str, media_type: str) -> Response:
        """Answer with an XML file of the site."""
        return _answer(request, self.text(template, {}).encode(), media_type, 200)


def _here(request: Request, base: str) -> str:
    """The address that was asked for, as it is in Swedish."""
    path = request.url.path.removeprefix(base) or "/"
    return f"{path}?{request.url.query}" if request.url.query else path


def _asks_for_english(accepted: str) -> bool:
    """Whether a browser names English before any Swedish: then a line offers it, and nothing is chosen for anybody."""
    wanted = [part.split(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return "en" in wanted and "sv" not in wanted[: wanted.index("en")]


def _answer(request: Request, body: bytes, media_type: str, status: int) -> Response:
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {**PAGE_HEADERS, "ETag": etag}
    if status == 200 and etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, status_code=status, media_type=media_type, headers=headers)


def _environment(assets: Assets, wording: Wording, public_url: str, base: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=wording.text, plural=wording.plural, words=wording, links=links, static=assets.url)
    environment.globals.update(public_url=public_url, base=base)
    environment.globals.update(STANCE_SIGNS=STANCE_SIGNS, FACET_NAMES=FACET_NAMES)
    environment.filters.update(number=wording.number, day=wording.day)
    return environment
