"""The addresses of the API (docs/api.md): each reads its parameters, asks the service, and answers in the contract's shape."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from fastapi import Query as Parameter
from starlette.responses import FileResponse, Response, StreamingResponse

from council.errors import PageNotDrawn
from council.model import Document
from council.page_image import PageImages
from council.settings import Settings
from search_api import contract, export, feeds, schemas
from search_api.caching import is_held, revalidated
from search_api.case_list import CaseRequest
from search_api.comparison import MAX_PARTIES, Rows
from search_api.json_answer import JsonAnswer
from search_api.originals import Original, original, page_request_of
from search_api.parameters import LONGEST_QUERY, Values, search_request
from search_api.problems import Problem, no_picture
from search_api.results import SearchRequest
from search_api.service import MAX_SIZE, SearchService

Asked = Annotated[SearchRequest, Depends(search_request)]
Words = Annotated[str, Parameter(max_length=LONGEST_QUERY)]
LONGEST_ID = 500
CASES_AT_ONCE = 500
MAX_PAGE = 100_000
CHUNK = 64 * 1024


class Routes:
    """The API over one service."""

    def __init__(self, service: SearchService, settings: Settings) -> None:
        self.service = service
        self.settings = settings
        self.base = settings.public_url.rstrip("/")
        self.images = PageImages()

    def router(self) -> APIRouter:
        """All addresses."""
        router = APIRouter()
        get = functools.partial(_get, router)
        get("/api/search", self.search, contract.ResultPage, "Sök")
        get("/api/documents/{document_id}", self.document, contract.OpenDocument, "En handling med alla stycken")
        get("/api/documents/{document_id}/original", self.original, None, "Handlingens originalfil", media="*/*")
        get("/api/documents/{document_id}/pages/{page}.png", self.page, None, "En sida ur originalet som bild", media="image/png")
        get("/api/cases", self.cases, contract.CaseList, "Ärenden")
        get("/api/cases/{case_id}", self.case, contract.Case, "Ett ärende med alla steg")
        get("/api/similar/{paragraph_id}", self.similar, contract.Similar, "Liknande stycken i andra handlingar")
        get("/api/compare", self.compare, contract.Comparison, "Partier sida vid sida")
        get("/api/matrix", self.matrix, contract.Matrix, "Antal stycken per parti och ämne eller år")
        get("/api/suggest", self.suggest, contract.Suggestions, "Förslag medan man skriver")
        get("/api/coverage", self.coverage, contract.Coverage, "Vad som ingår")
        get("/api/export.csv", self.export_csv, None, "Hela träffmängden som CSV", media="text/csv")
        get("/api/export.json", self.export_json, list[contract.Exported], "Hela träffmängden som JSON")
        get("/feed.atom", self.feed_atom, None, "En sökning som Atom-flöde", media="application/atom+xml")
        get("/feed.json", self.feed_json, None, "En sökning som JSON-flöde", media="application/feed+json")
        return router

    def search(self, asked: Asked) -> Response:
        """Sök bland handlingarnas stycken."""
        return JsonAnswer(schemas.result_object(self.service.search(asked)), headers={"Cache-Control": "no-cache"})

    def document(self, document_id: str, request: Request, q: Words = "") -> Response:
        """En handling med alla stycken i ordning; med `q` märks ord ut som i en sökning."""
        found = self.service.document(_identity(document_id), q)
        if found is None:
            raise self._absent(document_id)
        return revalidated(request, JsonAnswer(schemas.open_document_object(found)))

    def original(self, document_id: str) -> Response:
        """Originalfilen. Handlingar där personnummer har dolts lämnas inte ut."""
        found = self.service.document(_identity(document_id))
        if found is None:
            raise self._absent(document_id)
        file = self._file(found.document)
        disposition = "inline" if file.inline else "attachment"
        headers = {"Cache-Control": "no-cache", "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}"}
        return FileResponse(file.path, media_type=file.media_type, headers=headers)

    def page(
        self, request: Request, document_id: str, page: Annotated[int, PathParameter(ge=1, le=MAX_PAGE)],
        paragraph: Annotated[str, Parameter(max_length=LONGEST_ID, description="stycke att rama in")] = "",
    ) -> Response:  # fmt: skip
        """En sida ur en PDF som bild, med stycket inramat. Handlingar där personnummer har dolts visas inte."""
        found = self.service.document(_identity(document_id))
        if found is None:
            raise self._absent(document_id)
        wanted = page_request_of(self._file(found.document), page, found.paragraphs, paragraph)
        if wanted is None:
            raise Problem(404, "not_found", "Stycket finns inte.")
        try:
            headers = {"ETag": f'"{wanted.tag()}"', "Cache-Control": "no-cache"}
            if is_held(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            return Response(self.images.draw(wanted), media_type="image/png", headers=headers)
        except PageNotDrawn as error:
            raise no_picture(error) from error

    def cases(
        self, q: Words = "", party: Values = None, board: Values = None, outcome: Values = None, year: Values = None,
        municipality: Values = None, page: Annotated[int, Parameter(ge=1, le=10_000)] = 1,
        size: Annotated[int, Parameter(ge=1, le=CASES_AT_ONCE)] = 100,
    ) -> Response:  # fmt: skip
        """Ärenden som ord, nummer, motionärens parti, nämnd, utgång (`open` är inte avgjort) och år pekar ut."""
        parties = tuple(self.service.registers.party_letters(value) for value in party or ())
        boards = tuple(self.service.registers.canonical(value) for value in board or ())
        wanted = CaseRequest(q, parties, boards, tuple(outcome or ()), tuple(year or ()), tuple(municipality or ()))
        found = self.service.cases(request=wanted)
        shown = found[(page - 1) * size : page * size]
        return JsonAnswer({"total": len(found), "cases": [schemas.case_object(case) for case in shown]})

    def case(self, case_id: str) -> Response:
        """Ett ärende med alla steg i tidsordning."""
        found = self.service.case(_identity(case_id))
        if found is None:
            raise Problem(404, "not_found", "Ärendet finns inte.")
        return JsonAnswer(schemas.case_object(found))

    def similar(self, paragraph_id: str, limit: Annotated[int, Parameter(ge=1, le=MAX_SIZE)] = 10) -> Response:
        """Stycken om samma sak i andra handlingar, de närmaste först."""
        hits = self.service.similar(_identity(paragraph_id), limit)
        if hits is None:
            raise Problem(404, "not_found", "Stycket finns inte.")
        return JsonAnswer({"hits": [schemas.hit_object(hit) for hit in hits]})

    def compare(
        self, asked: Asked, about: Annotated[bool, Parameter(description="ord om partierna i stället för deras egna")] = False
    ) -> Response:
        """Vad partierna själva säger om en sak, sida vid sida."""
        found = self.service.compare(asked.q, asked.party[:MAX_PARTIES], about=about, base=asked)
        return JsonAnswer(schemas.comparison_object(found))

    def matrix(self, asked: Asked, rows: Rows = "topic", about: bool = False) -> Response:
        """Hur många stycken som finns per parti och ämne eller år."""
        return JsonAnswer(schemas.matrix_object(self.service.matrix(asked.party, rows, about=about, base=asked)))

    def suggest(self, q: Words = "") -> Response:
        """Nämnder, partier, ämnen, ärenden och ord som börjar som det skrivna."""
        return JsonAnswer({"suggestions": [schemas.offer_object(offer) for offer in self.service.suggest(q)]})

    def coverage(self, request: Request) -> Response:
        """Vad som ingår, vad som inte gick att läsa och var det finns luckor."""
        return revalidated(request, JsonAnswer(schemas.coverage_object(self.service.coverage())))

    def export_csv(
        self, asked: Asked, bom: Annotated[bool, Parameter(description="inled med BOM, för Excel")] = False,
        separator: Annotated[str, Parameter(pattern="^[,;]$")] = ",",
    ) -> Response:  # fmt: skip
        """Alla stycken som matchar, som CSV. `separator=;` och `bom=true` öppnas rätt i Excel på svenska."""
        lines = export.csv_lines(self.service.export(asked), separator=separator, bom=bom)
        return _streamed(lines, "text/csv; charset=utf-8", "namndsok.csv")

    def export_json(self, asked: Asked) -> Response:
        """Alla stycken som matchar, som JSON."""
        return _streamed(export.json_parts(self.service.export(asked)), "application/json", "namndsok.json")

    def feed_atom(self, request: Request, asked: Asked) -> Response:
        """De stycken i sökningen som kom in senast."""
        return revalidated(request, Response(feeds.atom(self._feed(request, asked)), media_type="application/atom+xml; charset=utf-8"))

    def feed_json(self, request: Request, asked: Asked) -> Response:
        """De stycken i sökningen som kom in senast, som JSON Feed."""
        body = json.dumps(feeds.json_feed(self._feed(request, asked)), ensure_ascii=False)
        return revalidated(request, Response(body, media_type="application/feed+json; charset=utf-8"))

    def _feed(self, request: Request, asked: SearchRequest) -> feeds.Feed:
        """A search's feed. Its address is built from the setting, never from the Host header."""
        kept = [(name, value) for name, value in request.query_params.multi_items() if name not in ("page", "size", "sort")]
        query = f"?{urlencode(kept)}" if kept else ""
        return feeds.Feed(asked, self.service.feed(asked), self.base, f"{request.url.path}{query}", f"/sok{query}")

    def _file(self, document: Document) -> Original:
        """The original of a document. Raises Problem where it is withheld or gone."""
        file = original(document, serve_masked=self.settings.serve_masked_originals)
        if file == "masked":
            raise Problem(403, "masked", "Originalet lämnas inte ut: där finns personnummer.")
        if file == "missing":
            raise Problem(404, "original_missing", "Originalfilen finns inte kvar där den lästes.")
        return file

    def _absent(self, document_id: str) -> Problem:
        if self.service.removed(document_id):
            return Problem(410, "removed", "Handlingen är borttagen.")
        return Problem(404, "not_found", "Handlingen finns inte.")


