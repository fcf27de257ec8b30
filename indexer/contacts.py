"""Telephone numbers and e-mail addresses of private persons, masked where a setting asks for it; those of authorities stay.

The rule (docs/operations.md tells it to those who run a server):
- an address stays when its domain is an authority's, or when what stands before the @ is a function and no person (registrator@, info@);
- a number stays when it is one of the services that begin with 020 or 077 or 010, when a word before it says that it is a switchboard,
  or when an authority's own address or web site stands beside it, as in an official's signature. A free mail address there ends that.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

import mappings
from indexer.privacy import Masked, replace_spans

PHONE_MASK, MAIL_MASK = "[telefonnummer]", "[e-postadress]"

_MAIL = re.compile(r"(?<![\w.+-])(?P<who>[\w.+-]{1,64})\s?@\s?(?P<domain>(?:[\w-]{1,63}\.)+[a-zåäö]{2,12})(?![\w-])", re.IGNORECASE)
# A Swedish number: a country code or a nought, one to three figures of an area, six to eight more in groups (PTS, the numbering plan).
_PHONE = re.compile(
    r"(?<!\d)(?<!\d[:.,-])(?:(?P<abroad>\+46|0046)[ -]?(?:\(0\)[ -]?)?|\(?0)(?P<area>[1-9]\d{0,2})"
    r"(?P<parted>\)? ?[-–/] ?|\) ?| )?(?P<rest>\d{2,8}(?:[ -]\d{2,4}){0,4})"
)
_GROUP = re.compile(r"[ -]?\d+")
_FIGURES = range(7, 10)
"""Figures of a number without its nought or country code: 8 508 10 000 has eight."""
_SERVICE = re.compile(r"20|77|10")
_SAYS_PHONE = re.compile(
    r"\b(?:tel(?:efon)?(?:nr|nummer)?|tfn|mobil\w*|mob|hemtelefon|ring(?:er?)?|sms|nås på|phone)\b[^\d\n]{0,20}$", re.IGNORECASE
)
_SWITCHBOARD = re.compile(
    r"\b(?:växel\w*|telefonväxel\w*|kontaktcenter|medborgarservice|kundtjänst|kundcenter|servicecenter|reception\w*|upplysning\w*|jour\w*|fax|telefax)\b"
    r"[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_BEFORE = 40
_BESIDE = 160
"""Characters on either side in which an official's signature holds the authority's own address."""

_AUTHORITY_WORD = re.compile(
    r"kommun|region|lansstyrelse|landsting|(?<!bo)stad(?:en)?$|myndighet|verket$|styrelsen$|inspektionen$|namnden$|universitet"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells whose an address is (mappings/registers/contacts.yaml), and the names of places as domains write them: alingsas."""

    functions: frozenset[str]
    function_part: re.Pattern[str]
    authorities: frozenset[str]
    free_mail: frozenset[str]
    places: frozenset[str]


def mask_contacts(texts: Sequence[str], authorities: frozenset[str] = frozenset()) -> list[Masked]:
    """Texts that follow on each other without telephone numbers and e-mail addresses of private persons.

    `authorities` are more domains that count as an authority's, such as "vadby.se": in lower case, without what stands before.
    """
    joined = "\n".join(texts)
    mails = [match.span() for match in _MAIL.finditer(joined) if _is_private(match, authorities)]
    without_mail = replace_spans(texts, mails, MAIL_MASK)
    left = [part.text for part in without_mail]
    without_phone = replace_spans(left, list(_private_phones("\n".join(left), authorities)), PHONE_MASK)
    return [Masked(last.text, first.count + last.count) for first, last in zip(without_mail, without_phone, strict=True)]


@functools.cache
def _known() -> _Known:
    listed = yaml.safe_load(mappings.read_text("registers/contacts.yaml"))
    places = " ".join(mappings.read_lines("swedish/places.txt")).split()
    return _Known(
        functions=frozenset(listed["functions"]),
        function_part=re.compile("|".join(map(re.escape, listed["function_parts"]))),
        authorities=frozenset(listed["authorities"]),
        free_mail=frozenset(listed["free_mail"]),
        places=frozenset(_plain(name) for name in places),
    )


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in letters if character.isascii() and character.isalnum())


def _is_private(match: re.Match[str], authorities: frozenset[str]) -> bool:
    domain, who = match.group("domain").lower(), match.group("who").lower()
    known = _known()
    if not known.free_mail.isdisjoint(domain.split(".")[:-1]):
        return True
    return not _is_authority(domain, authorities) and who not in known.functions and not known.function_part.search(who)


def _is_authority(domain: str, authorities: frozenset[str]) -> bool:
    """Whether a domain, or one that it is part of, is an authority's."""
    parts = domain.removeprefix("www.").split(".")
    if any(".".join(parts[start:]) in authorities for start in range(len(parts) - 1)):
        return True
    known = _known()
    return parts[-1] == "se" and any(
        part in known.authorities or part in known.places or _AUTHORITY_WORD.search(part) for part in parts[:-1]
    )


def _private_phones(text: str, authorities: frozenset[str]) -> Iterator[tuple[int, int]]:
    place = last = 0
    while match := _PHONE.search(text, place):
        place = match.end("area")
        # What follows a slash is part of a diary number, or another telephone number.
        if text[match.start() - 1 : match.start()] == "/" and last != match.start() - 1:
            continue
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        end, figures = _number(match)
        if len(figures) in _FIGURES and not text[end : end + 1].isdigit() and _is_written_as_phone(match, figures, before):
            place = last = end
            if not _is_an_authoritys(figures, before, text[max(0, match.start() - _BESIDE) : end + _BESIDE], authorities):
                yield match.start(), end


def _number(match: re.Match[str]) -> tuple[int, str]:
    """Where a number ends, and its figures: as many groups as a number may have, so that a year after it stays."""
    figures, end = match.group("area"), match.start("rest")
    for group in _GROUP.finditer(match.group("rest")):
        more = figures + re.sub(r"\D", "", group.group())
        if len(more) >= _FIGURES.stop:
            break
        figures, end = more, match.start("rest") + group.end()
    return end, figures


def _is_an_authoritys(figures: str, before: str, beside: str, authorities: frozenset[str]) -> bool:
    if _SERVICE.match(figures) or _SWITCHBOARD.search(before):
        return True
    return MAIL_MASK not in beside and any(_is_authority(domain, authorities) for domain in _domains(beside))


def _is_written_as_phone(match: re.Match[str], figures: str, before: str) -> bool:
    """A word, a country code, a hyphen after the area or the shape of a mobile number says so; figures alone may be anything."""
    if match.group("abroad") or _SAYS_PHONE.search(before):
        return True
    return bool((match.group("parted") or "").strip()) or (figures.startswith("7") and len(figures) == 9)


def _domains(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?:@|\bwww\.|https?://)(?P<domain>(?:[\w-]+\.)+[a-z]{2,})", text, re.IGNORECASE):
        yield match.group("domain").lower()
