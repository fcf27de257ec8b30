"""Swedish personal identity numbers (personnummer, samordningsnummer), found by date and checksum and masked before anything is stored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from council.values import value

MASK = "[personnummer]"
"""What stands for a masked number: a word, which reads well aloud and in an export. No offset into a text outlives masking."""

# What parts the date from the four last figures in print: a hyphen of any make, the plus sign of those who are past a hundred, what file
# names and tables have in their place, or how addresses write them (RFC 3986).
_SIGN = r"(?:[-‐‑‒–—―−﹣－+＋_|~]{1,3}|%2[DdBb])"
_BLANK = r"(?:[\s\ufffe]|%20)*"
# Where a line or a cell was full: in the midst of a number, once.
_BREAK = r"(?:[^\S\n]*\n[^\S\n]*|[ \xa0\ufffe])?"
_CANDIDATE = re.compile(
    rf"(?<!\d)(?:"
    rf"(?P<date>(?:\d\d)?\d{{6}})(?P<gap>{_BLANK}(?:{_SIGN}{_BLANK})?)(?P<last>\d{{4}})"
    # A date may be parted itself when a sign stands before the four: "1980-01-01-1234". With a blank it is a date and a time of day.
    rf"|(?P<parted>(?:\d\d)?\d\d(?P<between>[-–./ ])\d\d(?P=between)\d\d) ?[-–+] ?(?P<parted_last>\d{{4}})"
    rf"|(?P<broken>\d(?:{_BREAK}\d){{5}}(?:{_BREAK}\d{_BREAK}\d)?)[^\S\n]*{_SIGN}{_BREAK}(?P<broken_last>\d(?:{_BREAK}\d){{3}})"
    rf"|(?<!\d )(?P<spaced>\d(?: \d){{5}}(?: \d \d)?) ?{_SIGN}? (?P<spaced_last>\d(?: \d){{3}})(?! \d)"
    rf")(?!\d)"
)
_FORMS = ("date", "parted", "broken", "spaced")
# Marks without width, which somebody may have put between figures; they part nothing that a reader sees.
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_RUN = re.compile(r"\d+")
# The ten figures that a number has at least, with nothing between them but what _CANDIDATE knows: years and sums are passed over at once.
_ZONE = re.compile(r"\d[\d\s\ufffe%BbDd./\xa0‐‑‒–—―−﹣－+＋_|~-]{8,}\d")
_NOT_A_FIGURE = re.compile(r"\D")
# The shortest number's figures, and all of Latin-1 that is no figure: figures are counted in a fifth of the time that it takes to find one.
_FIGURES = 10
_NO_FIGURES = bytes(code for code in range(256) if not chr(code).isdecimal())
# Ten figures in a row that are part of more: of a sum, a quota, an account. With a sign or a century they are one of a list.
_MORE_BEFORE, _MORE_AFTER = re.compile(r"\d[,/.:-]$"), re.compile(r"[,/.:-]\d")
# A personal account at Nordea is the owner's number after this clearing number.
_PERSONAL_ACCOUNT = re.compile(r"3300[,-]$")
# "20150101-2015-12-31" is a time from one day to another.
_TO_A_DATE = re.compile(r"[-./]\d\d[-./]\d\d(?!\d)")
# "200102--0003" is a number in a series, as archives and authorities write them.
_SERIES = re.compile(r"[^\w\s|%]{2}")
# The samordningsnummer of people who are not registered has 60 added to the day (Skatteverket, SKV 707).
_COORDINATION = 60
_OLDEST = 1840
# Words that say what the number after them is; the nearest one counts. An organisation's number is none of them: it has no month, and
# that of a firm of one person is the person's own.
_LABEL = re.compile(
    r"(?P<person>person\s?-?n(?:umme)?r|pers\.?\s?-?nr|\bpnr\b|samordningsn(?:umme)?r|\bfödd|\bf\.\s*$)"
    r"|(?P<case>\bdnr\b|\bdiarien\w*|\bdiarie\w*|\bärenden(?:umme)?r\b|\bmål\s?(?:nr|nummer))"
    r"|(?P<series>\btel(?:efon)?(?:nr|nummer)?\b|\btfn\b|\bmobil\w*|\bfax\b|\bväxel\w*|\bsms\b|\bocr\b|\bbankgiro\b|\bplusgiro\b|\bpostgiro\b"
    r"|\biban\b|\bkonto\w*|\bclearing\w*|\bfaktura\w*|\bkundn\w*|\bisbn\b|\bissn\b|\bartikeln\w*|\bserien\w*)",
    re.IGNORECASE,
)
_LABEL_REACH = 40
# A label is that of the number it stands before, with at most a word or two between and perhaps what is written together with it:
# "Dnr SN 2024/12, Anna Ek 800101-…" is no dnr's.
_GOVERNS = re.compile(r"[.:]?(?:[^\w.,;!?\n]*[^\W\d]+){0,2}[^\w.,;!?\n]*(?:\w+[-/.:])*")
# Mobile numbers written together look like people born in 2007.
_MOBILE = "070"


@value
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
    return replace_spans(texts, list(_spans("\n".join(texts))), MASK)


def replace_spans(texts: Sequence[str], spans: Sequence[tuple[int, int]], by: str) -> list[Masked]:
    """Texts without the parts that spans, counted in "\\n".join(texts), take; `by` stands where a span begins."""
    if not spans:
        return [Masked(text) for text in texts]
    masked, start = [], 0
    for text in texts:
        end = start + len(text)
        within = [(a, b) for a, b in spans if a < end and b > start]
        masked.append(_without(text, start, within, by))
        start = end + 1
    return masked


def _without(text: str, start: int, spans: Sequence[tuple[int, int]], by: str) -> Masked:
    parts, place, count = [], 0, 0
    for first, last in spans:
        parts.append(text[place : max(0, first - start)])
        if first >= start:
            parts.append(by)
            count += 1
        place = last - start
    return Masked("".join(parts) + text[place:], count)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand, marks without width aside."""
    if not _may_hold_number(text):
        return
    if text.replace("\n", "").isprintable() or not _UNSEEN.search(text):
        yield from _visible_spans(text)
        return
    places = [place for place, character in enumerate(text) if not _UNSEEN.match(character)]
    for first, last in _visible_spans(_UNSEEN.sub("", text)):
        yield places[first], places[last - 1] + 1


