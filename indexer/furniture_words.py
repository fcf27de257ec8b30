"""The words that furniture is known by: page numbers, signature boxes, contents lists, contact lines and the heads of Swedish minutes."""

from __future__ import annotations

import re

CELL_JOINT = " | "
"""What stands between the cells of a table's row."""

_PAGE_NUMBER = re.compile(r"(?:(?:sida|sid\.?|sidan|s\.|page)\s*)?[-–]?\s*\d{1,4}\s*(?:[-–]|(?:\(|av|/|of)\s*\d{1,4}\)?)?", re.IGNORECASE)
_SURE_PAGE_NUMBER = re.compile(
    r"(?:(?:sida|sid|sidan|page)\.?\s*\d{1,4}(?:\s*(?:\(|av|/|of)\s*\d{1,4}\)?)?|\d{1,4}\s?\(\d{1,4}\))", re.IGNORECASE
)
_END_NUMBER = re.compile(r"^\d{1,4}\b(?!\.\d)|(?<![\d.:-])\b\d{1,4}\)?$|\b\d{1,4}\s?[(/]\s?\d{1,4}\)?$|\b\d{1,4} av \d{1,4}$")
_SURE_END = re.compile(r"\b\d{1,4}\s?\(\d{1,4}\)$|\b\d{1,4} av \d{1,4}$")
_SIGNATURES = re.compile(
    r"(?:utdragsbestyrkande|utdragets? bestyrk\w*|justerandes? sign\w*\.?|justerares? sign\w*\.?|justeringssignatur\w*|"
    r"ordförandens? sign\w*\.?|"
    r"sekreterarens? sign\w*\.?|signatur(?:er)?|sign\.?|bestyrkes|rätt utdraget intygar)[:.]?",
    re.IGNORECASE,
)
# Characters; the longest of these and of page numbers have half as many.
_LONGEST_TEMPLATE = 80
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d{0,4}$|…{2,}\s*\d{0,4}$|_{8,}$|^[_\s]*_{3,}$")
# All leaders but those of other signs hold it; the longer pattern is tried at every letter.
_TWO_DOTS = re.compile(r"\.\s?\.")
_CONTENTS = re.compile(r"innehåll(?:sförteckning)?:?$", re.IGNORECASE)
_CONTACTS = re.compile(
    r"\b(?:postadress|besöksadress|besök|telefon|telefonnummer|tfn|tel|växel|fax|telefax|e-?post|webb(?:plats)?|"
    r"hemsida|org(?:anisations|\.)?\s?-?n(?:umme)?r|bankgiro|plusgiro|bg|pg)\b\.?:?"
    r"|\bwww\.|\S+@\S+\.\w+|\b\d{3} \d{2} [A-ZÅÄÖ]",
    re.IGNORECASE,
)
_DATE = r"\d{4}[-.]\d{2}[-.]\d{2}"
_HEAD_WORD = re.compile(
    rf"(?:sammanträdes|besluts)?protokoll(?:sutdrag)?|utdrag ur protokoll|sammanträdesdatum:?|(?:datum:?\s*)?{_DATE}"
    r"|(?:dnr|diarienr|diarienummer):?\s*\S{4,24}|\d{3,5}[-/]\d{4}|information|kallelse|föredragningslista|tjänsteskrivelse|tjänsteutlåtande",
    re.IGNORECASE,
)
_HEAD_KIND = re.compile(r"protokoll|utdrag ur protokoll", re.IGNORECASE)
_BODY_NAME = re.compile(
    r"(?:[\wåäöÅÄÖé:-]+[ -]){0,6}[\wåäöÅÄÖ-]*(?:nämnden|nämnd|styrelsen|styrelse|fullmäktige|utskottet?|utskott|"
    r"kommun|stad|beredning(?:en)?|rådet|råd|förvaltning(?:en)?|kontoret|nämn|den)s?",
    re.IGNORECASE,
)
_LONE_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?[\wåäö-]+(?:\.[\wåäö-]+)*\.(?:se|com|nu|org|eu|net)(?:/\S*)?", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:[A-ZÅÄÖ][\w. /-]{2,28}:\s*\S)")
_MINUTES_ITEM = re.compile(r"§|bilaga\b", re.IGNORECASE)
# Headings that many §§ share: two of them at the top of two pages are no running head.
_SECTION = re.compile(
    r"(?:[\wåäöé, -]+s )?(?:beslut|förslag(?: till beslut)?(?: på sammanträdet)?|beslutsgång|beslutsunderlag|"
    r"sammanfattning(?: av ärendet)?|"
    r"ärendet|ärendebeskrivning|bakgrund|beredning|yrkanden?|reservation(?:er)?|yttrande|skickas till|votering|omröstning)",
    re.IGNORECASE,
)
_DIARY_NUMBER = re.compile(r"(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer)\b", re.IGNORECASE)


