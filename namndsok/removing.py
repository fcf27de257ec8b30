"""Commands that take out for good: remove (by id, source or query) and compact, after which nothing of it is left on disk."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from council.engine import Catalogue, Engine, Writer, block_key
from council.errors import ConfigurationError
from council.model import FailedFile
from council.settings import Settings
from indexer.discover import document_id
from namndsok.contract_json import dumps
from namndsok.opening import open_encoder, open_index
from namndsok.progress import progress_bar
from search_api.results import DocumentHead, SearchRequest
from search_api.service import SearchService

EXIT_NOT_FOUND = 2


@dataclass(frozen=True, slots=True)
class Leaving:
    """A document that a query finds: its head, how many of its paragraphs are found, and how many it has."""

    document: DocumentHead
    found: int
    paragraphs: int


def run_remove(options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok remove`: takes documents out by id, source or query and keeps them out; `--undo` lets them in again."""
    if bool(options.documents) == (options.query is not None) or (options.undo and options.query is not None):
        raise ConfigurationError("Ange antingen handlingar (id eller sökväg) eller --query FRÅGA.")
    with closing(open_index(settings, open_encoder(settings))) as engine:
        if options.query is not None:
            return _by_query(engine, options, settings)
        return _let_in(engine, options.documents) if options.undo else _by_name(engine, options)


def run_compact(_options: argparse.Namespace, settings: Settings) -> int:
    """`namndsok compact`: copies what is alive into a new index beside and swaps, so that nothing removed is left on disk."""
    with closing(open_index(settings, open_encoder(settings))) as engine:
        _compact(engine)
    return 0


def _by_name(engine: Engine, options: argparse.Namespace) -> int:
    catalogue = engine.snapshot().catalogue()
    missing = [named for named in options.documents if not _identities(catalogue, named) and not _failures(catalogue, named)]
    identities = [identity for named in options.documents for identity in _identities(catalogue, named)]
    failures = [failed for named in options.documents for failed in _failures(catalogue, named)]
    with engine.writer() as writer:
        _take_out(writer, [*identities, *missing], failures)
    for named in missing:
        print(f"namndsok: {named} finns inte i indexet; dess id är spärrat ändå.", file=sys.stderr)
    _tell(identities + [document_id(failed.label, failed.source) for failed in failures])
    if (identities or failures) and not options.later:
        _compact(engine)
    return EXIT_NOT_FOUND if missing else 0


def _by_query(engine: Engine, options: argparse.Namespace, settings: Settings) -> int:
    """What a query finds by words: shown, and with --yes taken out."""
    if not options.query.strip():
        raise ConfigurationError("En tom fråga hittar allt. Skriv vad som ska tas bort.")
    service = SearchService.configured(engine, None, settings)
    # By words alone, and as typed: nothing may go because it is like something, or because a word was corrected.
    request = SearchRequest(q=options.query, mode="keyword", literal=True, size=1)
    for note in service.search(request).query.notes:
        print(f"Obs: {note}", file=sys.stderr)
    leaving = _found(service, request, engine.snapshot().catalogue())
    for item in leaving:
        print(dumps(_object(item)) if options.json else _line(item))
    if not leaving:
        print("Frågan hittar ingenting. Inget är borttaget.", file=sys.stderr)
    elif not options.yes:
        print(f"{len(leaving)} handlingar skulle tas bort och spärras. Inget är borttaget än: lägg till --yes.", file=sys.stderr)
    else:
        with engine.writer() as writer:
            _take_out(writer, [item.document.id for item in leaving], ())
        print(f"{len(leaving)} handlingar är borttagna och spärrade.", file=sys.stderr)
        if not options.later:
            _compact(engine)
    return 0


def _found(service: SearchService, request: SearchRequest, catalogue: Catalogue) -> list[Leaving]:
    """The documents that a search finds, by source."""
    heads: dict[str, DocumentHead] = {}
    found: Counter[str] = Counter()
    for row in service.export(request):
        heads[row.document.id] = row.document
        found[row.document.id] += 1
    sizes = {entry.document_id: entry.paragraphs for entry in catalogue.entries}
    return [Leaving(head, found[i], sizes.get(i, 0)) for i, head in sorted(heads.items(), key=lambda item: item[1].source)]


def _object(item: Leaving) -> dict[str, object]:
    head = item.document
    date = head.date.isoformat() if head.date else None
    counts = {"found": item.found, "paragraphs": item.paragraphs}
    return {"id": head.id, "source": head.source, "title": head.title, "date": date, **counts}


def _line(item: Leaving) -> str:
    head = item.document
    date = head.date.isoformat() if head.date else "datum saknas"
    return f"{head.id}\t{head.title}\t{date}\t{item.found} av {item.paragraphs} stycken\t{head.source}"


def _take_out(writer: Writer, identities: Iterable[str], failures: Iterable[FailedFile]) -> None:
    """Remove and block; of files that could not be read their names go, too."""
    for identity in identities:
        writer.remove(identity, block=True)
    for failed in failures:
        writer.forget(failed.label, failed.source)
        writer.remove(document_id(failed.label, failed.source), block=True)


def _let_in(engine: Engine, documents: Sequence[str]) -> int:
    """Take documents off the block list, by id, source or key."""
    catalogue = engine.snapshot().catalogue()
    missing = []
    with engine.writer() as writer:
        for named in documents:
            keys = _blocked_keys(catalogue, named)
            for key in keys:
                writer.unblock(key)
            if not keys:
                missing.append(named)
    for named in missing:
        print(f"namndsok: {named} är inte spärrad. Ange id eller nyckel om mappens alla handlingar är borttagna.", file=sys.stderr)
    return EXIT_NOT_FOUND if missing else 0


def _blocked_keys(catalogue: Catalogue, named: str) -> list[str]:
    """The keys on the block list that an id, a source below any known folder, or a key means."""
    labels = {entry.label for entry in catalogue.entries} | {failed.label for failed in catalogue.failed}
    possible = [named, *(document_id(label, named) for label in sorted(labels))]
    return [key for key in dict.fromkeys(map(block_key, possible)) if key in catalogue.blocked]


def _identities(catalogue: Catalogue, named: str) -> list[str]:
    """The ids of documents that have this id or source."""
    return [entry.document_id for entry in catalogue.entries if named in (entry.document_id, entry.source)]


def _failures(catalogue: Catalogue, named: str) -> list[FailedFile]:
    """The files that could not be read and have this id or source."""
    return [failed for failed in catalogue.failed if named in (failed.source, document_id(failed.label, failed.source))]


def _tell(identities: Iterable[str]) -> None:
    for identity in dict.fromkeys(identities):
        print(f"Borttagen och spärrad: {identity}", file=sys.stderr)


def _compact(engine: Engine) -> None:
    with progress_bar("Skriver om indexet") as progress:
        engine.compact(progress)
    print("Indexet är omskrivet: inget av det som har tagits bort finns kvar i det.", file=sys.stderr)
