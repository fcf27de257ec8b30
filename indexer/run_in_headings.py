"""Parts headings from the text they run into, in plain text that shows headings by their words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.blocks import Block

# Headings that are no words of running text, or that are none where another capital follows them at once.
_WORDS = (
    "Ärendebeskrivning", "Beskrivning av ärendet", "Sammanfattning av ärendet", "Ärendets beredning", "Beredning", "Beslutsunderlag",
    "Förslag till beslut på sammanträdet", "Förslag till beslut", "Förvaltningens förslag till beslut", "Beslutsgång",
    "Propositionsordning", "Yrkanden", "Yrkande", "Beslut", "Reservationer", "Reservation", "Protokollsanteckning",
    "Särskilt uttalande", "Särskilt yttrande",
    "Expedieras till", "Expediering", "Protokollsutdrag till", "Protokollsutdrag skickas till", "Beslutet skickas till",
    "Beslutet ska skickas till", "Anförande", "Votering", "Omröstningsresultat", "Handlingar i ärendet", "Ärendet",
)  # fmt: skip
_RUN_IN = re.compile(
    rf"(?:^|(?<=[\wåäö)”\"][.!?:] )|"
    rf"(?<=\) ))(?P<heading>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?P<colon>:?)(?: (?=[A-ZÅÄÖ\"”•§\d])|$)"
)
# A text that holds none of the words has no such heading. They begin with capitals, which are few: one pattern looks for all at once.
_HOLDS_ONE = re.compile("|".join(_WORDS))
_NO_HEADING = re.compile(r"(?:Beslut|Yrkande|Reservation|Votering) (?:[A-ZÅÄÖ]\b|\d{4}|§ ?\d+ i|\d+ (?:och|av|i)\b|\d+\.?$)")


def part_headings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with every heading that runs into text a block of its own. Blocks that a look tells apart stay as they are."""
    parted: list[Block] = []
    for block in blocks:
        if block.size or block.kind not in {"text", "list_item"}:
            parted.append(block)
        elif _HOLDS_ONE.search(block.text) or _ACT in block.text:
            parted += _parts(block)
        elif block.text.strip():
            parted.append(block)
    return tuple(parted)


# "Kommunstyrelsen har den 16 mars 2026, § 38 behandlat ärendet.": an act of another body, never part of the statement before it.
_ACT = "behandlat ärendet"
_HANDLED = re.compile(
    r"(?<=[.!?] )(?=[A-ZÅÄÖ][\wåäö -]{3,60}(?:nämnden|styrelsen|utskott(?:et)?) har den \d{1,2} \w+(?: \d{4})?,? § ?\d+,? "
    rf"{_ACT})"
)


def _parts(block: Block) -> Iterator[Block]:
    for text in _HANDLED.split(block.text) if _ACT in block.text else (block.text,):
        yield from _headed(block if text == block.text else replace(block, text=text.strip()))


def _headed(block: Block) -> Iterator[Block]:
    text, start = block.text, 0
    for match in _RUN_IN.finditer(text):
        if _NO_HEADING.match(text, match.start()) or match[0] == text:
            continue
        if before := text[start : match.start()].strip():
            yield replace(block, text=before)
        yield replace(block, kind="heading", text=match["heading"], marker="", level=0, lead="", lines=1)
        start = match.end()
    if rest := text[start:].strip():
        yield replace(block, text=rest, kind="text", marker="", lead="") if start else block


def after_run_in(block: Block, heading: str) -> str:
    """What stands behind a heading that opens a paragraph ("Beslut: Kommunstyrelsen …"); "" where the block is all heading."""
    if not block.lead or not block.text.startswith(block.lead) or len(block.lead) >= len(block.text):
        return ""
    rest = block.text[len(block.lead) :].strip()
    opened = block.lead.rstrip().endswith(":") or rest.startswith(":") or rest[:1].isupper()
    return rest.lstrip(": ").strip() if opened and heading.strip(" :") == block.lead.strip(" :") else ""
