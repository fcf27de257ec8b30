"""Reads Swedish dates in text: "den 22 september 2020", "2020-09-22", "2020.09.22", "22/9 2020", and days without a year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from council.values import value

MONTHS = {
    "januari": 1, "februari": 2, "mars": 3, "april": 4, "maj": 5, "juni": 6,
    "juli": 7, "augusti": 8, "september": 9, "oktober": 10, "november": 11, "december": 12,
}  # fmt: skip
LONGEST_DATE = 260
"""Characters of a line that is a date with a place, or the name of a board (council/bodies.py: 160 at most), and no more."""

_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_YEAR_ALONE = re.compile(r"(?:19[5-9]|20[0-4])\d")
_YEAR = rf"(?P<year>{_YEAR_ALONE.pattern})"
_NUMERIC = re.compile(rf"(?<![\d/.-]){_YEAR}(?P<sep>[-./ ])(?P<month>0?[1-9]|1[0-2])(?P=sep)(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/]|[.-]\d)")
_WRITTEN = re.compile(
    rf"(?<![\d./-])(?P<day>0?[1-9]|[12]\d|3[01])(?::?e)? (?P<month>{'|'.join([*MONTHS, *_SHORT])})\.?(?:,? {_YEAR})?(?![\w])", re.IGNORECASE
)
_SLASHED = re.compile(rf"(?<![\d/.-])(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|1[0-2])[ -]{_YEAR}(?![\d/-])")
# What no date of each kind is without: the patterns themselves are tried at every letter.
_FIGURES = ((re.compile(r"(?:19[5-9]|20[0-4])\d[-./ ][01]?\d[-./ ]"), _NUMERIC), (re.compile(r"/[01]?\d[ -](?:19|20)"), _SLASHED))
_DAY_AND_MONTH = re.compile(rf"\d(?::?e)? (?:{'|'.join({name[:3] for name in MONTHS})})", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAY_ALONE = re.compile(rf"\s*{_DAY.pattern}\s*")
_DIGIT = re.compile(r"\d")
_COMPACT = re.compile(r"(?<!\d)(?P<year>20[0-4]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)")


@value
class FoundDate:
    """A day in text, with its span in code points; `date` is None when no year is printed (then `month` and `day` hold)."""

    month: int
    day: int
    start: int
    end: int
    date: dt.date | None = None

    def near(self, anchor: dt.date | None) -> dt.date | None:
        """The printed date, or the last such day that is not after `anchor`; None without a year and an anchor.

        Minutes name the days of a matter's way without the year ("den 27 november"), and all of them have passed.
        """
        if self.date is not None or anchor is None:
            return self.date
        for year in (anchor.year, anchor.year - 1):
            day = _valid(year, self.month, self.day)
            if day is not None and day <= anchor:
                return day
        return None


@lru_cache(maxsize=2_000)
def find_dates(text: str) -> tuple[FoundDate, ...]:
    """All days that a text names, in order, none overlapping."""
    found: list[FoundDate] = []
    if not may_hold_date(text):
        return ()
    for date in sorted(_dates(text), key=lambda d: (d.start, -d.end)):
        if not found or date.start >= found[-1].end:
            found.append(date)
    return tuple(found)


def may_hold_date(text: str) -> bool:
    """Whether a text holds a digit; no day is found in one that does not."""
    return _DIGIT.search(text) is not None


def may_hold_year(text: str) -> bool:
    """Whether a text holds the year of a day; no day with a year is found in one that does not."""
    return _YEAR_ALONE.search(text) is not None


def first_date(text: str) -> dt.date | None:
    """The first day with a year in a text, or None."""
    return next((found.date for found in find_dates(text) if found.date), None) if may_hold_year(text) else None


def is_lone_date(text: str) -> bool:
    """Whether a line is a date and no more, perhaps with a place or "Datum" before it."""
    if len(text) > LONGEST_DATE:
        return False
    found = find_dates(text)
    return (
        len(found) == 1
        and bool(re.fullmatch(r"(?:[\w-]+(?: den)?)?[,:]? ?", text[: found[0].start]))
        and not text[found[0].end :].strip(" .")
    )


def without_days(text: str, by: str) -> str:
    """A text with what stands for its days ("2020-09-22", with the white space around) put in their place."""
    return _DAY_ALONE.sub(by, text) if _DAY.search(text) else text


def date_in_path(path: str) -> dt.date | None:
    """The last day in a file's path: "2026-06-01/protokoll.pdf", "protokoll_20260601.pdf"; or None."""
    days = [_match_date(m) for pattern in (_NUMERIC, _COMPACT) for m in pattern.finditer(re.sub(r"[_/]", " ", path))]
    written = [found.date for found in find_dates(re.sub(r"[_/-]", " ", path))]
    valid = [day for day in [*days, *written] if day]
    return valid[-1] if valid else None


def _dates(text: str) -> Iterator[FoundDate]:
    for core, pattern in _FIGURES:
        for match in pattern.finditer(text) if core.search(text) else ():
            if day := _match_date(match):
                yield FoundDate(day.month, day.day, match.start(), match.end(), day)
    for match in _WRITTEN.finditer(text) if _DAY_AND_MONTH.search(text) else ():
        month, day_number = _month(match["month"]), int(match["day"])
        if match["year"]:
            if day := _valid(int(match["year"]), month, day_number):
                yield FoundDate(month, day_number, match.start(), match.end(), day)
        elif _valid(2000, month, day_number):
            yield FoundDate(month, day_number, match.start(), match.end())


def _match_date(match: re.Match[str]) -> dt.date | None:
    return _valid(int(match["year"]), int(match["month"]), int(match["day"]))


def _month(word: str) -> int:
    lower = word.lower()
    return MONTHS.get(lower) or _SHORT[lower]


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
