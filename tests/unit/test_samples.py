"""The samples are what their script makes of their texts, and hold what the start page, the golden tests and the readers count on."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "samples"
DOCUMENTS = sorted(path for path in (SAMPLES / "dokument").rglob("*") if path.suffix in {".pdf", ".docx", ".html", ".md", ".txt"})
NOTICE = "Påhittat exempel – Vadåkra kommun"
MOTIONS_CLOSED = {"bifall", "avslag", "besvarad", "delvis bifall"}


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    return yaml.safe_load((SAMPLES / "facts.yaml").read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    """All text of a sample, footers too, without caring for its order."""
    if path.suffix == ".pdf":
        pdf = pypdfium2.PdfDocument(path)
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist() if re.search(r"word/(document|footer)", name))
    return path.read_bytes().decode("windows-1252" if path.name == "protokollsutdrag-sn-71.txt" else "utf-8")


def name_of(path: Path) -> str:
    return str(path.relative_to(SAMPLES / "dokument"))


def test_the_committed_files_are_what_the_script_makes() -> None:
    command = [sys.executable, str(REPOSITORY / "scripts" / "make_samples.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_document_says_that_it_is_made_up(path: Path) -> None:
    assert NOTICE in text_of(path)


def test_the_facts_name_every_document_and_no_other(facts: dict[str, Any]) -> None:
    assert sorted(fact["file"] for fact in facts["documents"]) == [name_of(path) for path in DOCUMENTS]


def test_there_are_enough_documents_of_every_format() -> None:
    formats = Counter(path.suffix for path in DOCUMENTS)
    assert len(DOCUMENTS) >= 30
    assert formats[".pdf"] >= 12
    assert formats[".docx"] >= 5
    assert formats[".txt"] >= 5
    assert formats[".html"] >= 4
    assert formats[".md"] >= 4


def test_they_span_ten_years_and_the_usual_boards(facts: dict[str, Any]) -> None:
    years = {fact["date"].year for fact in facts["documents"]}
    boards = {fact["board"] for fact in facts["documents"]}
    assert years == set(range(2015, 2026))
    assert len(boards) == 8


def test_the_kinds_of_a_council_are_there(facts: dict[str, Any]) -> None:
    kinds = Counter(fact["kind"] for fact in facts["documents"])
    assert kinds["protokoll"] >= 6
    assert kinds["motion"] >= 6
    assert set(kinds) == {
        "protokoll", "protokollsutdrag", "tjänsteutlåtande", "tjänsteskrivelse", "utlåtande", "motion", "initiativärende",
        "interpellation", "remissvar", "reservation", "kallelse", "bilaga", "other",
    }  # fmt: skip


def test_at_least_five_motions_go_all_the_way(facts: dict[str, Any]) -> None:
    chains = [case for case in facts["cases"] if case["origin"] == "motion" and case["final"]]
    whole = {"motion", "referral", "administration_opinion", "board_opinion", "decision"}
    assert len(chains) >= 5
    assert all(whole <= {step[0] for step in case["steps"]} and case["dissent"] for case in chains)
    assert {case["outcome"] for case in chains} == MOTIONS_CLOSED


def test_one_motion_was_sent_back_and_one_is_open(facts: dict[str, Any]) -> None:
    steps = [step for case in facts["cases"] for step in case["steps"]]
    assert any(step[0] == "decision" and step[3] == "återremiss" for step in steps)
    assert any(case["origin"] == "motion" and not case["final"] and case["outcome"] is None for case in facts["cases"])


def test_the_odd_text_files_are_odd() -> None:
    western = (SAMPLES / "dokument/socialnamnden/2015-09-24/protokollsutdrag-sn-71.txt").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        western.decode("utf-8")
    dos = (SAMPLES / "dokument/kommunfullmaktige/2015-03-30/protokollsutdrag-kf-29.txt").read_bytes()
    assert dos.count(b"\r\n") == dos.count(b"\n") > 20


def test_lines_of_pdfs_end_in_real_hyphens() -> None:
    text = text_of(SAMPLES / "dokument/tekniska-namnden/2015-09-21/tjansteutlatande-trygghetsvandringar.pdf")
    assert text.count("\ufffe") >= 2


def test_the_minutes_and_an_extract_say_the_same() -> None:
    sentence = "Med 11 ja-röster mot 5 nej-röster och 2 som avstår beslutar kommunfullmäktige"
    folder = SAMPLES / "dokument/kommunfullmaktige/2019-05-27"
    assert sentence in text_of(folder / "protokoll.pdf")
    assert sentence in text_of(folder / "ss62-kf-svar-pa-motion-laddstationer.pdf")


def test_the_only_identity_number_is_a_test_number_with_a_right_checksum() -> None:
    found = {path: re.findall(r"\b(?:19|20)\d{6}-\d{4}\b", text_of(path)) for path in DOCUMENTS}
    assert [numbers for numbers in found.values() if numbers] == [["19121212-1212"]]
    doubled = [int(digit) * (2 - i % 2) for i, digit in enumerate("1212121212")]
    assert sum(sum(divmod(digit, 10)) for digit in doubled) % 10 == 0


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) <= 3_000_000
