"""The routes of the pages that look at the whole: cases, parties, boards, coverage, about."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from council.model import Case
from search_api.comparison import Rows
from search_api.service import SearchService
from ui import links, problems
from ui.asking import NUMBERS, read_number
from ui.rendering import Frame, Renderer
from ui.views.about import AboutView
from ui.views.boards import board_of, board_view, boards_view
from ui.views.case import case_view, way_of
from ui.views.cases import CaseFilter, cases_path, cases_view
from ui.views.coverage import board_groups, coverage_path, coverage_view
from ui.views.parties import Compared, comparison_path, parties_view
from ui.views.passages import PartyNames

NEWEST = 8
MOST_TITLES = 30
"""Documents of a case that are opened for their titles; further ones are named by their file."""


class Overviews:
    """The pages that look at the whole of what is indexed."""

    def __init__(self, service: SearchService, renderer: Renderer, parties: PartyNames, contact: str) -> None:
        self.service = service
        self.renderer = renderer
        self.words = renderer.wording
        self.parties = parties
        self.contact = contact

    def routes(self) -> list[Route]:
        """Every route of these pages."""
        return [
            Route("/arenden", self.cases),
            Route("/arenden/{case_id}", self.case),
            Route("/partier", self.compare),
            Route("/namnder", self.boards),
            Route("/namnder/{board_id}", self.board),
            Route("/tackning", self.coverage),
            Route("/om", self.about),
        ]

    def cases(self, request: Request) -> Response:
        """The list of cases, narrowed."""
        params = request.query_params
        page = read_number("page", params.get("page") or "1", 1, 10_000)
        asked = CaseFilter(
            params.get("q", "").strip(),
            params.get("party", ""),
            params.get("board", ""),
            params.get("outcome", ""),
            params.get("year", ""),
            page,
            params.get("origin", ""),
        )
        view = cases_view(self.service.cases(asked.q), asked, self.words, self.parties)
        frame = Frame(title=self.words.text("Ärenden"), path=cases_path(asked), index=not view.filtered, current="arenden")
        return self.renderer.page(request, "cases.html", frame, view)

    def case(self, request: Request) -> Response:
        """A case's dossier."""
        case = self.service.case(request.path_params["case_id"])
        if case is None:
            message = self.words.text(
                "Ärendet finns inte, eller har fått en annan adress sedan fler handlingar kom in. Sök på titeln eller diarienumret."
            )
            return problems.answer(self.renderer, request, 404, problems.not_found(self.words, message))
        titles = self._titles(case)
        way = way_of(case, self.words, self.parties, titles)
        part = read_number("del", request.query_params.get("del") or "1", 1, len(way))
        view = case_view(case, way, self.words, self.parties, titles, part)
        frame = Frame(title=view.title, description=view.outcome, path=links.case_path(case.id, part=part), current="arenden")
        return self.renderer.page(request, "case.html", frame, view)

    def _titles(self, case: Case) -> dict[str, str]:
        """The titles of the documents that a case's steps stand in, by id."""
        ids = dict.fromkeys(step.document_id for step in case.steps if step.document_id)
        opened = (self.service.document(document_id) for document_id in list(ids)[:MOST_TITLES])
        return {found.document.id: found.document.title for found in opened if found is not None}

    def compare(self, request: Request) -> Response:
        """Parties side by side."""
        params = request.query_params
        chosen = tuple(dict.fromkeys(value for value in params.getlist("party") if value.strip()))
        rows: Rows = "year" if params.get("rader") == "year" else "topic"
        years = (read_number(name, params[name], *NUMBERS[name]) if params.get(name) else None for name in ("year_from", "year_to"))
        asked = Compared(
            params.get("q", "").strip(), params.get("topic", ""), chosen, params.get("om") == "1", rows, params.get("board", ""), *years
        )
        overview = self.service.search(replace(asked.base, size=1))
        facet = overview.facets.get("about_party" if asked.about else "party", ())
        columns = asked.parties or tuple(value.value for value in facet)
        compared = self.service.compare(asked.q, asked.parties, about=asked.about, base=asked.base)
        counted = self.service.matrix(columns, asked.rows, about=asked.about, base=asked.base)
        view = parties_view(asked, overview, compared, counted, self.service.cases(), self.words, self.parties)
        frame = Frame(title=self.words.text("Jämför partier"), path=comparison_path(asked), index=asked == Compared(), current="partier")
        return self.renderer.page(request, "parties.html", frame, view)

    def boards(self, request: Request) -> Response:
        """Every board that the index knows."""
        view = boards_view(self.service.search(links.fresh(size=1)), self.service.registers, self.words)
        return self.renderer.page(request, "boards.html", Frame(title=self.words.text("Nämnder"), path="/namnder", current="namnder"), view)

    def board(self, request: Request) -> Response:
        """One board; an id that only the register knows has nothing to show."""
        board_id = request.path_params["board_id"]
        value = board_of(board_id, self.service.search(links.fresh(size=1)))
        if value is None:
            message = self.words.text("Det finns inga handlingar från en nämnd med den adressen.")
            steps = ((self.words.text("Se alla nämnder"), "/namnder"),)
            view = replace(problems.not_found(self.words, message), steps=steps)
            return problems.answer(self.renderer, request, 404, view)
        page = self.service.search(links.fresh(board=(value.value,), sort="newest", size=NEWEST))
        frame = Frame(title=value.label, path=links.board_path(board_id), current="namnder")
        return self.renderer.page(request, "board.html", frame, board_view(value, page, self.service.registers, self.words, self.parties))

    def coverage(self, request: Request) -> Response:
        """What is in and what is not."""
        coverage = self.service.coverage()
        page = read_number("page", request.query_params.get("page") or "1", 1, len(board_groups(coverage)))
        frame = Frame(title=self.words.text("Täckning"), path=coverage_path(page), current="tackning")
        return self.renderer.page(request, "coverage.html", frame, coverage_view(coverage, self.words, page))

    def about(self, request: Request) -> Response:
        """How search works, privacy, accessibility."""
        frame = Frame(title=self.words.text("Om Nämndsök"), path="/om", current="om")
        return self.renderer.page(request, "about.html", frame, AboutView(self.contact))
