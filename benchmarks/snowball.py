"""Keyword mode with our words and with Snowball stems alone, under the same matching rule: what the Swedish analysis itself is worth.

Run: `python -m benchmarks.snowball`; docs/swedish.md holds a run. Everything but the words is the same program: coverage, BM25, engine.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

import Stemmer

from benchmarks.corpora import SHARED
from council import swedish
from council.encoder import load_encoder
from council.settings import read_settings
from namndsok.evaluate import Search, temporary_index
from search_api.evaluation import as_json, evaluate, read_collection
from search_api.service import SearchService

COLLECTIONS = ("swefaq-dev", "swequad-train")
analysed = swedish.analyse


def stems(text: str) -> tuple[swedish.Token, ...]:
    """Our tokens with a Snowball stem for a lemma, and no parts of compounds."""
    return tuple(token._replace(lemmas=(_stem(token.surface.casefold()),), parts=(), deeper=()) for token in analysed(text))


@functools.cache
def _stem(word: str) -> str:
    return str(Stemmer.Stemmer("swedish").stemWord(word))


def _no_phrases(_word: str) -> tuple[swedish.Phrase, ...]:
    return ()


def _no_synonyms(_words: Sequence[str]) -> swedish.SynonymMatch | None:
    return None


@contextmanager
def snowball_alone() -> Iterator[Callable[[Sequence[str]], swedish.SynonymMatch | None]]:
    """The program with Snowball stems for words, on both sides; gives the synonyms to search with: none."""
    with patch.object(swedish, "analyse", stems), patch.object(swedish, "compound_phrases", _no_phrases):
        yield _no_synonyms


def keyword_ndcg(name: str, synonyms_of: Callable[[Sequence[str]], swedish.SynonymMatch | None]) -> float:
    """nDCG@10 of keyword mode on a collection below ../shared/eval."""
    collection, encoder = read_collection(SHARED / "eval" / name), load_encoder()
    with temporary_index(collection, encoder, read_settings()) as engine:
        service = SearchService(engine, encoder, synonyms_of=synonyms_of)
        measured = as_json(evaluate(collection, {"keyword": Search(service, "keyword", collection)}))
    return float(str(measured["keyword"]["ndcg10"]))


def main() -> None:
    """Print a row a collection."""
    print("| collection | our words | Snowball alone |\n| --- | --- | --- |")
    for name in COLLECTIONS:
        ours = keyword_ndcg(name, swedish.synonyms)
        with snowball_alone() as synonyms_of:
            stemmed = keyword_ndcg(name, synonyms_of)
        print(f"| {name} | {ours:.3f} | {stemmed:.3f} |")


if __name__ == "__main__":
    main()
