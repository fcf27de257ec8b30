"""Recognises the signatures that end official letters and motions: names, titles, approvals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from council.bodies import canonical_administration
from council.sought import Sought
from indexer.blocks import Block

LAST_BLOCKS = 12
"""Signatures stand among the last blocks of a letter; attachments may follow."""

_MOST_WORDS = 16
"""Words of a line that holds two names with their offices, at most."""

_APPROVAL = Sought(
    r"(?i)\b(godkännare|digitalt signera|elektroniskt (?:underskriv|signera)|undertecknat|signerat av|detta dokument (?:är|har)|"
    r"namnförtydligande)",
    *("godkännare", "signera", "elektroniskt", "undertecknat", "detta dokument", "namnförtydligande"),
)
_OFFICE = re.compile(
    r"(?i)\b\w*(?:chef|direktör|sekreterare|handläggare|ekonom|strateg|ingenjör|planerare|controller|jurist|utredare|samordnare|"
    r"ordförande|borgarråd|"
    r"kommunalråd|arkitekt|inspektör|utvecklare|ledare|rektor|ansvarig|rådgivare|specialist|administratör|koordinator)\b"
)
_NAME = re.compile(r"(?:[A-ZÅÄÖÉ][\w'’-]+|[A-ZÅÄÖÉ]\.)(?: (?:de la|von|af|de|van))?")
_NAMES = re.compile(rf"{_NAME.pattern}(?:,? {_NAME.pattern})+")
# What every line of names begins with: two words with capitals, in cells perhaps. Nearly all texts fail at their second word.
_MAY_BE_NAMES = re.compile(r"[\s|]*[A-ZÅÄÖÉ](?:[\w'’-]+|\.)(?:[\s|]+(?:de[\s|]+la|von|af|de|van))?[\s,|]+[A-ZÅÄÖÉ]")
# A party's name below a mover's: "Centerpartiet", "Socialdemokraterna i Sundby".
_PARTY = re.compile(
    r"(?:För )?(?:[A-ZÅÄÖ][\w-]*|de|gröna|liberalerna)(?: [\w-]+)?(?:partiet|demokraterna|iberalerna|oderaterna|centern|initiativ)"
    r"(?: (?:de gröna|liberalerna|i [A-ZÅÄÖ][\w -]+))?|Moderaterna|Liberalerna|Centern"
)
_NO_LINE_OF_NAMES = re.compile(r"[.!?:;§\d]")
_GREETING = re.compile(
    r"^(?:För |Med vänlig hälsning|Vänliga hälsningar|Hälsningar|Underskrift|Enligt uppdrag|På uppdrag|[A-ZÅÄÖ][\w-]+ (?:som|dag) ovan)"
)


def signature_blocks(blocks: Sequence[Block], with_letters: bool = False) -> frozenset[int]:
    """Indices of the blocks that are signatures; `with_letters` takes names with party letters, too, as movers sign."""
    found: set[int] = set()
    for place, block in enumerate(blocks):
        if not _MAY_BE_NAMES.match(block.text):
            continue
        if _is_names_with_offices(block.text):
            found.add(place)
        below = blocks[place + 1] if place + 1 < len(blocks) else None
        if below and block.kind == below.kind and _is_names(block.text.replace(" | ", " ")):
            found |= {place, place + 1} if _is_names_with_offices(f"{block.text} {below.text}") else set()
    for place in range(max(0, len(blocks) - LAST_BLOCKS), len(blocks)):
        if _signs(blocks, place, beside=place - 1 in found, with_letters=with_letters):
            found.add(place)
    return frozenset(found)


def _signs(blocks: Sequence[Block], place: int, *, beside: bool, with_letters: bool) -> bool:
    """Whether one of the last blocks signs; `beside` tells that the one before it does."""
    block = blocks[place]
    text = block.text.replace(" | ", " ").strip()
    if with_letters:
        text = re.sub(r" ?\([\w-]{1,4}\)", "", text).replace(" och ", " ").strip(" ,.")
    if len(text.split(maxsplit=_MOST_WORDS)) > _MOST_WORDS:
        return False
    if _APPROVAL.search(text) or (block.kind in {"text", "table_row"} and _is_names(text)):
        return True
    if beside and block.kind != "heading" and not text.endswith(".") and (_OFFICE.search(text) or _is_office_row(block.text)):
        return True
    if with_letters and ((beside and _PARTY.fullmatch(text)) or (is_closing(block.text) and _ends_with_names(blocks[place + 1 :]))):
        return True
    return place + 1 < len(blocks) and _is_office_row(block.text) and _is_signed(blocks[place + 1])


def _is_signed(block: Block) -> bool:
    """Whether a block is names, or names above their offices, as stand below the name of the office that writes."""
    return _is_names(block.text.replace(" | ", " ")) or _is_names_with_offices(block.text) or len(names_in(block.text)) > 1


def _ends_with_names(rest: Sequence[Block]) -> bool:
    return any(_is_names(re.sub(r" ?\([\w-]{1,4}\)|,| och", "", b.text.replace(" | ", " ")).strip()) for b in rest)


def is_closing(text: str) -> bool:
    """Whether a line closes a letter before its names: "För Socialdemokraterna", "Med vänlig hälsning"."""
    return len(text.split()) <= 8 and bool(_GREETING.match(text)) and not text.endswith(".")


def names_in(text: str) -> tuple[str, ...]:
    """Names of a line of signatures that holds names alone: two or three words each, in pairs or columns ("|")."""
    if " | " in text:
        return tuple(name for part in text.split(" | ") for name in names_in(part))
    words = text.replace(",", " ").split()
    if not _is_names(text) or not words:
        return ()
    if len(words) <= 3 or len(words) % 2:
        return (" ".join(words),) if len(words) <= 4 else ()
    return tuple(" ".join(words[i : i + 2]) for i in range(0, len(words), 2))


def _is_office_row(text: str) -> bool:
    """Whether all cells of a row are administrations, as under two signatures."""
    return all(canonical_administration(cell) for cell in text.split(" | "))


def _is_names_with_offices(text: str) -> bool:
    """Whether a line is names and then their offices: "Anna Berg Bo Ek förvaltningschef avdelningschef"."""
    if _NO_LINE_OF_NAMES.search(text):
        return False
    words = text.replace(" | ", " ").split()
    if not 3 <= len(words) <= _MOST_WORDS or not _NAMES.match(" ".join(words)):
        return False
    offices = [bool(_OFFICE.fullmatch(word)) or word in {"och", "tf", "t.f", "biträdande", "vice", "för"} for word in words]
    first = next((i for i, office in enumerate(offices) if office), 0)
    return first >= 2 and all(offices[first:]) and _is_names(" ".join(words[:first]))


def _is_names(text: str) -> bool:
    # The shape fails at the second word of nearly every text: the other patterns look through all of it.
    return bool(_NAMES.fullmatch(text)) and not (_NO_LINE_OF_NAMES.search(text) or _NOT_NAMES.search(text))


_NOT_NAMES = re.compile(
    r"(?i)(nämnd|styrelse|fullmäktige|förvaltning|kontor|kommun|bilaga|beslut|partiet|demokrat|liberal|moderat|motion|stad\b|yttrande|"
    r"protokoll)"
)
