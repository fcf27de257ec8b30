"""Where a municipality's register asks for it, a board's facet and filter hold what the boards before it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Spoken

MINUTES = """PROTOKOLL
Rinkeby-Kista stadsdelsnämnd
2019-05-16

§ 4 Upprustning av parkleken

Beslut
Rinkeby-Kista stadsdelsnämnd beslutar att parkleken rustas upp under sommaren.
"""


@pytest.mark.parametrize(("register", "found"), [("fold_former: true\n", 1), ("general: []\n", 0)])
def test_a_board_of_today_is_found_with_what_came_before_it(
    run: Callable[..., Spoken], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, register: str, found: int
) -> None:
    registers, documents = tmp_path / "register", tmp_path / "handlingar"
    registers.mkdir()
    documents.mkdir()
    (registers / "boards.yaml").write_text(register, encoding="utf-8")
    (documents / "protokoll.txt").write_text(MINUTES, encoding="utf-8")
    monkeypatch.setenv("NAMNDSOK_REGISTERS", str(registers))
    run("index", documents)
    page = json.loads(run("search", 'parkleken nämnd:"Järva stadsdelsnämnd"', "--json").out)
    assert page["total"]["documents"] == found
    boards = {value["value"] for value in json.loads(run("search", "parkleken", "--json").out)["facets"]["board"]}
    assert "Rinkeby-Kista stadsdelsnämnd" in boards
    assert ("Järva stadsdelsnämnd" in boards) == bool(found)