def _get(router: APIRouter, path: str, answer: Callable[..., Response], model: Any, summary: str, media: str = "") -> None:
    """A GET address; the model, or a media type, documents the answer (validating each one would cost more than the search)."""
    shape: dict[int | str, dict[str, Any]] = {200: {"model": model} if model else {"content": {media: {}}}}
    errors: dict[int | str, dict[str, Any]] = {status: {"model": contract.Error} for status in _refusals(path)}
    router.add_api_route(path, answer, methods=["GET"], summary=summary, response_class=Response, responses={**shape, **errors})


def _refusals(path: str) -> tuple[int, ...]:
    """What an address may answer other than 200: what is not there, removed or withheld, and what any address may say."""
    absent = (404,) if "{" in path else ()
    removed = (410,) if "{document_id}" in path else ()
    withheld = (403,) if path.endswith(("/original", ".png")) else ()
    return (*withheld, *absent, *removed, 414, 422, 429, 500, 503)


def _identity(value: str) -> str:
    if len(value) > LONGEST_ID:
        raise Problem(404, "not_found", "Adressen finns inte.")
    return value


def _streamed(parts: Iterator[str], media_type: str, name: str) -> Response:
    """Parts as they are made, in chunks. The first is made at once, so that an engine that is away is told with 503."""
    chunks = _chunked(parts)
    head = list(itertools.islice(chunks, 1))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return StreamingResponse(itertools.chain(head, chunks), media_type=media_type, headers=headers)


def _chunked(parts: Iterator[str]) -> Iterator[bytes]:
    """Parts joined to chunks of CHUNK bytes: each chunk is a change of thread."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part.encode("utf-8", "replace"))
        size += len(held[-1])
        if size >= CHUNK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
