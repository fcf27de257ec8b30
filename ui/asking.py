"""What an address asks for: a result page's parameters into a SearchRequest, with plain words where a value cannot be used."""

from __future__ import annotations

from typing import Any, get_args

from starlette.datastructures import QueryParams

from council.errors import NamndsokError
from search_api.results import Group, Mode, SearchRequest, Sort
from search_api.service import MAX_REACH, MAX_SIZE
from ui import links
from ui.wording import N_

SEVERAL = ("municipality", "board", "party", "about_party", "topic", "kind", "voice", "language", "year")
CHOICES: dict[str, tuple[str, ...]] = {
    "mode": get_args(Mode),
    "sort": get_args(Sort),
    "group": get_args(Group),
    "fold": ("true", "false"),
    "literal": ("true", "false"),
}
NUMBERS = {"year_from": (1000, 2999), "year_to": (1000, 2999), "page": (1, MAX_REACH), "size": (1, MAX_SIZE)}
"""Parameters that are numbers, with the least and the most they may be (the HTTP contract)."""
LONGEST_QUERY = 1_000
"""Characters of a query; the box takes no more either."""


class BadParameterError(NamndsokError):
    """A parameter of an address has a value that cannot be used: a message for translation and what it names."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values)
        self.template = template
        self.values = values


def read_request(params: QueryParams) -> SearchRequest:
    """The search that a query string asks for; empty values count as not given. Raises BadParameterError in words for people."""
    values: dict[str, Any] = {"q": params.get("q", "")[:LONGEST_QUERY], "fold": True}
    for name in SEVERAL:
        values[name] = tuple(dict.fromkeys(value for value in params.getlist(name) if value.strip()))
    for name, allowed in CHOICES.items():
        if params.get(name):
            values[name] = _choice(name, params[name], allowed)
    for name, (least, most) in NUMBERS.items():
        if params.get(name, "").strip():
            values[name] = read_number(name, params[name], least, most)
    request = SearchRequest(**values)
    if request.page * request.size > MAX_REACH:
        message = N_("Det går bara att bläddra till träff %(deepest)s. Välj ett filter för att komma vidare.")
        raise BadParameterError(message, deepest=MAX_REACH)
    return request


def _choice(name: str, value: str, allowed: tuple[str, ...]) -> object:
    if value not in allowed:
        raise BadParameterError(
            N_("%(name)s kan vara %(allowed)s, men inte ”%(value)s”."), name=name, allowed=", ".join(allowed), value=value[:40]
        )
    return value == "true" if allowed == ("true", "false") else value


def read_number(name: str, value: str, least: int, most: int) -> int:
    """A whole number within bounds. Raises BadParameterError."""
    text = value.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most):
        message = N_("%(name)s ska vara ett heltal från %(least)s till %(most)s, men är ”%(value)s”.")
        raise BadParameterError(message, name=name, least=least, most=most, value=text[:40])
    return int(text)


def tidy_path(params: QueryParams) -> str | None:
    """The same address without the empty values that a form sends along; None when it has none."""
    kept = [(name, value) for name, value in params.multi_items() if value.strip()]
    if len(kept) == len(params.multi_items()):
        return None
    return links.with_pairs("/sok", kept)
