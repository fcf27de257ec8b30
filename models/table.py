"""The table of the shipped model while it is trained: tokens share rows, which are summed in the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from models.vocabulary import PAD, UNKNOWN

Features = Callable[[str], Sequence[tuple[str, float]]]
"""The named rows that a token is made of besides its own, and how much of each."""


class TiedTable(nn.Module):
    """Rows of tokens, each its own plus those it shares; `rows()` is the plain table."""

    def __init__(self, tokens: Sequence[str], features: Features, dimensions: int, seed: int) -> None:
        super().__init__()
        self._zero = [number for number, token in enumerate(tokens) if token in {PAD, UNKNOWN}]
        indices, weights, names = _composition(tokens, features, set(self._zero))
        shared = len(names)
        self._own_of = {number: names[_own(token)] for number, token in enumerate(tokens) if number not in self._zero}
        self.register_buffer("_mix", torch.sparse_coo_tensor(indices, weights, (len(tokens), shared), check_invariants=True).coalesce())
        self.register_buffer(
            "_mix_back", torch.sparse_coo_tensor(indices.flip(0), weights, (shared, len(tokens)), check_invariants=True).coalesce()
        )
        generator = torch.Generator().manual_seed(seed)
        self.own = nn.Parameter(torch.randn((shared, dimensions), generator=generator) * 0.1)

    def begin_from(self, rows: NDArray[np.float32]) -> None:
        """Begin where an earlier training ended: the tokens' own rows are those of the table [tokens, dimensions], shared rows zero."""
        numbers, places = zip(*self._own_of.items(), strict=True)
        with torch.no_grad():
            self.own.zero_()
            self.own[list(places)] = torch.from_numpy(rows[list(numbers)])

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


def _composition(tokens: Sequence[str], features: Features, zero: set[int]) -> tuple[torch.Tensor, torch.Tensor, dict[str, int]]:
    names: dict[str, int] = {}
    at: list[tuple[int, int]] = []
    weights: list[float] = []
    for number, token in enumerate(tokens):
        if number in zero:
            continue
        for name, weight in [(_own(token), 1.0), *features(token)]:
            at.append((number, names.setdefault(name, len(names))))
            weights.append(weight)
    return torch.tensor(at).T.contiguous(), torch.tensor(weights), names


def _own(token: str) -> str:
    return f"token:{token}"
