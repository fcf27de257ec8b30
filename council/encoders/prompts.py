"""What a model wants to see before a query or a passage: from its own configuration, else from a table of known families."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompts:
    """What stands before a query and before a passage; empty for models that want the bare text."""

    query: str = ""
    passage: str = ""


QUERY_NAMES = ("query", "retrieval.query", "search_query", "s2p_query", "web_search_query")
PASSAGE_NAMES = ("passage", "document", "retrieval.passage", "search_document", "corpus")
"""Names that models give their prompts in config_sentence_transformers.json."""

E5_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
BGE_ENGLISH = "Represent this sentence for searching relevant passages: "

FAMILIES: tuple[tuple[re.Pattern[str], Prompts], ...] = (
    (re.compile(r"e5.*-instruct"), Prompts(E5_TASK)),
    (re.compile(r"(^|/|-)e5-"), Prompts("query: ", "passage: ")),
    (re.compile(r"bge-m3"), Prompts()),
    (re.compile(r"bge-(small|base|large)-en"), Prompts(BGE_ENGLISH)),
    (re.compile(r"sentence-bert-swedish|kblab/"), Prompts()),
    (re.compile(r"jina-embeddings-v[45]"), Prompts("Query: ", "Passage: ")),
    (
        re.compile(r"jina-embeddings-v3"),
        Prompts("Represent the query for retrieving evidence documents: ", "Represent the document for retrieval: "),
    ),
    (re.compile(r"jina-embeddings-v2"), Prompts()),
    (re.compile(r"nomic-embed"), Prompts("search_query: ", "search_document: ")),
    (re.compile(r"snowflake-arctic-embed"), Prompts("query: ")),
)
"""From the models' own cards (huggingface.co/intfloat, BAAI, KBLab, jinaai, nomic-ai, Snowflake), first match wins."""


def prompts_for(name: str, own: Mapping[str, str | None]) -> Prompts:
    """Prompts of a model: `own` are those that its configuration names, and they go first where any has text."""
    stated = Prompts(_first(own, QUERY_NAMES), _first(own, PASSAGE_NAMES))
    if stated != Prompts():
        return stated
    return next((prompts for family, prompts in FAMILIES if family.search(name.lower())), Prompts())


def _first(own: Mapping[str, str | None], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := own.get(name))), "")
