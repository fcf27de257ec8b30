"""Finds diary numbers (dnr), motion numbers, § and law numbers in text or queries, and gives each its normal forms.

A diary number is a year, a serial and perhaps a code: the registering body (KS, SBN) or the class of the archive plan (1.2.1).
"KS 2019/1899", "2019/1899 KS", "Dnr KS-2019-01899" and "1899/2019 KS" are one number; a code tells apart numbers that
share year and serial, and a number printed without a code meets them all.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Literal

from council.values import value

ReferenceKind = Literal["dnr", "motion", "paragraph", "law"]


@value
class Reference:
    """A number found in text: `text` as printed without "Dnr", span [start, end) in code points.

    `number` is the serial without leading zeros, or the § ("10", "2.3"; then `year` is None); `code` is lower case, or "".
    A § that a range implies ("§§ 10–12" holds § 11) has an empty span.
    """

    kind: ReferenceKind
    text: str
    start: int
    end: int
    number: str
    year: int | None = None
    code: str = ""

    @property
    def normal(self) -> str:
        """The number's most exact normal form."""
        return normal_forms(self)[-1]


@functools.lru_cache(maxsize=2_000)
def find(text: str) -> tuple[Reference, ...]:
    """All references of a text in order, none overlapping. Dates, school years and phone numbers are no references."""
    found: list[Reference] = []
    if "§" not in text and not _ANY.search(text):
        return ()
    for reference in sorted(_candidates(text), key=lambda r: (r.start, r.end > r.start, -r.end)):
        if not found or reference.start >= found[-1].end:
            found.append(reference)
    return tuple(found)


def may_hold_motion(text: str) -> bool:
    """Whether a text may hold the number of a motion ("2019:14"); none is found in one that may not."""
    return ":" in text and _YEAR_AND_COLON.search(text) is not None


def normal_forms(reference: Reference) -> tuple[str, ...]:
    """Tokens that the index stores for a reference: from the plain number to the most exact form.

    A diary number with a code gives ("2019-1899", "2019-1899-ks"); without one ("2019-1899", "2019-1899-*"), so that a search
    for the coded number finds it, too. Tokens hold no white space and are lower case.
    """
    if reference.kind == "paragraph":
        return (f"§{reference.number}",)
    plain = f"{reference.year}-{reference.number}"
    if reference.kind != "dnr":
        return (plain, f"{reference.kind}-{plain}")
    return (plain, f"{plain}-{reference.code or '*'}")


def sought_forms(reference: Reference) -> tuple[str, ...]:
    """Tokens of which a paragraph must hold any to be found by this reference.

    A plain number finds every code; a coded one finds the same code, and where no code was printed.
    """
    forms = normal_forms(reference)
    if reference.kind == "paragraph":
        return forms
    if reference.kind == "dnr" and reference.code:
        return (forms[1], f"{forms[0]}-*")
    return forms[:1]


def diary_number(text: str) -> Reference | None:
    """The diary number that a text consists of ("Dnr KS 2019/1899", "2019/1899", "0456/19"), or None."""
    for reference in find(text if re.match(r"(?i)\s*(dnr|diarie)", text) else f"Dnr {text.strip()}"):
        if reference.kind == "dnr":
            return reference
    return None


def same_number(one: Reference, other: Reference) -> bool:
    """Whether two diary numbers may name one case: year and serial agree, and the codes where both have one."""
    return (one.year, one.number) == (other.year, other.number) and (one.code == other.code or not (one.code and other.code))


# Codes of registering bodies: KS, SBN, KSN, STK, Göteborg's N139; lower case, as people type, only the usual ones.
_LOWER = "ks|kf|kfn|ksn|ksau|sn|bn|bun|sbn|kun|ten|tn|von|vn|on|stk|rk|mn|mbn|pn|uan|utn|gn|fn|kn|rs|rf|hsn|sdn|än|avn|sln"
_CODE = rf"(?:[A-ZÅÄÖ][A-ZÅÄÖ&]{{1,6}}|[A-ZÅÄÖ]{{2,4}}[a-zåäö]{{1,4}}|N\d{{3}}|[A-ZÅÄÖ](?=\d{{4}}-\d{{3}})|(?:{_LOWER}))"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_PREFIX = r"(?:(?i:(?P<dnr>dnr|diarie(?:nummer|nr)|d:nr|ärende(?:nummer|nr)|ärende-id)\.?:?)[ \t]*)?"
_END = r"(?![\w/]|[.:-]\d)"

