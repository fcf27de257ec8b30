"""Reads the name of a file in a query: who pastes one wants that document, whatever stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from council.engine import CatalogueEntry
from search_api.notes import Note
from search_api.query import PhraseClause, Query, WordClause

DocumentsOf = Callable[[str], tuple[str, ...]]
"""Ids of the documents whose file has a name, without folders and case; () where none has."""

_FILE = re.compile(r"(?i)(?:.*[/\\])?(?P<name>[^/\\]+\.(?:pdf|docx|odt|rtf|html?|xhtml|md|txt|eml))[.,;:!?)]*")


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """The query without the names of files, the documents that they name, and a line that says so."""

    query: Query
    documents: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def no_files(_name: str) -> tuple[str, ...]:
    """For reading a query without an index."""
    return ()


def named_files(query: Query, documents_of: DocumentsOf) -> NamedFiles:
    """What a query says of files. A name that no document has stays among the words."""
    found: dict[str, tuple[str, ...]] = {}
    kept = []
    for clause in query.clauses:
        match = _FILE.fullmatch(clause.text) if isinstance(clause, WordClause | PhraseClause) else None
        documents = documents_of(match["name"]) if match else ()
        if match and documents:
            found[match["name"]] = documents
        else:
            kept.append(clause)
    if not found:
        return NamedFiles(query)
    documents = tuple(dict.fromkeys(document for some in found.values() for document in some))
    names = ", ".join(f"”{name}”" for name in found)
    return NamedFiles(replace(query, clauses=tuple(kept)), documents, (Note("Bara det som står i filen %(names)s visas.", names=names),))


def by_file_name(entries: Iterable[CatalogueEntry]) -> Mapping[str, tuple[str, ...]]:
    """Document ids by the names of their files, casefolded."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(PurePosixPath(entry.source).name.casefold(), []).append(entry.document_id)
    return {name: tuple(ids) for name, ids in found.items()}
