"""Each sample is read as its golden file says. After a wanted change: `pytest tests/golden --update-golden`, then look at the diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from council.model import ReadDocument
from namndsok.contract_json import read_object

HERE = Path(__file__).resolve().parent
DOKUMENT = HERE.parents[1] / "samples" / "dokument"
SOURCES = sorted(
    str(path.relative_to(DOKUMENT)) for path in DOKUMENT.rglob("*") if path.suffix in {".pdf", ".docx", ".html", ".md", ".txt"}
)


def golden_file(source: str) -> Path:
    """kommunfullmaktige/2016-03-14/protokoll.pdf → gold/kommunfullmaktige__2016-03-14__protokoll.pdf.json."""
    return HERE / "gold" / f"{source.replace('/', '__')}.json"


def golden_object(read: ReadDocument) -> dict[str, object]:
    """What `read --json` prints, less where each value was read: that may change without anyone reading a document differently."""
    return {name: value for name, value in read_object(read).items() if name != "provenance"}


@pytest.mark.parametrize("source", SOURCES)
def test_a_sample_is_read_as_its_golden_file_says(source: str, reads: dict[str, ReadDocument], update_golden: bool) -> None:
    now = golden_object(reads[source])
    path = golden_file(source)
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert path.is_file(), "no golden file: run pytest tests/golden --update-golden and look at what it wrote"
    assert now == json.loads(path.read_text(encoding="utf-8"))


def test_no_golden_file_is_left_of_a_sample_that_is_gone() -> None:
    assert {path.name for path in (HERE / "gold").glob("*.json")} <= {golden_file(source).name for source in SOURCES}
