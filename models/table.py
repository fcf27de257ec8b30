"""The table of the shipped model while it is trained: tokens share rows with their stem, lemma and parts, summed in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import simplemma
import Stemmer
import torch
from numpy.typing import NDArray
from torch import nn

from models.vocabulary import PAD, UNKNOWN, Compounds

Features = Callable[[str], Sequence[tuple[str, float]]]
"""The named rows that a token is made of besides its own, and how much of each."""


class TiedTable(nn.Module):
    """Rows of tokens, each its own plus those it shares; `rows()` is the plain table."""

    def __init__(self, tokens: Sequence[str], features: Features, dimensions: int, seed: int) -> None:
        super().__init__()
        self._zero = [number for number, token in enumerate(tokens) if token in {PAD, UNKNOWN}]
        indices, weights, shared = _composition(tokens, features, set(self._zero))
        self.register_buffer("_mix", torch.sparse_coo_tensor(indices, weights, (len(tokens), shared), check_invariants=True).coalesce())
        self.register_buffer(
            "_mix_back", torch.sparse_coo_tensor(indices.flip(0), weights, (shared, len(tokens)), check_invariants=True).coalesce()
        )
        generator = torch.Generator().manual_seed(seed)
        self.own = nn.Parameter(torch.randn((shared, dimensions), generator=generator) * 0.1)

    def rows(self) -> torch.Tensor:
        """The plain table [tokens, dimensions], through which gradients flow."""
        mixed: torch.Tensor = _Mix.apply(self._mix, self._mix_back, self.own)
        return mixed

    def plain(self) -> NDArray[np.float32]:
        """The table to ship: float32 [tokens, dimensions], rows of [PAD] and [UNK] zero."""
        with torch.no_grad():
            table: NDArray[np.float32] = self.rows().numpy().copy()
        return table


class _Mix(torch.autograd.Function):
    """A product with a fixed sparse matrix, whose transpose is kept ready (coalescing it at each step would take most of the time)."""

    @staticmethod
    def forward(context, mix, back, rows):  # type: ignore[no-untyped-def]
        context.back = back
        return torch.sparse.mm(mix, rows)

    @staticmethod
    def backward(context, gradient):  # type: ignore[no-untyped-def]
        return None, None, torch.sparse.mm(context.back, gradient)


def stem_and_lemma(token: str) -> list[tuple[str, float]]:
    """A row for the token's Snowball stem and one for its simplemma lemma."""
    return [(f"stem:{_STEMMER.stemWord(token)}", 1.0), (f"lemma:{simplemma.lemmatize(token, lang='sv').lower()}", 1.0)]


def with_parts(compounds: Compounds, share: float = 0.5) -> Features:
    """Stem and lemma, and for a compound the stem and lemma rows of its parts at a share: cykelbana leans on cykel and bana."""

    def features(token: str) -> list[tuple[str, float]]:
        parts = compounds.split(token)
        borrowed = [(name, share * weight) for part in parts for name, weight in stem_and_lemma(part)] if len(parts) > 1 else []
        return [*stem_and_lemma(token), *borrowed]

    return features


def _composition(tokens: Sequence[str], features: Features, zero: set[int]) -> tuple[torch.Tensor, torch.Tensor, int]:
    names: dict[str, int] = {}
    at: list[tuple[int, int]] = []
    weights: list[float] = []
    for number, token in enumerate(tokens):
        if number in zero:
            continue
        for name, weight in [(f"token:{token}", 1.0), *features(token)]:
            at.append((number, names.setdefault(name, len(names))))
            weights.append(weight)
    return torch.tensor(at).T.contiguous(), torch.tensor(weights), len(names)


_STEMMER = Stemmer.Stemmer("swedish")
