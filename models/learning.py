"""How the shipped model learns: batches of pairs, a symmetric ranking loss at two widths, Adam with linear decay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from models.pairs import Pair
from models.table import TiedTable

Ids = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of the training, each the best of the trials in docs/decisions/static-model.md."""

    steps: int = 700
    batch: int = 1024
    dimensions: int = 256
    widths: tuple[int, ...] = (256, 128)
    scale: float = 20.0
    rate: float = 0.02
    warm_up: int = 50
    drop: float = 0.15
    """Share of the tokens of the query side that are left out, so that no single word decides."""
    drop_shared: float = 0.45
    """The same for tokens that the passage holds too: words find those by themselves, meaning is to find the others."""
    longest: int = 160
    """Tokens that are read of a text: what comes after adds time, hardly meaning."""
    quota: tuple[tuple[str, float], ...] = (
        ("thesaurus", 0.1), ("definitions", 0.06), ("translations", 0.08), ("everyday", 0.12), ("kinds", 0.015), ("meanings", 0.01),
        ("asked", 0.03),
    )  # fmt: skip
    """Kinds that fill a fixed share of each batch; the others share the rest by their weights."""
    every: int = 1
    """One document in so many is read: a short training needs no more."""
    seed: int = 7
    tables: int = 4
    """Tables that are learned apart, from the seed and those that follow, and joined in the end (models.joining)."""


LATER = Recipe(
    steps=150,
    batch=768,
    rate=0.01,
    warm_up=20,
    longest=96,
    quota=(
        ("thesaurus", 0.08),
        ("definitions", 0.04),
        ("translations", 0.05),
        ("everyday", 0.15),
        ("kinds", 0.02),
        ("meanings", 0.02),
        ("asked", 0.04),
    ),
    every=5,
    tables=1,
)
"""How a trained model goes on when the lists of words have grown: few steps, more of the lists, the rest as before lest it forget."""


@dataclass(frozen=True, slots=True)
class PairSet:
    """The pairs of one kind as token ids, and the weight they are drawn with."""

    queries: Sequence[Ids]
    passages: Sequence[Ids]
    weight: float

    def __len__(self) -> int:
        return len(self.queries)


def encode_pairs(tokenizer: Tokenizer, pairs: Sequence[Pair], weight: float) -> PairSet:
    """Pairs as token ids; a pair with a side of no known token is left out."""
    sides = []
    for texts in ([pair.query for pair in pairs], [pair.passage for pair in pairs]):
        encodings = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        sides.append([np.array([number for number in encoding.ids if number > 1], dtype=np.int32) for encoding in encodings])
    both = [(query, passage) for query, passage in zip(*sides, strict=True) if len(query) and len(passage)]
    return PairSet([query for query, _ in both], [passage for _, passage in both], weight)


def learn(table: TiedTable, sets: Mapping[str, PairSet], recipe: Recipe) -> Iterator[tuple[int, float]]:
    """Train the table in place; yields (step, loss) as it goes."""
    random = np.random.default_rng(recipe.seed)
    optimizer = torch.optim.Adam(table.parameters(), lr=recipe.rate, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, recipe))
    batches = _Batches(sets, recipe, random)
    for step in range(recipe.steps):
        queries, passages = batches.draw()
        rows = table.rows()
        loss = _loss(_embed(rows, _thinned(queries, passages, recipe, random)), _embed(rows, passages), recipe)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimizer.step()
        schedule.step()
        yield step, float(loss.detach())


class _Batches:
    """Draws of pairs: fixed shares for kinds with a quota, the rest in proportion to number times weight."""

    def __init__(self, sets: Mapping[str, PairSet], recipe: Recipe, random: np.random.Generator) -> None:
        self._sets, self._random, self._longest = sets, random, recipe.longest
        quota = {name: round(share * recipe.batch) for name, share in recipe.quota if name in sets}
        free = {name: len(found) * found.weight for name, found in sets.items() if name not in quota}
        rest, total = recipe.batch - sum(quota.values()), sum(free.values())
        self._shares = quota | {name: round(rest * weight / total) for name, weight in free.items()}
        self._orders = {name: self._shuffled(name) for name in sets}

    def draw(self) -> tuple[list[Ids], list[Ids]]:
        queries: list[Ids] = []
        passages: list[Ids] = []
        for name, share in self._shares.items():
            for _ in range(share):
                at = next(self._orders[name])
                queries.append(self._sets[name].queries[at])
                passages.append(self._sets[name].passages[at][: self._longest])
        return queries, passages

    def _shuffled(self, name: str) -> Iterator[int]:
        while True:
            yield from self._random.permutation(len(self._sets[name])).tolist()


def _pace(step: int, recipe: Recipe) -> float:
    if step < recipe.warm_up:
        return (step + 1) / recipe.warm_up
    return max(0.0, (recipe.steps - step) / (recipe.steps - recipe.warm_up))


def _thinned(queries: list[Ids], passages: list[Ids], recipe: Recipe, random: np.random.Generator) -> list[Ids]:
    kept = []
    for query, passage in zip(queries, passages, strict=True):
        shares = np.where(np.isin(query, passage), recipe.drop_shared, recipe.drop)
        left = query[random.random(len(query)) >= shares]
        kept.append(left if len(left) else query)
    return kept


def _embed(rows: torch.Tensor, texts: list[Ids]) -> torch.Tensor:
    ids = torch.from_numpy(np.concatenate(texts).astype(np.int64))
    offsets = torch.from_numpy(np.cumsum([0] + [len(text) for text in texts[:-1]]))
    return functional.embedding_bag(ids, rows, offsets, mode="mean")


def _loss(queries: torch.Tensor, passages: torch.Tensor, recipe: Recipe) -> torch.Tensor:
    """Multiple negatives ranking, both ways, at each width (Matryoshka): the first dimensions hold the most."""
    labels = torch.arange(len(queries))
    losses = []
    for width in recipe.widths:
        scores = functional.normalize(queries[:, :width]) @ functional.normalize(passages[:, :width]).T * recipe.scale
        losses.append((functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)) / 2)
    return torch.stack(losses).mean()
