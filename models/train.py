"""Trains the model that ships: `python -m models.train ../shared/corpus` (two cores, no network; deterministic given the seed)."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from council.lexicon import lexicon
from models.dictionaries import definition_pairs, translation_pairs
from models.documents import SourceDocument, read_documents, words_of
from models.joining import joined
from models.learning import LATER, Ids, PairSet, Recipe, encode_pairs, learn
from models.pairs import KINDS, Pair, mine
from models.sharing import kin_of, with_parts_and_kin
from models.shipping import ship, shipped_rows, widened
from models.table import TiedTable
from models.vocabulary import LETTERS, VOCABULARY, inflected, keep_used, learn_tokenizer, with_words
from models.wordlists import (
    everyday_groups,
    everyday_kinds,
    everyday_meanings,
    everyday_questions,
    everyday_words,
    thesaurus_pairs,
    unseen_questions,
    words_in_use,
)

FOLDER = Path(__file__).parent / "namndsok-static-sv"

THREADS = 2
"""Sums of floats differ with the number of threads: a fixed one keeps the training repeatable."""

LISTS: dict[str, Callable[[], list[Pair]]] = {
    "thesaurus": thesaurus_pairs,
    "definitions": definition_pairs,
    "translations": translation_pairs,
    "everyday": everyday_words,
    "kinds": everyday_kinds,
    "meanings": everyday_meanings,
    "asked": everyday_questions,
}
"""Where the pairs of each list come from; those of the first three are packages of Debian (models/README.md)."""

COMMON, LESS_COMMON = 40_000, 100_000
"""Ranks to which words of everyday Swedish become tokens: those of the lexicon, and those that a dictionary has."""

TEXTS = 4_000
"""Texts of each side of a kind of pair that tables are joined on: enough for axes that another sample would give, too."""

HEADWORD = 100
"""How often a word of the thesaurus and of our everyday lists counts when tokens are learned: they are rare in public text."""


def train(
    corpus: Path,
    folder: Path,
    recipe: Recipe,
    tokens: Path | None = None,
    onto: Path | None = None,
    held_out: Sequence[Pair] = (),
    *,
    common: bool = False,
) -> None:
    """Read, mine, learn and write; prints how far it has come.

    `tokens` is a tokenizer.json to begin from, None to learn one. `onto` is the folder of a model to go on from, whose tokens are kept.
    Questions `held_out` are not learned: a trial is measured on them. With `common`, words that are common in Swedish become tokens.
    """
    torch.set_num_threads(THREADS)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {text}", flush=True)

    documents = list(read_documents(corpus))[:: recipe.every]
    say(f"{len(documents)} documents")
    pairs = mine(documents, recipe.seed) | listed_pairs(held_out)
    say(", ".join(f"{len(found)} {name}" for name, found in pairs.items()))
    known = Tokenizer.from_file(str(tokens)) if tokens else learn_tokenizer(count_words(documents, headwords(pairs)), VOCABULARY)
    tokenizer = with_words(known, whole_words())
    if common:
        tokenizer = in_use(tokenizer, documents, pairs)
    say(f"{tokenizer.get_vocab_size()} tokens")
    first = widened(shipped_rows(onto), known, tokens_of(tokenizer)[known.get_vocab_size() :]) if onto else None
    sets = encode_all(tokenizer, pairs)
    tables = [learned(tokenizer, sets, replace(recipe, seed=seed), first, say) for seed in range(recipe.seed, recipe.seed + recipe.tables)]
    ship(tables[0] if len(tables) == 1 else joined(tables, some_texts(sets, recipe), recipe.dimensions), tokenizer, folder)
    say(f"written to {folder}")


def learned(
    tokenizer: Tokenizer, sets: Mapping[str, PairSet], recipe: Recipe, first: NDArray[np.float32] | None, say: Callable[[str], None]
) -> NDArray[np.float32]:
    """The table [tokens, dimensions] that one seed leads to, from `first` rows or from chance."""
    torch.manual_seed(recipe.seed)
    table = TiedTable(tokens_of(tokenizer), with_parts_and_kin(kin_of(everyday_groups())), recipe.dimensions, recipe.seed)
    if first is not None:
        table.begin_from(first)
    say(f"seed {recipe.seed}: {len(table.own)} rows to learn")
    for step, loss in learn(table, sets, recipe):
        if step % 50 == 0 or step == recipe.steps - 1:
            say(f"step {step}, loss {loss:.3f}")
    return table.plain()


def some_texts(sets: Mapping[str, PairSet], recipe: Recipe) -> list[Ids]:
    """Samples of questions and passages of every kind, on which tables are joined: TEXTS of each side of a kind at most."""
    random = np.random.default_rng(recipe.seed)
    sides = [side for found in sets.values() for side in (found.queries, found.passages)]
    return [side[at][: recipe.longest] for side in sides for at in random.permutation(len(side))[:TEXTS]]


def listed_pairs(held_out: Sequence[Pair] = ()) -> dict[str, list[Pair]]:
    """Pairs of every list of words, by kind, but for questions that are held out. OSError where a thesaurus or dictionary is missing."""
    return {name: read() for name, read in LISTS.items()} | {"asked": questions_to_learn(held_out)}


def questions_to_learn(held_out: Sequence[Pair]) -> list[Pair]:
    """The everyday questions, but for those held out."""
    left_out = set(held_out)
    return [pair for pair in everyday_questions() if pair not in left_out]


def headwords(pairs: dict[str, list[Pair]]) -> list[Pair]:
    """The pairs of the lists that hold words rather than sentences."""
    return [pair for name in ("thesaurus", "everyday") for pair in pairs[name]]


def whole_words() -> set[str]:
    """Words that are to be tokens in all their forms: those of the everyday lists and questions, which public text hardly holds."""
    listed = [side for pair in (*everyday_words(), *everyday_kinds()) for side in (pair.query, pair.passage)]
    return inflected(word for text in (*listed, *(pair.query for pair in everyday_questions())) for word in words_of(text))


def in_use(tokenizer: Tokenizer, documents: Sequence[SourceDocument], pairs: Mapping[str, Sequence[Pair]]) -> Tokenizer:
    """The tokenizer with common words of Swedish as tokens, and without tokens that neither those nor documents or lists use."""
    common = common_words(pairs)
    seen = {word for word, count in count_words(documents, ()).items() if count > 1 and LETTERS.fullmatch(word)}
    listed = {word for name in LISTS for pair in pairs[name] for side in (pair.query, pair.passage) for word in words_of(side)}
    return keep_used(with_words(tokenizer, common), seen | common | {word for word in listed if LETTERS.fullmatch(word)})


def common_words(pairs: Mapping[str, Sequence[Pair]]) -> set[str]:
    """Words of the search's lexicon that are common in everyday Swedish, and less common ones that a dictionary has."""
    known = lexicon().lemma_of.keys()
    kinds = (pairs["definitions"], pairs["translations"])
    explained = {word.lower() for found in kinds for pair in found for word in (pair.query, pair.passage)}
    return words_in_use(COMMON, known) | words_in_use(LESS_COMMON, explained)


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
    parser.add_argument("--common-words", action="store_true", help="choose tokens by what is common in Swedish (wants the extra training)")
    parser.add_argument("--tables", type=int, help="tables to learn apart and join")
    parser.add_argument("--onto", type=Path, help="folder of a model to go on from, when only the lists of words have changed")
    parser.add_argument("--steps", type=int, help="batches to learn from")
    parser.add_argument("--hold-out", action="store_true", help="leave the questions out that models.trial asks")
    parser.add_argument("--share", action="append", default=[], metavar="KIND=SHARE", help="share of a batch that a list fills: asked=0.09")
    options = parser.parse_args()
    recipe = with_shares(replace(LATER if options.onto else Recipe(), seed=options.seed), options.share)
    tokens = None if options.learn_tokens else (options.onto or FOLDER) / "tokenizer.json"
    held_out = unseen_questions() if options.hold_out else []
    recipe = replace(recipe, steps=options.steps or recipe.steps, tables=options.tables or recipe.tables)
    train(options.corpus, options.to, recipe, tokens, options.onto, held_out, common=options.common_words)


if __name__ == "__main__":
    main()
