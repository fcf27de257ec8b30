"""How a query was understood, as chips: words, phrases, minus words and filters, each with the search without it."""

from __future__ import annotations

from dataclasses import dataclass

from search_api.results import FilterChip, ResultPage, SearchRequest, TermInfo
from ui import links
from ui.wording import CHIP_NAMES, Wording


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the query as it was understood. `path` is the search without it."""

    name: str
    label: str
    path: str
    about: str = ""


def chips(page: ResultPage, words: Wording) -> tuple[Chip, ...]:
    """Every part of the query, in the order words, phrases, minus words, filters."""
    request, query = page.request, page.query
    return (
        *(_term_chip(term, request, words) for term in query.terms),
        *(_phrase_chip(phrase, request, words) for phrase in query.phrases),
        *(_excluded_chip(word, request, words) for word in query.excluded),
        *(_filter_chip(chip, request, words) for chip in query.filters),
    )


def _phrase_chip(phrase: str, request: SearchRequest, words: Wording) -> Chip:
    bare = links.without_words(request.q.replace('"', " ").replace("”", " "), phrase)
    return Chip(words.text("fras"), f"”{phrase}”", links.search_path(request, q=bare))


def _excluded_chip(word: str, request: SearchRequest, words: Wording) -> Chip:
    return Chip(words.text("utan"), word, links.search_path(request, q=links.without_words(request.q, f"-{word}")))


def _term_chip(term: TermInfo, request: SearchRequest, words: Wording) -> Chip:
    about = []
    if term.lemma.casefold() not in ("", term.text.casefold()):
        about.append(words.text("grundform: %(lemma)s", lemma=term.lemma))
    if term.parts:
        about.append(words.text("delar: %(parts)s", parts=" + ".join(term.parts)))
    if term.synonyms:
        about.append(words.text("även: %(synonyms)s", synonyms=", ".join(term.synonyms)))
    about.append(words.plural("finns i %(count)s stycke", "finns i %(count)s stycken", term.paragraphs))
    return Chip(
        words.text("ord"),
        term.text,
        links.search_path(request, q=links.without_words(request.q, term.text)),
        " · ".join(about),
    )


def _filter_chip(chip: FilterChip, request: SearchRequest, words: Wording) -> Chip:
    name = words.text(CHIP_NAMES.get(chip.field, chip.field))
    return Chip(name, words.facet_label(chip.field, chip.value, chip.label), links.without_chip(request, chip))
