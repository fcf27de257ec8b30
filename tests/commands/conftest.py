"""A small folder of fictional documents, and a data folder, for the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from namndsok.cli import main

MINUTES = """PROTOKOLL

Socialnämnden
Sammanträdesdatum 2023-04-18

§ 12 Trygghetsvandringar i Ekängen
Dnr SN 2023/41

Beslut

Socialnämnden beslutar att godkänna förvaltningens förslag om trygghetsvandringar i stadsdelen Ekängen varje höst.

Ärendet

Förvaltningen har tagit fram ett förslag om återkommande vandringar tillsammans med boende, föreningar och polisen.
Vandringarna leds av en tjänsteman.

§ 13 Snöröjning vid gruppboenden
Dnr SN 2023/44

Beslut

Socialnämnden beslutar att ge förvaltningen i uppdrag att teckna avtal om snöröjning vid nämndens gruppboenden.
"""

MOTION = """Motion om laddstationer för elcyklar

Till kommunfullmäktige

Allt fler pendlar med elcykel men saknar någonstans att ladda. Därför yrkar jag
att kommunen inrättar laddstationer för elcyklar vid tågstationen.

Vadby den 3 februari 2022

Ylva Fiktivsson (MP)
"""


@dataclass(frozen=True)
class Spoken:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, object]]:
        """The JSON Lines on stdout."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents."""
    docs = tmp_path / "handlingar"
    (docs / "socialnamnden").mkdir(parents=True)
    (docs / "socialnamnden" / "protokoll.txt").write_text(MINUTES, encoding="utf-8")
    (docs / "motion.txt").write_text(MOTION, encoding="utf-8")
    return docs


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Spoken]:
    """Run a command over a data folder of the test's own."""
    monkeypatch.setenv("NAMNDSOK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NAMNDSOK_OCR", "0")

    def spoken(*arguments: str | Path) -> Spoken:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Spoken(code, said.out, said.err)

    return spoken
