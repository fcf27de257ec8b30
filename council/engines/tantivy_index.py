"""tantivy, and nothing else of it elsewhere: the schema, clauses as tantivy's queries, and what a searcher is asked for."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from council.engines.clauses import Best, Between, Boolean, Boosted, Clause, Constant, Everything, Nothing, Numbers, Phrase, Term
from council.engines.fields import IN_ORDER, TOKEN_FIELDS, VALUE_FIELDS, IndexedParagraph, Tokens, placed

PARAGRAPH = "paragraph"
"""The record that is searched; others (document, head, case, failed, state) are only looked up."""

WRITER_MEMORY = 64_000_000
"""Bytes that tantivy gathers before it writes a segment: about 50,000 paragraphs."""

MOST_VALUES = 60_000
"""Values that one aggregation may return: tantivy refuses above 65,000."""

PREFIX_TERMS = 200
"""Words that the beginning at the end of a phrase may stand for, in order of the alphabet."""

FEW_NUMBERS = 250
"""Numbers that are quicker as terms than as a set, which reads the whole dictionary (of 100,000 rows 64 take 0.13 against 0.69 ms, 256 0.6
against 3.4; of documents 256 take 0.7 either way)."""

TOGETHER = 1_000
"""Records that are handed to tantivy's own thread in a row. Given one now and then it goes to sleep after each, and looking whether more
comes and waking it take as long as indexing."""

Record: TypeAlias = tantivy.Document
"""What `record` and `TantivyWriter.paragraph` make, and `TantivyWriter.add` takes."""

_ROWS_AT_ONCE = 200_000
_TOKENIZER = "raw"
# Tokens are handed over as texts that tantivy splits at white space, which takes a fifth of the time of tokens made here (15 against
# 80 µs for 75); one by one only where some share a place (händer: hand, hända).
_SPLITTER = "whitespace"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("record", "key", "document_id", "paragraph_id", "case_key"):
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="basic")
    for name in VALUE_FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="basic", fast=True)
    for name in TOKEN_FIELDS:
        builder.add_text_field(name, tokenizer_name=_SPLITTER, index_option="position" if name in IN_ORDER else "freq")
    for name in ("row", "docno"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in ("year_number", "first_seen"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


class TantivyIndex:
    """One folder of tantivy's. Raises ValueError where the files are not tantivy's or are damaged."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        # Readers look for new commits themselves; tantivy's own way is a thread that polls the folder.
        index.config_reader(reload_policy="manual")

    @classmethod
    def create(cls, path: Path) -> TantivyIndex:
        """A new index in an empty folder."""
        return cls(tantivy.Index(_schema(), str(path), reuse=False))

    @classmethod
    def open(cls, path: Path) -> TantivyIndex:
        """The index in a folder."""
        return cls(tantivy.Index.open(str(path)))

    def searcher(self) -> TantivySearcher:
        """The newest commit, which later ones do not disturb."""
        self._index.reload()
        return TantivySearcher(self._index.searcher(), self._index.schema)

    def writer(self) -> TantivyWriter:
        """For adding and deleting."""
        writer = self._index.writer(WRITER_MEMORY, 1)
        # A list of deletions that a killed writer left has the name that this one's would get, and tantivy writes over no file.
        writer.garbage_collect_files()
        return TantivyWriter(writer, self._index.schema)


