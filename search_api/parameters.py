"""The parameters of a search as HTTP takes them, with their bounds, made into a SearchRequest."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query as Parameter
from fastapi.exceptions import RequestValidationError
from pydantic import StringConstraints

from search_api.results import Group, Mode, SearchRequest, Sort
from search_api.service import MAX_REACH, MAX_SIZE

LONGEST_QUERY = 10_000
"""Longer queries are refused; of those between the query's own bound and this one the beginning is searched, with a note."""
MOST_VALUES = 100
Value = Annotated[str, StringConstraints(max_length=200)]
Values = Annotated[list[Value] | None, Parameter(max_length=MOST_VALUES, description="får upprepas; namn, id eller alias")]
Year = Annotated[int | None, Parameter(ge=1000, le=2999)]


async def search_request(
    q: Annotated[str, Parameter(max_length=LONGEST_QUERY, description="sökspråket: docs/query-language.md")] = "",
    mode: Annotated[Mode, Parameter(description="ord och innebörd, bara ord, eller bara innebörd")] = "hybrid",
    municipality: Values = None,
    board: Values = None,
    party: Values = None,
    about_party: Values = None,
    topic: Values = None,
    kind: Values = None,
    voice: Values = None,
    language: Values = None,
    year: Values = None,
    year_from: Year = None,
    year_to: Year = None,
    sort: Sort = "relevance",
    group: Group = "document",
    page: Annotated[int, Parameter(ge=1, le=MAX_REACH)] = 1,
    size: Annotated[int, Parameter(ge=1, le=MAX_SIZE)] = 20,
    fold: Annotated[bool, Parameter(description="visa samma stycke i utdrag och protokoll en gång")] = False,
    literal: Annotated[bool, Parameter(description="sök som det står: rätta inga stavfel, tolka inga frågor")] = False,
) -> SearchRequest:
    """A search. Raises RequestValidationError where page · size reaches further than a search answers.

    It is async because FastAPI runs anything else in a thread, and a change of thread costs more than this does.
    """
    if page * size > MAX_REACH:
        message = f"page · size får vara högst {MAX_REACH}: använd /api/export.csv för hela träffmängden"
        raise RequestValidationError([{"type": "reach", "loc": ("query", "page"), "msg": message, "input": page}])
    return SearchRequest(
        q=q, mode=mode, municipality=_values(municipality), board=_values(board), party=_values(party),
        about_party=_values(about_party), topic=_values(topic), kind=_values(kind), voice=_values(voice),
        language=_values(language), year=_values(year), year_from=year_from, year_to=year_to, sort=sort, group=group, page=page,
        size=size, fold=fold, literal=literal,
    )  # fmt: skip


def _values(values: list[str] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values or () if value.strip()))