# "KS 2019/1899", "KSN-2019-0123", "KS2019/123", "2019/1899", "KS 2019/123-106"; the archive plan's class at the end is dropped.
_YEAR_FIRST = re.compile(
    rf"(?<![\w§.,/-])(?:{_PREFIX})(?:(?P<code>{_CODE})(?P<join>[ \t]?[-/:.]?[ \t]?))?(?P<year>{_YEAR})(?P<sep>[ \t]?[/.:–-][ \t]?)"
    rf"(?:(?P<inner>{_CODE})[ /-]?)?(?P<number>\d{{1,7}})(?P<plan>[-.:/]\d{{1,4}}(?:\.\d)*)?(?:[ ./-](?P<suffix>{_CODE})(?![\w]))?{_END}"
)
# "1.2.1.-401-2017", "303-1899/2019", "2.6-323/2019": class of the archive plan, serial, year.
_PLAN_FIRST = re.compile(
    rf"(?<![\w§.,/-])(?:{_PREFIX})(?:(?P<code>{_CODE})[ \t]?[-/]?[ \t]?)?"
    rf"(?P<plan>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}\.?|\d{{3}})[ \t]?[-–/][ \t]?(?P<number>\d{{1,6}})[ \t]?[-–/][ \t]?(?P<year>{_YEAR}){_END}"
)
# "KS 123/2019", "Dnr 123/2019", "N139-0123/19", "Dnr 0456/19": serial, year; needs "Dnr" or a code.
_SERIAL_FIRST = re.compile(
    rf"(?<![\w§.,/-])(?:{_PREFIX})(?:(?P<code>{_CODE})[ \t]?[-/:]?[ \t]?)?(?P<number>\d{{1,6}})[ \t]?(?P<sep>[/-])[ \t]?"
    rf"(?P<year>{_YEAR}|\d{{2}})(?:[ ./-](?P<suffix>{_CODE})(?![\w]))?{_END}"
)
# The kinds of diary numbers, each with the figures and the sign that it cannot be without; the patterns are tried at every letter.
_DIARIES = (
    (re.compile(rf"[-–/][ \t]?{_YEAR}"), _PLAN_FIRST),
    (re.compile(rf"{_YEAR}[ \t]?[/.:–-][ \t]?(?:{_CODE}[ /-]?)?\d"), _YEAR_FIRST),
    (re.compile(r"[/-][ \t]?\d\d"), _SERIAL_FIRST),
)
# Characters before and behind what a diary number cannot be without: as many as words, a code and the rest of the number take.
_BEFORE, _BEHIND = 80, 64
# What every number holds, with all that may be a code between its sign and its figures: looked for before the patterns above are tried.
_ANY = re.compile(r"\d[ \t]?[-/.:–][ \t]?(?:[\w&]{1,8}[ /-]?)?\d")
_YEAR_AND_COLON = re.compile(rf"{_YEAR}[ \t]?:")
_NUMBERED = re.compile(rf"(?P<year>{_YEAR})[ \t]?:[ \t]?(?P<number>\d{{1,5}})(?![\w/:])")
# What stands before a number with a colon. "motion 2023/553" prints the case's diary number: a motion's own number has a colon.
_MOTION = re.compile(r"(?i:\b(?:motion(?:en|er|erna)?|mot\.?)[ \t]*(?:nr|nummer)?\.?[ \t]*)[\[(]?\Z")
_SERIES = r"(?i:\b(?:SFS|TSFS|HSLF-FS|SOSFS|SKOLFS|BFS|NFS|prop\.?|SOU|Ds)[ \t]*)"
_STATUTE = r"(?i:(?:lag|lagen|balk|balken|förordning|förordningen|stadga|föreskrifter)[ \t]*)\("
_LAW = re.compile(rf"(?:{_SERIES}|{_STATUTE})\Z")
_COLON = re.compile(rf"(?<![\w.,/:-]){_YEAR}:\d{{1,4}}(?![\w/:-])")
# "4 kap. 10 §" names a law's paragraph, not the minutes': there the sign stands behind.
_SIGN = re.compile(
    r"§§?[ \t\u00a0]*(?P<first>\d{1,4}(?:\.\d{1,2})?[a-z]?(?![\w]))(?P<more>(?:[ \t]?(?:,|och|[-–])[ \t]?\d{1,4}(?![\w./]))*)"
)
_MONTHS = range(1, 13)
# Capitals before a year and a number that name no diary: statute books, acts, units.
_NO_CODE = frozenset(
    [
        "DNR",
        "NR",
        "SFS",
        "TSFS",
        "SOU",
        "DS",
        "ISO",
        "EU",
        "EG",
        "SS",
        "TEL",
        "SEK",
        "KL",
        "PBL",
        "LSS",
        "FL",
        "OSL",
        "HVB",
        "AFS",
        "BFS",
        "NFS",
        "MSB",
        "SKR",
        "SKL",
        "RKR",
        "DIN",
        "EN",
        "COVID",
        "AGENDA",
    ]
)


