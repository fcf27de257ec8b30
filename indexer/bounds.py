"""Parts what no document writes: blocks as long as a book and words as long as a page, which would cost all that comes after dearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from indexer.blocks import Block

LONGEST_BLOCK = 20_000
"""Characters: ten times the longest paragraph of the councils' documents (tests/reliability/test_bad_files.py would notice)."""
LONGEST_WORD = 1_000
"""Characters; longer ones are parted by a space. Addresses of web pages are shorter."""

_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_PART = re.compile(rf"\S.{{0,{LONGEST_BLOCK - 1}}}(?=\s|$)", re.DOTALL)


def bounded(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks in order, long ones as several that look alike."""
    for block in blocks:
        if len(block.text) <= LONGEST_WORD:
            yield block
            continue
        text = _ENDLESS.sub(r"\g<0> ", block.text)
        if len(text) <= LONGEST_BLOCK:
            yield replace(block, text=text)
            continue
        for match in _PART.finditer(text):
            yield replace(block, text=match.group(), lead="")
