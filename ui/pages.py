"""The routes of the pages: each reads an address, asks the service, and hands a view to a template."""

from __future__ import annotations

import itertools
from dataclasses import asdict

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams
from starlette.routing import Route

from search_api.originals import original
from search_api.results import ResultPage
from search_api.service import SearchService
from ui import links, problems
from ui.asking import LONGEST_QUERY, read_number, read_request, tidy_path
from ui.rendering import Frame, Renderer
from ui.views.document import document_view
from ui.views.page_picture import Asked
from ui.views.parts import parts_of
from ui.views.passages import PartyNames
from ui.views.results import results_view, title_of
from ui.views.similar import similar_view
from ui.views.start import EXAMPLES, examples, start_view
from ui.views.suggestions import suggestion_views
from ui.wording import N_

IMMUTABLE = "public, max-age=31536000, immutable"
"""A static file's name carries its digest, so what it holds can never change."""


MAX_PAGE = 100_000
"""What the API takes for a page's number, too."""
MOVED = N_("Stycket som länken gällde finns inte kvar i den form det hade. Här är handlingen som den ser ut nu.")


class Pages:
    """The pages that lead to a quote: start, results, document."""

    def __init__(self, service: SearchService, renderer: Renderer, parties: PartyNames, *, shows_masked: bool = False) -> None:
        self.service = service
        self.renderer = renderer
        self.words = renderer.wording
        self.parties = parties
        self.shows_masked = shows_masked
        self._tried: tuple[str, tuple[str, ...]] | None = None

    def routes(self) -> list[Route]:
        """Every route of these pages."""
        return [
            Route("/", self.start),
            Route("/sok", self.results),
            Route("/forslag", self.suggestions),
            Route("/liknande/{paragraph_id}", self.similar),
            Route("/dokument/{document_id}", self.document),
            Route("/dokument/{document_id}/stycke/{paragraph_id}", self.paragraph),
            Route("/dokument/{document_id}/original", self.original),
            Route("/opensearch.xml", self.opensearch),
            Route("/robots.txt", self.robots),
            Route("/static/{name}", self.static),
        ]

    def start(self, request: Request) -> Response:
        """The start page."""
        everything = self.service.search(links.fresh(size=5))
        coverage = self.service.coverage()
        view = start_view(everything, self._examples(everything, coverage.generation), coverage.updated, self.words)
        description = self.words.text("Sök bland kommunens protokoll, yttranden, motioner och beslut.")
        return self.renderer.page(request, "start.html", Frame(description=description, path="/", current="start"), view)

    def _examples(self, everything: ResultPage, generation: str) -> tuple[str, ...]:
        """Examples that find something in this generation of the index, tried once for each."""
        if self._tried is None or self._tried[0] != generation:
            thought = examples(everything, self.service.cases())
            finding = (query for query in thought if self.service.count(links.fresh(q=query)).paragraphs)
            self._tried = generation, tuple(itertools.islice(finding, EXAMPLES))
        return self._tried[1]

    def results(self, request: Request) -> Response:
        """The results of a search; an address with empty values leads to the tidy one."""
        tidy = tidy_path(request.query_params)
        if tidy is not None:
            return self.renderer.redirect(request, tidy, 303)
        asked = read_request(request.query_params)
        view = results_view(self.service.search(asked), self.words, self.parties)
        title, here = title_of(asked, self.words), links.search_path(asked, page=asked.page)
        frame = Frame(title=title, path=here, index=False, feed=view.atom, feed_json=view.feed_json)
        return self.renderer.page(request, "results.html", frame, view)

    def document(self, request: Request) -> Response:
        """A part of a document, with the words of `q` marked, and with `stycke` a picture of that paragraph's page (`sida`) beside it."""
        params = request.query_params
        q = params.get("q", "").strip()[:LONGEST_QUERY]
        found = self.service.document(request.path_params["document_id"], q)
        if found is None:
            return self._missing(request)
        asked = _asked(params)
        parts = parts_of(found.paragraphs)
        place = parts.part_of.get(asked.paragraph_id) if asked else 1
        part = place or 1
        if params.get("del"):
            part = read_number("del", params["del"], 1, len(parts))
        notice = self.words.text(MOVED) if params.get("borta") or place is None else ""
        view = document_view(
            found, parts, self.words, self.parties, part=part, q=q, notice=notice, asked=asked, shows_masked=self.shows_masked
        )
        frame = Frame(title=view.title, description=view.citation, path=links.document_path(found.document.id, part=part))
        return self.renderer.page(request, "document.html", frame, view)

    def paragraph(self, request: Request) -> Response:
        """Leads to the part and anchor of a paragraph; one that is gone leads to the document, with a notice."""
        document_id, paragraph_id = request.path_params["document_id"], request.path_params["paragraph_id"]
        q = request.query_params.get("q", "").strip()[:LONGEST_QUERY]
        found = self.service.document(document_id)
        if found is None:
            return self._missing(request)
        part = parts_of(found.paragraphs).part_of.get(paragraph_id)
        if part is None:
            return self.renderer.redirect(request, links.with_query(links.document_path(document_id), q=q, borta="1"), 303)
        return self.renderer.redirect(request, links.document_path(document_id, part=part, q=q, paragraph_id=paragraph_id), 302)

    def original(self, request: Request) -> Response:
        """Leads to the original file, or says why it is not here."""
        document_id = request.path_params["document_id"]
        found = self.service.document(document_id)
        if found is None:
            return self._missing(request)
        text = links.document_path(document_id)
        match original(found.document, serve_masked=self.shows_masked):
            case "masked":
                return problems.answer(self.renderer, request, 403, problems.withheld(self.words, text))
            case "missing":
                return problems.answer(self.renderer, request, 404, problems.original_missing(self.words, text))
            case _:
                return self.renderer.redirect_to_file(links.file_path(document_id))

    def similar(self, request: Request) -> Response:
        """Paragraphs that resemble one."""
        paragraph_id = request.path_params["paragraph_id"]
        asked, found = self.service.paragraph(paragraph_id), self.service.similar(paragraph_id)
        if asked is None or found is None:
            return self._missing(request)
        view = similar_view(asked, found, self.words, self.parties)
        return self.renderer.page(request, "similar.html", Frame(title=self.words.text("Liknande stycken"), index=False), view)

    def suggestions(self, request: Request) -> Response:
        """What the search box offers while one types, with the address of each."""
        offers = self.service.suggest(request.query_params.get("q", "").strip()[:LONGEST_QUERY])
        views = suggestion_views(offers, self.words)
        return self.renderer.json(request, [{**asdict(view), "path": self.renderer.address(request, view.path)} for view in views])

    def opensearch(self, request: Request) -> Response:
        """How a browser adds Nämndsök to its search box."""
        return self.renderer.xml(request, "opensearch.xml", "application/opensearchdescription+xml")

    def robots(self, _request: Request) -> Response:
        """What crawlers may read: documents and cases, not every search there is."""
        return Response("User-agent: *\nDisallow: /api/\nDisallow: /liknande/\n", media_type="text/plain; charset=utf-8")

    def static(self, request: Request) -> Response:
        """A static file by its name with digest."""
        asset = self.renderer.assets.find(request.path_params["name"])
        if asset is None:
            return problems.answer(self.renderer, request, 404, problems.not_found(self.words))
        return Response(
            asset.content, media_type=asset.media_type, headers={"Cache-Control": IMMUTABLE, "X-Content-Type-Options": "nosniff"}
        )

    def _missing(self, request: Request) -> Response:
        """A document that is not here: 410 where it was taken away for good, else 404."""
        if self.service.removed(request.path_params.get("document_id", "")):
            return problems.answer(self.renderer, request, 410, problems.gone(self.words))
        return problems.answer(self.renderer, request, 404, problems.not_found(self.words))


def _asked(params: QueryParams) -> Asked | None:
    """The paragraph whose page an address asks to see. Raises BadParameterError where the page is no number."""
    page = read_number("sida", params["sida"], 1, MAX_PAGE) if params.get("sida") else None
    return Asked(params["stycke"], page) if params.get("stycke") else None