def _candidates(text: str) -> Iterator[Reference]:
    yield from _paragraph_signs(text)
    lone: list[Reference] = []
    for match in _NUMBERED.finditer(text) if ":" in text else ():
        start, end = match.span()
        kind: ReferenceKind = "law" if _LAW.search(text, max(0, start - _BEFORE), start) else "motion"
        reference = Reference(kind, match[0], start, end, match["number"].lstrip("0") or "0", int(match["year"]))
        if kind == "law" or _MOTION.search(text, max(0, start - _BEFORE), start):
            yield reference
        elif _COLON.match(text, start):
            lone.append(reference)
    for core, pattern in _DIARIES:
        for match in _around(core, pattern, text):
            if (diary := _diary(match)) is not None:
                yield diary
    yield from lone


def _around(core: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern, which is tried from a little before the first place that holds its core to a little behind the last."""
    held = [match.span() for match in core.finditer(text)]
    return pattern.finditer(text, max(0, held[0][0] - _BEFORE), held[-1][1] + _BEHIND) if held else iter(())


def _paragraph_signs(text: str) -> Iterator[Reference]:
    for match in _SIGN.finditer(text) if "§" in text else ():
        yield Reference("paragraph", f"§ {match['first']}", match.start(), match.end("first"), match["first"])
        yield from _listed(match["first"], match["more"], match.start("more"))


def _listed(first: str, more: str, offset: int) -> Iterator[Reference]:
    """The numbers after the first of "§§ 10–12, 15"; a range counts every number in it."""
    previous = first
    for match in re.finditer(r"(?P<join>,|och|[-–])[ \t]?(?P<number>\d+)", more):
        number, start, end = match["number"], offset + match.start("number"), offset + match.end("number")
        if match["join"] in "-–" and previous.isdigit() and 0 < int(number) - int(previous) <= 100:
            for between in range(int(previous) + 1, int(number)):
                yield Reference("paragraph", f"§ {between}", start, start, str(between))
        yield Reference("paragraph", f"§ {number}", start, end, number)
        previous = number


def _diary(match: re.Match[str]) -> Reference | None:
    groups = match.groupdict()
    code = next((c for c in (groups.get("suffix"), groups.get("inner"), groups.get("code")) if c), "")
    if code.upper() in _NO_CODE:
        return None
    plan = groups.get("plan") if match.re is _PLAN_FIRST else None
    year = int(match["year"]) if len(match["year"]) == 4 else _century(int(match["year"]))
    sure = bool(match["dnr"] or code or plan)
    if not sure and not _plausible(match, groups.get("sep") or ""):
        return None
    if match["dnr"] is None and _is_date(match, groups):
        return None
    start = match.start() if match["dnr"] is None else match.end("dnr") + _gap(match)
    text = re.sub(r"\s+", " ", match.string[start : match.end()]).strip()
    end = match.end()
    qualifier = code.lower() or (plan or "").rstrip(".")
    return Reference("dnr", text, start, end, match["number"].lstrip("0") or "0", year, qualifier)


def _gap(match: re.Match[str]) -> int:
    rest = match.string[match.end("dnr") : match.end()]
    return len(rest) - len(rest.lstrip(" \t.:"))


def _century(short: int) -> int:
    """Diary numbers of two-digit years are of 1950 to 2049."""
    return 2000 + short if short < 50 else 1900 + short


def _plausible(match: re.Match[str], separator: str) -> bool:
    """Whether a number without "Dnr" and code is a diary number: not a school year, a range of years, a decimal or a date."""
    if match.re is _SERIAL_FIRST:
        # "Protokoll 1/2017" counts meetings: short serials are diary numbers only behind "Dnr".
        return separator == "/" and len(match["year"]) == 4 and len(match["number"]) >= 3 and not re.fullmatch(_YEAR, match["number"])
    number, sign = match["number"], separator.strip()
    if re.fullmatch(_YEAR, number) and int(number) - int(match["year"]) in range(31):
        return False
    if sign == ":" or separator != sign:
        return False
    if sign == "/":
        return not (len(number) == 2 and int(number) == (int(match["year"]) + 1) % 100)
    return 3 <= len(number) <= 6


def _is_date(match: re.Match[str], groups: dict[str, str | None]) -> bool:
    """2020-09-22 and 2020.09.22 are dates, also behind a capital word ("KF 2020-09-22")."""
    plan, number = groups.get("plan"), match["number"]
    if match.re is not _YEAR_FIRST or plan is None:
        return False
    day = plan[1:]
    return len(number) <= 2 and int(number) in _MONTHS and day.isdigit() and 1 <= int(day) <= 31
