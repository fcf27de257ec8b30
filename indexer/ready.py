"""What every reading process needs, loaded once: worker processes are forked from one that has imported this."""

from __future__ import annotations

from indexer import reading

reading.registers_of(None)