def _may_hold_number(text: str) -> bool:
    """Whether a text has the ten figures of a number, wherever they stand; a text of other scripts, which have their own, may have them."""
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        return True
    return len(plain.translate(None, _NO_FIGURES)) >= _FIGURES


def _visible_spans(text: str) -> Iterator[tuple[int, int]]:
    for zone in _ZONE.finditer(text):
        place = zone.start()
        # From figure to figure: looking at every letter for a whole number is five times as slow.
        while run := _RUN.search(text, place, zone.end()):
            place = run.end()
            # What is no number as a whole may hold one: "12 800101-…" is a figure and a number.
            if (match := _CANDIDATE.match(text, run.start())) and _is_personal(match, text):
                yield match.span()
                place = match.end()


def _is_personal(match: re.Match[str], text: str) -> bool:
    form = next(name for name in _FORMS if match.group(name))
    date, last = (_NOT_A_FIGURE.sub("", match.group(name)) for name in (form, "last" if form == "date" else f"{form}_last"))
    if not _checksum_holds(date[-6:] + last) or not _is_birth(date) or _TO_A_DATE.match(text, match.end()):
        return False
    if _PERSONAL_ACCOUNT.search(text, max(0, match.start() - 5), match.start()):
        return True
    signed = form in ("parted", "broken") or bool(re.search(_SIGN, match.group("gap") or ""))
    if not signed and len(date) == 6 and _is_part_of_more(match, text):
        return False
    label = _label(text[max(0, match.start() - _LABEL_REACH) : match.start()])
    if label == "person":
        return True
    if len(date) == 6 and _SERIES.search(match.group("gap") or ""):
        return False
    return label != "case" and (signed or label != "series") and not _is_mobile(match, date)


def _is_mobile(match: re.Match[str], date: str) -> bool:
    """Whether a number of ten figures is parted as a mobile number is, and not between the sixth and the seventh."""
    return len(date) == 6 and date.startswith(_MOBILE) and not match.group("gap") and not match.group("parted")


def _is_part_of_more(match: re.Match[str], text: str) -> bool:
    return bool(_MORE_BEFORE.search(text, max(0, match.start() - 2), match.start()) or _MORE_AFTER.match(text, match.end()))


def _label(before: str) -> str | None:
    """What the nearest word before a number says that it is."""
    found = None
    for match in _LABEL.finditer(before):
        found = match
    if found is None or (found.lastgroup != "person" and not _GOVERNS.fullmatch(before, found.end())):
        return None
    return found.lastgroup


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
