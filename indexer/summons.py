"""Reads the list of matters of a summons (kallelse, föredragningslista): numbers, titles and diary numbers, in rows, lists or under §§."""

from __future__ import annotations

import re
from collections.abc import Sequence

from council.model import AgendaItem
from council.references import find
from indexer.agenda import MinutesItem
from indexer.blocks import Block

_ENTRY = re.compile(r"^(?:Ärende |§ ?)?(?P<number>\d{1,3})[.:)]?(?: \||\s)\s*(?P<title>\S.*)$", re.DOTALL)
# A list of matters has two entries at least, and leaves out few numbers.
_FEWEST, _MOST_SKIPPED = 2, 3
_LONGEST_TITLE = 60


def summoned_matters(blocks: Sequence[Block], items: Sequence[MinutesItem]) -> tuple[AgendaItem, ...]:
    """The matters in order; those under §§ as minutes have them, else the longest run of numbers that rises from row to row."""
    if len(items) >= _FEWEST:
        return tuple(item.entry() for item in items)
    entries = [entry for block in blocks if (entry := _entry(block))]
    run = max(_runs(entries), key=len, default=[])
    return tuple(AgendaItem(str(number), title, page) for number, title, page in run) if len(run) >= _FEWEST else ()


def _entry(block: Block) -> tuple[int, str, int | None] | None:
    text = f"{block.marker} {block.text}".strip()
    match = _ENTRY.match(text)
    if not match or len(text.split()) > _LONGEST_TITLE:
        return None
    title = _title(match["title"])
    return (int(match["number"]), title, block.page) if title else None


def _title(text: str) -> str:
    """The first cell that is no number of a matter, without the diary number printed before or behind its words."""
    for cell in text.split(" | "):
        plain = cell
        for reference in reversed([r for r in find(cell) if r.kind == "dnr"]):
            plain = plain[: reference.start] + plain[reference.end :]
        plain = re.sub(r"(?i)[(,]?\s*\b(?:dnr|diarienr|diarienummer)\b[.:]?\s*\)?", " ", plain)
        plain = " ".join(re.sub(r"\(\s*\)", "", plain).split()).strip(" -–,")
        if re.search(r"[a-zåäö]{3}", plain):
            return plain
    return ""


def _runs(entries: Sequence[tuple[int, str, int | None]]) -> list[list[tuple[int, str, int | None]]]:
    runs: list[list[tuple[int, str, int | None]]] = []
    for entry in entries:
        if runs and 0 < entry[0] - runs[-1][-1][0] <= _MOST_SKIPPED:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs
