"""Swedish personal identity numbers (personnummer, samordningsnummer), found by date and checksum and masked before anything is stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

MASK = "[personnummer]"
"""What stands for a masked number: a word, which reads well aloud and in an export. No offset into a text outlives masking."""

# Six or eight figures of a date, a separator in any of its printed forms (or none, or a line's end), and four figures. A date may have
# hyphens of its own when a hyphen parts it from the four figures, too ("1980-01-01-1234"): with a space it is a date and a time of day.
_CANDIDATE = re.compile(
    r"(?<!\d)(?<!\d[-.:])"
    r"(?:(?P<date>(?:\d{2})?\d{6})(?P<gap>[\s\xad\ufffe]*[-–—−‐‑+_|]?[\s\xad\ufffe]*)|(?P<hyphened>(?:\d{2})?\d{2}-\d{2}-\d{2})-)"
    r"(?P<last>\d{4})(?!\d)(?![-.:]\d)"
)
# Ten figures in a row with a comma or slash and more figures are a sum or a quota; with a sign or a century they are one of a list.
_PART_OF_MORE = re.compile(r"\d[,/]$"), re.compile(r"[,/]\d")
# The samordningsnummer of people who are not registered has 60 added to the day (Skatteverket, SKV 707).
_COORDINATION = 60
_OLDEST = 1840
# Words that say what the number after them is; the nearest one counts.
_LABEL = re.compile(
    r"(?P<person>person\s?-?n(?:umme)?r|pers\.?\s?-?nr|\bpnr\b|samordningsn(?:umme)?r|\bfödd|\bf\.\s*$)"
    r"|(?P<other>\btel(?:efon)?(?:nr|nummer)?\b|\btfn\b|\bmobil\w*|\bfax\b|\bväxel\w*|\bsms\b|\bdnr\b|\bdiarien\w*|\bdiarie\w*|\bärenden(?:umme)?r\b|\bmål\s?(?:nr|nummer)"
    r"|\bocr\b|\bbankgiro\b|\bplusgiro\b|\bpostgiro\b|\biban\b|\bfaktura\w*|\borganisationsn\w*|\borg\.?\s?-?nr|\bisbn\b|\bissn\b|\bartikeln\w*|\bserien\w*)",
    re.IGNORECASE,
)
_LABEL_REACH = 40
# Mobile numbers written together look like people born in 2007.
_MOBILE = re.compile(r"070\d{7}$")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal identity numbers, and how many were taken out."""

    text: str
    count: int = 0


def mask(text: str) -> Masked:
    """Replace every personal identity number by MASK; works on running text, headings and file names.

    A number counts when its date exists (plus 60 days for samordningsnummer), is not in the future and its checksum holds. Diary numbers,
    telephones, bankgiro and organisation numbers stay: they fail the date or the checksum, or a word before them says what they are.
    """
    return mask_all([text])[0]


def mask_all(texts: Sequence[str]) -> list[Masked]:
    """Mask texts that follow on each other (blocks, cells, lines): of a number that begins in one and ends in another nothing stays."""
    joined = "\n".join(texts)
    spans = [match.span() for match in _CANDIDATE.finditer(joined) if _is_personal(match, joined)]
    masked, start = [], 0
    for text in texts:
        end = start + len(text)
        within = [(a, b) for a, b in spans if a < end and b > start] if spans else []
        masked.append(_without(text, start, within))
        start = end + 1
    return masked


def _without(text: str, start: int, spans: Sequence[tuple[int, int]]) -> Masked:
    """A text that begins at `start` without these spans; the mask stands where a number begins."""
    parts, place, count = [], 0, 0
    for first, last in spans:
        parts.append(text[place : max(0, first - start)])
        if first >= start:
            parts.append(MASK)
            count += 1
        place = last - start
    return Masked("".join(parts) + text[place:], count)


def _is_personal(match: re.Match[str], text: str) -> bool:
    date = (match.group("date") or match.group("hyphened")).replace("-", "")
    last = match.group("last")
    if len(date) == 6 and not (match.group("gap") or match.group("hyphened")) and _is_part_of_more(match, text):
        return False
    if not _checksum_holds(date[-6:] + last) or not _is_birth(date):
        return False
    label = _label(text[max(0, match.start() - _LABEL_REACH) : match.start()])
    if label == "person":
        return True
    return label != "other" and not _MOBILE.match(match.group())


def _is_part_of_more(match: re.Match[str], text: str) -> bool:
    before, after = _PART_OF_MORE
    return bool(before.search(text[max(0, match.start() - 2) : match.start()]) or after.match(text, match.end()))


def _label(before: str) -> str | None:
    found = None
    for match in _LABEL.finditer(before):
        found = match.lastgroup
    return found


def _checksum_holds(ten: str) -> bool:
    """Luhn's sum over ten figures: every other is doubled, beginning with the first."""
    total = 0
    for place, figure in enumerate(ten):
        doubled = int(figure) * (2 - place % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


def _is_birth(date: str) -> bool:
    """Whether YYMMDD or YYYYMMDD is a day that someone alive in the records can be born on."""
    month, day = int(date[-4:-2]), int(date[-2:])
    if day > _COORDINATION:
        day -= _COORDINATION
    today = dt.datetime.now(tz=dt.UTC).date()
    years = [int(date[:4])] if len(date) == 8 else [century + int(date[:2]) for century in (1900, 2000)]
    return any(_is_past_day(year, month, day, today) for year in years)


def _is_past_day(year: int, month: int, day: int, today: dt.date) -> bool:
    try:
        return year >= _OLDEST and dt.date(year, month, day) <= today + dt.timedelta(days=1)
    except ValueError:
        return False
