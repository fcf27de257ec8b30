"""Sidecars are checked field by field, and say what is wrong."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.errors import SidecarError
from indexer.sidecar import Sidecar, parse_sidecar, read_manifest


def test_every_field_is_read() -> None:
    facts = {
        "title": "Protokoll",
        "url": "https://example.org/p.pdf",
        "municipality": "Exempelby",
        "board": "Socialnämnden",
        "kind": "protokoll",
        "date": "2024-05-31",
        "dnr": "SN 2024/12",
        "parties": ["S", "M"],
        "topics": ["skola"],
    }
    assert parse_sidecar(json.dumps(facts).encode(), "p.json") == Sidecar(
        "Protokoll",
        "https://example.org/p.pdf",
        "Exempelby",
        "Socialnämnden",
        "protokoll",
        dt.date(2024, 5, 31),
        ("SN 2024/12",),
        ("S", "M"),
        ("skola",),
    )


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"[]", "objekt"),
        (b"{", "JSON"),
        (b"\xff", "UTF-8"),
        (b'{"titel": "x"}', "titel"),
        (b'{"date": "31/5 2024"}', "2024-05-31"),
        (b'{"url": "javascript:alert(1)"}', "http"),
        (b'{"title": 3}', "title"),
        (b'{"title": "a\\u0000b"}', "title"),
        (b'{"kind": "brev"}', "protokoll"),
        (b'{"dnr": [1]}', "dnr"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_what_is_wrong_is_named(raw: bytes, word: str) -> None:
    with pytest.raises(SidecarError, match=word):
        parse_sidecar(raw, "p.json")


@given(st.binary(max_size=200))
def test_no_bytes_break_it(raw: bytes) -> None:
    with suppress(SidecarError):
        assert isinstance(parse_sidecar(raw, "p.json"), Sidecar)


def test_a_bad_line_of_the_manifest_costs_itself_alone(tmp_path: Path) -> None:
    lines = ['{"source": "a.pdf", "title": "A"}', "nonsense", '{"source": "b.pdf", "date": "never"}', ""]
    (tmp_path / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    found, problems = read_manifest(tmp_path)
    assert set(found) == {"a.pdf"}
    assert [problem.split(":")[0] for problem in problems] == ["documents.jsonl, rad 2", "documents.jsonl, rad 3"]