def is_template(text: str) -> bool:
    """Whether a line is furniture wherever it stands: a signature box's label, "Sida 1 av 2"."""
    if len(text) > _LONGEST_TEMPLATE and CELL_JOINT not in text:
        return False
    return all(_SIGNATURES.fullmatch(cell) or _SURE_PAGE_NUMBER.fullmatch(cell) for cell in cells(text))


def cells(text: str) -> list[str]:
    """The cells of a row, or the one text of a line."""
    return text.split(CELL_JOINT)


def parted(text: str, dropped: set[str]) -> tuple[str, str]:
    """(the cells that stay, the cells that go) of a line."""
    kept = [cell for cell in cells(text) if cell not in dropped]
    gone = [cell for cell in cells(text) if cell in dropped]
    return CELL_JOINT.join(kept), CELL_JOINT.join(gone)


def is_page_number(text: str, *, alone: bool) -> bool:
    """Whether a cell at a page's edge is a page number; a bare figure is one only when it stands `alone` on its line."""
    return bool(_PAGE_NUMBER.fullmatch(text) if alone else _SURE_PAGE_NUMBER.fullmatch(text))


def is_numbered_head(texts: list[str]) -> bool:
    """Whether one of the lines at a page's top holds a sure page number ("2 (3)")."""
    return any(_SURE_PAGE_NUMBER.fullmatch(cell) for text in texts for cell in cells(text))


def is_lone_address(text: str) -> bool:
    """Whether a line is a web address and nothing else."""
    return bool(_LONE_ADDRESS.fullmatch(text))


def is_contents_entry(text: str) -> bool:
    """Whether a line is an entry of a contents list: dots that lead to a page number, or a line to write on."""
    drawn = "…" in text or "_" in text or _TWO_DOTS.search(text)
    return bool(drawn) and bool(_LEADERS.search(text))


def is_contents_heading(text: str) -> bool:
    """Whether a line heads a contents list."""
    return bool(_CONTENTS.match(text))


def contacts(text: str) -> int:
    """How many kinds of contact details a line names: addresses, telephones, registration numbers."""
    return len({match.group().casefold() for match in _CONTACTS.finditer(text)})


def is_head_of_minutes(texts: list[str]) -> bool:
    """Whether the lines at a page's top are the head of minutes: a body, the word protokoll, a date."""
    return any(_HEAD_KIND.match(text) for text in texts) and len(texts) > 1


def belongs_to_head(text: str) -> bool:
    """Whether every cell of a line is what heads of minutes hold: the body, the kind of document, the date, the page."""
    return all(
        _HEAD_WORD.fullmatch(cell) or _PAGE_NUMBER.fullmatch(cell) or (len(cell) < 60 and _BODY_NAME.fullmatch(cell))
        for cell in cells(text)
    )


def carries_a_fact(text: str) -> bool:
    """Whether a line is a labelled fact ("Diarienr: 2026.220 KS"), which is text the first time that it stands."""
    return bool(_LABELLED.match(text)) and not contacts(text)


def may_repeat(text: str) -> bool:
    """Whether a line that repeats at the top of pages may be text all the same: a § or an attachment's heading."""
    return bool(_MINUTES_ITEM.match(text) or _SECTION.fullmatch(text.strip(" :")))


def key(text: str) -> str:
    """What repeated heads and feet have in common: their words, with the page number that changes left open."""
    return " ".join(
        cell.casefold() if _DIARY_NUMBER.match(cell) and not _SURE_END.search(cell) else _without_end_number(cell.casefold().strip())
        for cell in cells(text)
    )


def _without_end_number(cell: str) -> str:
    """A cell with a number at its beginning or end left open. Nearly all have none there, and are not searched."""
    numbered = cell[:1].isdecimal() or cell[-1:].isdecimal() or cell.endswith(")")
    return _END_NUMBER.sub("#", cell) if numbered else cell
