"""Templates into responses: the Jinja environment, one way to answer with a page, and the headers that every page has."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from ui import links
from ui.assets import Assets
from ui.compiling import PlainEnvironment
from ui.negotiation import LANGUAGES
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
    feed_json: str | None = None


ADDRESS = '="/'
HOLDERS = (" href", " action", " src", " data-suggestions")
"""Attributes that hold addresses. Text of documents cannot pose as one: its quotation marks are escaped."""
SAME_IN_EVERY_LANGUAGE = ("static/", "api/", "feed.", 'docs"', "docs#", "opensearch.", *(f"{language}/" for language in LANGUAGES))
"""Addresses of this site that are no page, and those that name a language themselves."""


class Renderer:
    """Renders templates with the site's words, static files and public address (empty: no canonical links).

    The path of the public address ("/handlingar") stands before every address of a page, and after it the language where the address
    that was asked for names one ("/en"): templates and views write addresses as if there were neither.
    """

    def __init__(self, assets: Assets, wording: Wording, public_url: str = "") -> None:
        self.assets = assets
        self.wording = wording
        self.prefix = urlsplit(public_url).path.rstrip("/")
        self._environment = _environment(assets, wording, public_url.rstrip("/"))

    def text(self, template: str, context: Mapping[str, Any]) -> str:
        """A template filled in."""
        return self._environment.get_template(template).render(context)

    def page(self, request: Request, template: str, frame: Frame, view: object, status: int = 200) -> Response:
        """Answer with a page, or with 304 where the browser already has these very bytes."""
        language, here = self._asked(request)
        body = self.text(template, {"frame": frame, "view": view, "here": here, "language": language})
        return self._answer(request, self.within(body, language).encode(), "text/html; charset=utf-8", status)

    def within(self, body: str, language: str) -> str:
        """A page whose addresses all stay below the public address, and in the language that was asked for ("/en", or "" for none)."""
        if not self.prefix and not language:
            return body
        before, *pieces = body.split(ADDRESS)
        parts = [before]
        for piece in pieces:
            ours = before.endswith(HOLDERS) and not piece.startswith("/")
            path = f"{self.prefix}{'' if piece.startswith(SAME_IN_EVERY_LANGUAGE) else language}/" if ours else "/"
            parts += ['="', path, piece]
            before = piece
        return "".join(parts)

    def address(self, request: Request, path: str) -> str:
        """A page's address as this request's page writes it."""
        return f"{self.prefix}{self._asked(request)[0]}{path}"

    def redirect(self, request: Request, path: str, status: int) -> Response:
        """Lead to another page in the same language."""
        return RedirectResponse(self.address(request, path), status_code=status)

    def redirect_to_file(self, path: str) -> Response:
        """Lead to what is the same in every language."""
        return RedirectResponse(f"{self.prefix}{path}", status_code=302)

    def xml(self, request: Request, template: str, media_type: str) -> Response:
        """Answer with an XML file of the site."""
        return self._answer(request, self.text(template, {}).encode(), media_type, 200)

    def json(self, request: Request, value: object) -> Response:
        """Answer with what a page's script asks for."""
        return JSONResponse(value, headers={"Cache-Control": "no-cache", **self._headers(request)})

    def _asked(self, request: Request) -> tuple[str, str]:
        """The language that the address names ("/en", or "" for none), and the rest of the address: what it is in every language."""
        path: str = request.scope["path"]
        path = path.removeprefix(self.prefix) if path.startswith(f"{self.prefix}/") else path
        language = next((f"/{name}" for name in LANGUAGES if path.startswith(f"/{name}/")), "")
        rest = quote(path.removeprefix(language))
        return language, f"{rest}?{request.url.query}" if request.url.query else rest

    def _headers(self, request: Request) -> dict[str, str]:
        """A page's language is the address's own, else the browser's: only then do caches have to keep one for each."""
        chosen = self._asked(request)[0]
        return {"Content-Language": self.wording.locale, "Vary": "Accept-Encoding" if chosen else "Accept-Encoding, Accept-Language"}

    def _answer(self, request: Request, body: bytes, media_type: str, status: int) -> Response:
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {**PAGE_HEADERS, **self._headers(request), "ETag": etag}
        if status == 200 and etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(body, status_code=status, media_type=media_type, headers=headers)


def _environment(assets: Assets, wording: Wording, public_url: str) -> Environment:
    environment = PlainEnvironment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else the files of a page's ten templates are looked at for every page
    )
    environment.globals.update(_=wording.text, plural=wording.plural, words=wording, links=links, static=assets.url)
    environment.globals.update(public_url=public_url)
    environment.globals.update(STANCE_SIGNS=STANCE_SIGNS, FACET_NAMES=FACET_NAMES)
    environment.filters.update(number=wording.number, day=wording.day)
    return environment
