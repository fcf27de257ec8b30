"""What every reading process needs, loaded once: worker processes are forked from one that has imported this."""

from __future__ import annotations

from typing import get_args

from indexer import extract, language, pipeline, reading
from indexer.extract.sniff import Kind

__all__ = ["pipeline"]

reading.registers_of(None)
language.load()
for _kind in get_args(Kind):
    extract.reader_of(_kind)
