"""Commands that ask the index: search, evaluate."""

from __future__ import annotations

import argparse
import sys

from council.settings import Settings
from namndsok.opening import open_encoder, open_index
from search_api.results import Hit, PassageHit, ResultPage, SearchRequest
from search_api.schemas import result_object
from search_api.service import SearchService

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def run_search(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok search`: the best hits for people, or with --json the object of /api/search."""
    from namndsok.contract_json import dumps

    encoder = open_encoder(settings)
    engine = open_index(settings, encoder)
    try:
        service = SearchService.configured(engine, encoder, settings)
        page = service.search(SearchRequest(q=" ".join(options.query), mode=options.mode, size=options.size))
    finally:
        engine.close()
    if options.json:
        print(dumps(result_object(page)))
    else:
        _print_page(page)
    return 0


def _print_page(page: ResultPage) -> None:
    total = page.total
    print(f"{total.paragraphs} stycken i {total.documents} dokument, {total.meaning_only} av dem med liknande innebörd.")
    for note in page.query.notes:
        print(f"Obs: {note}")
    for hit in page.hits:
        _print_hit(hit)
    if page.related:
        print("Inget innehåller orden. Detta ligger närmast i betydelse.")
        for hit in page.related:
            _print_hit(hit)


def _print_hit(hit: Hit) -> None:
    document = hit.document
    facts = [document.board, document.kind, document.date.isoformat() if document.date else "datum saknas", *document.dnr[:1]]
    print(f"\n{document.title}\n{' · '.join(fact for fact in facts if fact)} · {document.source}")
    for passage in hit.passages:
        page = f" (s. {passage.page})" if passage.page else ""
        print(f"  {_marked(passage)}{page}")


def _marked(passage: PassageHit) -> str:
    """The window of a passage, marks in bold where stdout is a terminal."""
    on, off = (BOLD, PLAIN) if sys.stdout.isatty() else ("", "")
    text, at = "", passage.window.start
    for mark in passage.marks:
        if at <= mark.start and mark.end <= passage.window.end:
            text += passage.text[at : mark.start] + on + passage.text[mark.start : mark.end] + off
            at = mark.end
    shown = text + passage.text[at : passage.window.end]
    return f"{'…' if passage.window.start else ''}{shown}{'…' if passage.window.end < len(passage.text) else ''}"


def run_evaluate(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok evaluate`: how well each mode finds what the relevance judgements name."""
    from namndsok.evaluate import run

    return run(options, settings)
