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
from models.learning import PairSet, Recipe, encode_pairs, learn
from models.pairs import KINDS, Pair, everyday_questions, everyday_words, mine, thesaurus_pairs
from models.shipping import ship
from models.table import TiedTable, with_parts
from models.vocabulary import VOCABULARY, Compounds, learn_tokenizer

FOLDER = Path(__file__).parent / "namndsok-static-sv"

THREADS = 2
"""Sums of floats differ with the number of threads: a fixed one keeps the training repeatable."""

HEADWORD = 100
"""How often a word of the thesaurus and of our everyday lists counts when tokens are learned: they are rare in public text."""


def train(corpus: Path, folder: Path, recipe: Recipe, tokens: Path | None = None) -> None:
    """Read, mine, learn and write; prints how far it has come. `tokens` is a tokenizer.json to begin from, None to learn one."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(recipe.seed)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    documents = list(read_documents(corpus))
    say(f"{len(documents)} documents")
    pairs = mine(documents, recipe.seed)
    words = {"thesaurus": thesaurus_pairs(), "everyday": everyday_words(), "asked": everyday_questions()}
    counts = count_words(documents, [pair for found in words.values() for pair in found])
    pairs |= words
    say(", ".join(f"{len(found)} {name}" for name, found in pairs.items()))
    tokenizer = Tokenizer.from_file(str(tokens)) if tokens else learn_tokenizer(counts, VOCABULARY)
    say(f"{tokenizer.get_vocab_size()} tokens")
    table = TiedTable(tokens_of(tokenizer), with_parts(Compounds(counts)), recipe.dimensions, recipe.seed)
    sets = encode_all(tokenizer, pairs)
    say(f"{len(table.own)} rows to learn")
    for step, loss in learn(table, sets, recipe):
        if step % 50 == 0 or step == recipe.steps - 1:
            say(f"step {step}, loss {loss:.3f}")
    ship(table.plain(), tokenizer, folder)
    say(f"written to {folder}")


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


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="folder with the .jsonl.xz files")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder of the model (%(default)s)")
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--learn-tokens", action="store_true", help="learn tokens anew instead of those of the model that ships")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    arguments = parser.parse_args()
    tokens = None if arguments.learn_tokens else FOLDER / "tokenizer.json"
    train(arguments.corpus, arguments.to, replace(Recipe(), seed=arguments.seed, steps=arguments.steps), tokens)


if __name__ == "__main__":
    main()
