"""The start page as a value: what is in here, examples that find something, and ways in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from council.criteria import FacetName
from council.model import Case
from search_api.results import ResultPage
from ui import links
from ui.wording import Wording

WAYS_IN = 12
"""Boards and topics that show on the start page; the rest are one click away."""
EXAMPLES = 4
"""Examples that show; more are thought of, since not all find something."""
MOTION_ABOUT = re.compile(r"\bmotion(?:en)? (?:\([^)]*\) )?om (?P<about>.+)", re.IGNORECASE)
LONGEST_EXAMPLE = 60


@dataclass(frozen=True, slots=True)
class WayIn:
    """A link with how many paragraphs it leads to."""

    label: str
    count: int
    path: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class StartView:
    """The start page."""

    figures: tuple[tuple[str, str], ...]
    examples: tuple[tuple[str, str], ...]
    boards: tuple[WayIn, ...]
    parties: tuple[WayIn, ...]
    topics: tuple[WayIn, ...]
    updated: str
    empty: bool


def start_view(everything: ResultPage, queries: tuple[str, ...], updated: dt.datetime | None, words: Wording) -> StartView:
    """The start page, from an empty search (its totals and facets) and example queries that find something."""
    return StartView(
        figures=_figures(everything, words),
        examples=tuple((text, links.search_path(links.fresh(q=text))) for text in queries),
        boards=_ways(everything, "board", words)[:WAYS_IN],
        parties=_ways(everything, "party", words),
        topics=_ways(everything, "topic", words)[:WAYS_IN],
        updated=words.text("Uppdaterat %(day)s.", day=words.day(updated.date())) if updated else "",
        empty=everything.total.paragraphs == 0,
    )


def _figures(everything: ResultPage, words: Wording) -> tuple[tuple[str, str], ...]:
    years = sorted(int(value.value) for value in everything.facets.get("year", ()) if value.value.isdigit())
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    rows = (
        (words.text("handlingar"), words.number(everything.total.documents)),
        (words.text("stycken"), words.number(everything.total.paragraphs)),
        (words.text("nämnder"), words.number(len(everything.facets.get("board", ())))),
        (words.text("år"), span),
    )
    return tuple(row for row in rows if row[1] not in ("", "0"))


def _ways(everything: ResultPage, facet: FacetName, words: Wording) -> tuple[WayIn, ...]:
    return tuple(
        WayIn(
            words.facet_label(facet, value.value, value.label),
            value.count,
            links.search_path(links.fresh(), **{facet: (value.value,)}),
            value.value if facet == "party" else "",
        )
        for value in everything.facets.get(facet, ())
    )


def examples(everything: ResultPage, cases: tuple[Case, ...]) -> tuple[str, ...]:
    """Queries that may find something here: a question about a motion, topics, a board's words on a topic, a diary number."""
    found: list[str] = []
    for case in cases:
        about = MOTION_ABOUT.search(case.title)
        if about and len(about["about"]) <= LONGEST_EXAMPLE:
            found.append(f"Hur besvarades motionen om {about['about'].rstrip(' .')}?")
            break
    topics, boards = everything.facets.get("topic", ()), everything.facets.get("board", ())
    for topic, board in zip(topics[:EXAMPLES], boards, strict=False):
        found.append(topic.label.lower())
        found.append(f'{topic.label.lower()} nämnd:"{board.label}"')
    dnr = next((number for hit in everything.hits for number in hit.document.dnr), None)
    return (*found[:1], *([dnr] if dnr else []), *found[1:])
