"""What people say of a document beside it: `protokoll.pdf.json`, or a line of `documents.jsonl`; checked field by field."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from council.errors import SidecarError
from council.model import DocumentKind
from indexer.privacy import mask

MANIFEST = "documents.jsonl"
MAX_BYTES = 1 << 20
"""A sidecar is a few lines; a megabyte is a mistake."""
MAX_MANIFEST_BYTES = 256 << 20
"""A line of a kilobyte for each of a quarter of a million documents."""
_MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Facts that override what was read; None and () mean that nothing is said."""

    title: str | None = None
    url: str | None = None
    municipality: str | None = None
    board: str | None = None
    kind: DocumentKind | None = None
    date: dt.date | None = None
    dnr: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def sidecar_bytes(path: Path) -> bytes:
    """A sidecar's bytes; of one that is too large so many that parse_sidecar refuses it. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def parse_sidecar(raw: bytes, where: str) -> Sidecar:
    """A sidecar from its bytes. Raises SidecarError that names the file, the field and what it may hold."""
    if len(raw) > MAX_BYTES:
        raise SidecarError(f"{where}: större än {MAX_BYTES} byte.")
    try:
        facts = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SidecarError(f"{where}: är inte JSON i UTF-8 ({error}).") from error
    if not isinstance(facts, dict):
        raise SidecarError(f"{where}: ska vara ett objekt, {{…}}.")
    return _from_facts(facts, where)


def _from_facts(facts: Mapping[str, object], where: str) -> Sidecar:
    known = {"title", "url", "municipality", "board", "kind", "date", "dnr", "parties", "topics"}
    if unknown := sorted(set(facts) - known - {"source"}):
        raise SidecarError(f"{where}: okänt fält {unknown[0][:40]!r}; kända är {', '.join(sorted(known))}.")
    return Sidecar(
        title=_text(facts, "title", where),
        url=_url(facts, where),
        municipality=_text(facts, "municipality", where),
        board=_text(facts, "board", where),
        kind=_kind(facts, where),
        date=_date(facts, where),
        dnr=_texts(facts, "dnr", where),
        parties=_texts(facts, "parties", where),
        topics=_texts(facts, "topics", where),
    )


def _text(facts: Mapping[str, object], name: str, where: str) -> str | None:
    value = facts.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > 1000 or not value.isprintable():
        raise SidecarError(f"{where}: {name} ska vara en text på en rad, högst 1000 tecken.")
    return value.strip()


def _texts(facts: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    value = facts.get(name) or []
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() and len(v) <= 200 and v.isprintable() for v in values):
        raise SidecarError(f"{where}: {name} ska vara en lista av korta texter.")
    return tuple(v.strip() for v in values)


def _url(facts: Mapping[str, object], where: str) -> str | None:
    url = _text(facts, "url", where)
    if url and not re.match(r"https?://[^\s/]+", url):
        raise SidecarError(f"{where}: url ska börja med http:// eller https://.")
    return url


def _kind(facts: Mapping[str, object], where: str) -> DocumentKind | None:
    kind = _text(facts, "kind", where)
    for known in get_args(DocumentKind):
        if kind == known:
            return known  # type: ignore[no-any-return]  # get_args of a Literal is typed Any
    if kind is None:
        return None
    raise SidecarError(f"{where}: kind ska vara ett av {', '.join(get_args(DocumentKind))}.")


def _date(facts: Mapping[str, object], where: str) -> dt.date | None:
    text = _text(facts, "date", where)
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise SidecarError(f"{where}: date ska skrivas 2024-05-31.") from error


def read_manifest(root: Path) -> tuple[dict[str, bytes], list[str]]:
    """The lines of `documents.jsonl` in a folder, by the source each names, and what is wrong with the others.

    A line that cannot be used costs itself alone; its document is read without it.
    """
    path = root / MANIFEST
    if not path.is_file():
        return {}, []
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES or not path.resolve().is_relative_to(root.resolve()):
            return {}, [f"{MANIFEST}: är större än {MAX_MANIFEST_BYTES >> 20} MB eller ligger utanför mappen, och läses inte."]
        content = path.read_bytes()
    except OSError as error:
        return {}, [f"{MANIFEST}: kan inte läsas ({error.strerror})."]
    lines, problems = _manifest_lines(content)
    if len(problems) > _MOST_PROBLEMS:
        problems[_MOST_PROBLEMS:] = [f"{MANIFEST}: {len(problems) - _MOST_PROBLEMS} rader till går inte att använda."]
    return lines, [mask(problem).text for problem in problems]


def _manifest_lines(content: bytes) -> tuple[dict[str, bytes], list[str]]:
    lines: dict[str, bytes] = {}
    problems: list[str] = []
    for number, raw in enumerate(content.splitlines(), 1):
        where = f"{MANIFEST}, rad {number}"
        if not raw.strip():
            continue
        try:
            facts = json.loads(raw.decode("utf-8-sig"))
            if not isinstance(facts, dict) or not isinstance(facts.get("source"), str):
                raise SidecarError(f"{where}: ska vara ett objekt med fältet source.")
            _from_facts(facts, where)
        except (ValueError, RecursionError) as error:
            problems.append(f"{where}: är inte JSON i UTF-8 ({error}).")
        except SidecarError as error:
            problems.append(error.message)
        else:
            lines[facts["source"]] = raw
    return lines, problems