class TantivyWriter:
    """Adds records and deletes others, in order. Everything of a document goes by its id; nothing is seen before `commit`."""

    def __init__(self, writer: tantivy.IndexWriter, schema: tantivy.Schema) -> None:
        self._writer: tantivy.IndexWriter | None = writer
        self._steps: list[Callable[[], object]] = []
        # An index made before 2026-11-21 splits nothing; it takes the same tokens one by one.
        self._splits = schema == _schema()

    @property
    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise ValueError("the writer is closed")
        return self._writer

    def add(self, document: Record) -> None:
        """Add a record made by `paragraph` or `record`."""
        self._then(functools.partial(self._open.add_document, document))

    def delete(self, field: str, value: str) -> None:
        """Delete every record whose field holds the value."""
        self._then(functools.partial(self._open.delete_documents_by_term, field, value))

    def paragraph(self, document_id: str, paragraph_id: str, docno: int, row: int, fields: IndexedParagraph, stored: str) -> Record:
        """A record that is searched."""
        document = record(PARAGRAPH, stored, document_id=document_id, docno=docno)
        document.add_text("paragraph_id", paragraph_id)
        document.add_unsigned("row", row)
        document.add_integer("first_seen", fields.first_seen)
        if fields.year_number is not None:
            document.add_integer("year_number", fields.year_number)
        for name, values in fields.values.items():
            for value in values:
                document.add_text(name, value)
        for name, tokens in fields.tokens.items():
            if tokens:
                self._add_tokens(document, name, tokens)
        return document

    def _add_tokens(self, document: Record, name: str, tokens: Tokens) -> None:
        if self._splits and isinstance(tokens, tuple):
            for text in tokens:
                document.add_text(name, text)
            return
        each = [tantivy.Token(token, place, 0, 0) for token, place in placed(tokens)]
        document.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", each))

    def _then(self, step: Callable[[], object]) -> None:
        self._steps.append(step)
        if len(self._steps) >= TOGETHER:
            self._take_steps()

    def _take_steps(self) -> None:
        steps, self._steps = self._steps, []
        for step in steps:
            step()

    def commit(self) -> None:
        """Return when all is durable."""
        writer = self._open
        self._take_steps()
        writer.commit()

    def close(self, *, rollback: bool = False) -> None:
        """Wait for merges and let go of the folder."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            self._steps.clear()
            if rollback:
                writer.rollback()
            writer.wait_merging_threads()


def record(
    kind: str, stored: str, *, key: str = "", document_id: str = "", docno: int | None = None, case_keys: Iterable[str] = ()
) -> Record:
    """A record that is looked up, not searched."""
    document = tantivy.Document()
    document.add_text("record", kind)
    document.add_bytes("stored", stored.encode())
    for name, value in (("key", key), ("document_id", document_id)):
        if value:
            document.add_text(name, value)
    if docno is not None:
        document.add_unsigned("docno", docno)
    for case_key in case_keys:
        document.add_text("case_key", case_key)
    return document


def _number_called(explained: Any, name: str) -> int | None:
    """The number that an explanation gives under this name, wherever it stands in it."""
    if explained.get("description") == name:
        return int(explained["value"])
    return next((n for part in explained.get("details", ()) if (n := _number_called(part, name)) is not None), None)


class TantivySearcher:
    """One commit. Rows are the numbers by which paragraphs are known outside."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema

    def count(self, clause: Clause) -> int:
        """How many paragraphs a clause finds."""
        # tantivy's stubs leave the count of a result out; its documentation and module have it.
        return int(getattr(self._searcher.search(self.query(clause), 1, count=True), "count"))  # noqa: B009

    def count_each(self, clauses: Sequence[Clause], _terms: Sequence[tuple[str, str]] = ()) -> list[int]:
        """How many paragraphs each clause finds. The idf of terms needs no preparation here."""
        return [self.count(clause) for clause in clauses]

    def top(self, clause: Clause, limit: int) -> tuple[list[int], list[float]]:
        """(rows, scores) of the best, best first."""
        hits = self._searcher.search(self.query(clause), max(1, limit), count=False).hits[:limit]
        return self._numbers("row", [address for _, address in hits]), [score for score, _ in hits]

    def counts(self, clause: Clause, fields: Sequence[str], last_docno: int) -> tuple[dict[int, int], dict[str, list[tuple[str, int]]]]:
        """(how many paragraphs a clause finds in each document, by docno; each field's values with their counts), in one pass."""
        found = self.values(clause, ("docno", *fields))
        by_document = found.pop("docno")
        if len(by_document) < MOST_VALUES:
            return {int(docno): number for docno, number in by_document}, found
        counts: dict[int, int] = {}
        for low in range(0, last_docno + 1, MOST_VALUES):
            part = Boolean(must=(clause, Constant(Between("docno", low, low + MOST_VALUES - 1), 0.0)))
            counts.update((int(docno), number) for docno, number in self.values(part, ("docno",))["docno"])
        return counts, found

    def values(self, clause: Clause, fields: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Each field's values among the paragraphs that a clause finds, with their counts."""
        wanted = {name: {"terms": {"field": name, "size": MOST_VALUES, "segment_size": MOST_VALUES}} for name in fields}
        answer = self._searcher.aggregate(self.query(clause), wanted)
        return {name: [(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"]] for name in fields}

    def rows_and_documents(self, rows: int) -> NDArray[np.int64]:
        """The docno of each row up to `rows`, -1 where the row's paragraph is gone."""
        documents = np.full(rows, -1, dtype=np.int64)
        for low in range(0, rows, _ROWS_AT_ONCE):
            addresses = self._addresses(Between("row", low, low + _ROWS_AT_ONCE - 1), _ROWS_AT_ONCE)
            if addresses:
                documents[self._numbers("row", addresses)] = self._numbers("docno", addresses)
        return documents

    def stored(self, kind: str, limit: int, *, only: Clause | None = None) -> list[bytes]:
        """What records of a kind hold, those that a clause finds or all."""
        clause = Term("record", kind) if only is None else Boolean(must=(Term("record", kind), only))
        return [self._stored(address) for address in self._addresses(Constant(clause, 0.0), limit)]

    def numbered(self, kind: str, limit: int, known: Container[int]) -> tuple[list[int], dict[int, bytes]]:
        """(docnos of all records of a kind, what those records hold whose docno is not known)."""
        addresses = self._addresses(Constant(Term("record", kind), 0.0), limit)
        docnos = self._numbers("docno", addresses)
        new = {n: self._stored(address) for n, address in zip(docnos, addresses, strict=True) if n not in known}
        return docnos, new

    def paragraphs(self, clause: Clause, limit: int) -> dict[int, bytes]:
        """What the paragraphs of a clause hold, by row."""
        addresses = self._addresses(Constant(clause, 0.0), limit)
        return dict(zip(self._numbers("row", addresses), map(self._stored, addresses), strict=True))

    def rows(self, clause: Clause, limit: int) -> list[int]:
        """The rows that a clause finds, in no order; all of them when `limit` is large enough."""
        return self._numbers("row", self._addresses(Constant(clause, 0.0), limit))

    def row_numbers(self, clause: Clause, limit: int) -> NDArray[np.int64] | None:
        """The rows of the paragraphs that a clause finds, in no order; None where they are more than `limit`."""
        found = self._searcher.search(self.query(Constant(clause, 0.0)), max(1, limit), count=True)
        if int(getattr(found, "count")) > limit:  # noqa: B009  # as in `count`
            return None
        return np.array(self._searcher.fast_field_values("row", [address for _, address in found.hits]), dtype=np.int64)

    def holding(self, field: str, token: str) -> int:
        """How many paragraphs hold a token. Where nothing was deleted the dictionary says it."""
        return self._searcher.doc_freq(field, token) if self._whole else self.count(Term(field, token))

    @functools.cached_property
    def _whole(self) -> bool:
        """Whether no record is deleted that its segment still holds."""
        return self._records == int(self._searcher.num_docs)

    def term_idfs(self, terms: Sequence[tuple[str, str]]) -> list[float]:
        """The idf that tantivy gives each term when it scores: deleted records and those without text are still in it."""
        held = [self._searcher.doc_freq(field, token) for field, token in terms]
        return [math.log(1 + (self._records - number + 0.5) / (number + 0.5)) for number in held]

    @functools.cached_property
    def _records(self) -> int:
        """Records of all kinds, deleted ones too: tantivy tells this number only where it explains a score."""
        query = Query.term_query(self._schema, "record", PARAGRAPH)
        hits = self._searcher.search(query, 1, count=False).hits
        if not hits:
            return int(self._searcher.num_docs)
        explained = json.loads(query.explain(self._searcher, hits[0][1]).to_json())
        return _number_called(explained, "N, total number of docs") or int(self._searcher.num_docs)

    def holds(self, field: str, token: str) -> bool:
        """Whether a token may be in a field; after a deletion it may be so still."""
        return bool(self._searcher.doc_freq(field, token))

    def beginning(self, field: str, prefix: str, limit: int | None) -> list[tuple[str, int]]:
        """Tokens of a field that begin so, with how many records held them at most; most frequent first."""
        return self._searcher.terms_with_prefix(field, prefix, limit=limit)

    def query(self, clause: Clause) -> Query:
        """A clause as a query of tantivy's."""
        match clause:
            case Term(field, value):
                return Query.term_query(self._schema, field, value)
            case Boolean():
                return self._boolean(clause)
            case Constant(inner, score):
                return Query.const_score_query(self.query(inner), score)
            case Boosted(inner, factor):
                return Query.boost_query(self.query(inner), factor)
            case Best(children):
                return Query.disjunction_max_query([self.query(child) for child in children]) if children else Query.empty_query()
            case Numbers(field, values):
                return self._numbers_query(field, values)
            case Between(field, low, high):
                kind = FieldType.Unsigned if field in {"row", "docno"} else FieldType.Integer
                return Query.range_query(self._schema, field, kind, low, high)
            case Phrase():
                return self._phrase(clause)
            case Everything():
                return Query.const_score_query(Query.term_query(self._schema, "record", PARAGRAPH), 0.0)
            case Nothing():
                return Query.empty_query()

    def _boolean(self, clause: Boolean) -> Query:
        must = clause.must
        if not must and not clause.should:
            must = (Everything(),)
        parts = [(Occur.Must, self.query(child)) for child in must]
        parts += [(Occur.Should, self.query(child)) for child in clause.should]
        parts += [(Occur.MustNot, self.query(child)) for child in clause.must_not]
        return Query.boolean_query(parts)

    def _numbers_query(self, field: str, values: tuple[int, ...]) -> Query:
        if len(values) <= FEW_NUMBERS:
            return Query.boolean_query([(Occur.Should, Query.term_query(self._schema, field, value)) for value in values])
        return Query.term_set_query(self._schema, field, list(values))

    def _phrase(self, phrase: Phrase) -> Query:
        if not phrase.prefix:
            return Query.phrase_query(self._schema, phrase.field, list(phrase.tokens), phrase.slop)
        *before, start = phrase.tokens
        if not before:
            return Query.fuzzy_term_query(self._schema, phrase.field, start, distance=0, prefix=True)
        endings = sorted(token for token, _ in self.beginning(phrase.field, start, PREFIX_TERMS))
        whole = [Query.phrase_query(self._schema, phrase.field, [*before, ending], phrase.slop) for ending in endings]
        return Query.boolean_query([(Occur.Should, query) for query in whole]) if whole else Query.empty_query()

    def _addresses(self, clause: Clause, limit: int) -> list[tantivy.DocAddress]:
        if limit <= 0:
            return []
        return [address for _, address in self._searcher.search(self.query(clause), limit, count=False).hits]

    def _numbers(self, field: str, addresses: list[tantivy.DocAddress]) -> list[int]:
        return [int(number) for number in self._searcher.fast_field_values(field, addresses) if number is not None]

    def _stored(self, address: tantivy.DocAddress) -> bytes:
        return bytes(self._searcher.doc(address)["stored"][0])
