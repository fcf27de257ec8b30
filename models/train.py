"""Trains the model that ships: `python -m models.train ../shared/corpus` (two cores, no network; deterministic given the seed)."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from models.documents import SourceDocument, read_documents, words_of
from models.learning import LATER, PairSet, Recipe, encode_pairs, learn
from models.pairs import KINDS, Pair, mine
from models.sharing import kin_of, with_parts_and_kin
from models.shipping import ship, shipped_rows, widened
from models.table import TiedTable
from models.vocabulary import VOCABULARY, inflected, learn_tokenizer, with_words
from models.wordlists import (
    everyday_groups,
    everyday_kinds,
    everyday_meanings,
    everyday_questions,
    everyday_words,
    thesaurus_pairs,
    unseen_questions,
)

FOLDER = Path(__file__).parent / "namndsok-static-sv"

THREADS = 2
"""Sums of floats differ with the number of threads: a fixed one keeps the training repeatable."""

HEADWORD = 100
"""How often a word of the thesaurus and of our everyday lists counts when tokens are learned: they are rare in public text."""


def train(
    corpus: Path, folder: Path, recipe: Recipe, tokens: Path | None = None, onto: Path | None = None, held_out: Sequence[Pair] = ()
) -> None:
    """Read, mine, learn and write; prints how far it has come.

    `tokens` is a tokenizer.json to begin from, None to learn one. `onto` is the folder of a model to go on from, whose tokens are kept.
    Questions `held_out` are not learned: a trial is measured on them.
    """
    torch.set_num_threads(THREADS)
    torch.manual_seed(recipe.seed)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    documents = list(read_documents(corpus))[:: recipe.every]
    say(f"{len(documents)} documents")
    pairs = mine(documents, recipe.seed) | listed_pairs(held_out)
    say(", ".join(f"{len(found)} {name}" for name, found in pairs.items()))
    known = Tokenizer.from_file(str(tokens)) if tokens else learn_tokenizer(count_words(documents, headwords(pairs)), VOCABULARY)
    tokenizer = with_words(known, whole_words())
    say(f"{tokenizer.get_vocab_size()} tokens")
    table = TiedTable(tokens_of(tokenizer), with_parts_and_kin(kin_of(everyday_groups())), recipe.dimensions, recipe.seed)
    if onto:
        table.begin_from(widened(shipped_rows(onto), known, tokens_of(tokenizer)[known.get_vocab_size() :]))
    sets = encode_all(tokenizer, pairs)
    say(f"{len(table.own)} rows to learn")
    for step, loss in learn(table, sets, recipe):
        if step % 50 == 0 or step == recipe.steps - 1:
            say(f"step {step}, loss {loss:.3f}")
    ship(table.plain(), tokenizer, folder)
    say(f"written to {folder}")


def listed_pairs(held_out: Sequence[Pair] = ()) -> dict[str, list[Pair]]:
    """Pairs of every list of words, by kind, but for questions that are held out."""
    left_out = set(held_out)
    return {
        "thesaurus": thesaurus_pairs(),
        "everyday": everyday_words(),
        "kinds": everyday_kinds(),
        "meanings": everyday_meanings(),
        "asked": [pair for pair in everyday_questions() if pair not in left_out],
    }


def headwords(pairs: dict[str, list[Pair]]) -> list[Pair]:
    """The pairs of the lists that hold words rather than sentences."""
    return [pair for name in ("thesaurus", "everyday") for pair in pairs[name]]


def whole_words() -> set[str]:
    """Words that are to be tokens in all their forms: those of the everyday lists and questions, which public text hardly holds."""
    listed = [side for pair in (*everyday_words(), *everyday_kinds()) for side in (pair.query, pair.passage)]
    return inflected(word for text in (*listed, *(pair.query for pair in everyday_questions())) for word in words_of(text))


def count_words(documents: Iterable[SourceDocument], synonyms: Sequence[Pair]) -> Counter[str]:
    """How often each word stands in the documents, and HEADWORD more for each word of the word lists."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(words_of(document.title))
        for block in document.blocks:
            counts.update(words_of(block.text))
    for word in {word for pair in synonyms for side in (pair.query, pair.passage) for word in words_of(side)}:
        counts[word] += HEADWORD
    return counts


def tokens_of(tokenizer: Tokenizer) -> list[str]:
    """The tokens in the order of their ids."""
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def encode_all(tokenizer: Tokenizer, pairs: dict[str, list[Pair]]) -> dict[str, PairSet]:
    """Pairs of every kind as token ids."""
    weights = {kind.name: kind.weight for kind in KINDS}
    return {name: encode_pairs(tokenizer, found, weights.get(name, 1.0)) for name, found in pairs.items()}


def with_shares(recipe: Recipe, shares: Sequence[str]) -> Recipe:
    """The recipe with other shares of a batch for some lists, each as KIND=SHARE; ValueError for a kind that no list has."""
    given = {name: float(share) for name, _, share in (text.partition("=") for text in shares)}
    if unknown := given.keys() - dict(recipe.quota).keys():
        raise ValueError(f"no list is called {', '.join(sorted(unknown))}")
    return replace(recipe, quota=tuple((dict(recipe.quota) | given).items()))


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with the .jsonl.xz files")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder of the model (%(default)s)")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--learn-tokens", action="store_true", help="learn tokens anew instead of those of the model that ships")
    parser.add_argument("--onto", type=Path, help="folder of a model to go on from, when only the lists of words have changed")
    parser.add_argument("--steps", type=int, help="batches to learn from")
    parser.add_argument("--hold-out", action="store_true", help="leave the questions out that models.trial asks")
    parser.add_argument("--share", action="append", default=[], metavar="KIND=SHARE", help="share of a batch that a list fills: asked=0.09")
    options = parser.parse_args()
    recipe = with_shares(replace(LATER if options.onto else Recipe(), seed=options.seed), options.share)
    tokens = None if options.learn_tokens else (options.onto or FOLDER) / "tokenizer.json"
    held_out = unseen_questions() if options.hold_out else []
    train(options.corpus, options.to, replace(recipe, steps=options.steps or recipe.steps), tokens, options.onto, held_out)


if __name__ == "__main__":
    main()
