"""Synonyms: direction, several words, capitals, registers, a municipality's own file, and the words command."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from council import swedish
from council.errors import ConfigurationError
from namndsok import words


def names(*query: str) -> list[str]:
    match = swedish.synonyms(query)
    return [synonym.text for synonym in match.synonyms] if match else []


def test_an_abbreviation_in_capitals_has_its_full_name_and_back() -> None:
    assert "kommunfullmäktige" in names("KF")
    assert "KF" in names("kommunfullmäktiges")
    assert "kommunstyrelsen" in names("KS")


def test_capitals_decide_where_an_abbreviation_looks_like_a_word() -> None:
    assert names("lov") == []
    assert names("sol") == []
    assert "socialtjänstlagen" in names("SoL")
    assert names("ks") == []


def test_an_abbreviation_nobody_takes_for_a_word_may_be_typed_in_lower_case() -> None:
    assert names("lss") == names("LSS") != []


def test_a_direction_is_kept() -> None:
    assert "förskola" in names("dagis")
    assert "dagis" not in names("förskola")


def test_the_longest_entry_wins_and_says_how_many_words_it_takes() -> None:
    match = swedish.synonyms(["Sveriges", "Kommuner", "och", "Regioner", "anser"])
    assert match is not None
    assert match.length == 4
    assert "SKR" in [synonym.text for synonym in match.synonyms]


def test_function_words_of_an_entry_may_be_left_out() -> None:
    assert "HVB" in names("hem", "vård", "boende")


def test_inflected_words_meet_their_entry() -> None:
    assert "trygghetsrond" in names("trygghetsvandringarna")


@pytest.mark.parametrize(
    ("letters", "name"), [("S", "Socialdemokraterna"), ("MP", "Miljöpartiet"), ("FP", "Liberalerna"), ("SD", "Sverigedemokraterna")]
)
def test_parties_are_known_by_letters_names_and_former_names(letters: str, name: str) -> None:
    assert name in names(letters)


def test_boards_are_known_by_the_short_forms_of_the_register() -> None:
    assert "Barn- och ungdomsnämnden" in names("BUN")


def test_a_synonym_in_capitals_says_so() -> None:
    match = swedish.synonyms(["kommunstyrelsen"])
    assert match is not None
    assert [s.capitals for s in match.synonyms if s.text == "KS"] == [True]


def test_synonyms_weigh_less_than_the_word_itself() -> None:
    match = swedish.synonyms(["dagis"])
    assert match is not None
    assert all(0 < synonym.weight < 1 for synonym in match.synonyms)


def test_a_municipality_adds_its_own_file(tmp_path: Path) -> None:
    own = tmp_path / "egna.txt"
    own.write_text("# våra ord\nGläntan = Åbylunds träffpunkt\nkullen => Kullens förskola\n", encoding="utf-8")
    table = swedish.load_extra(own)
    match = swedish.synonyms(["gläntans"], table)
    assert match is not None
    assert [synonym.text for synonym in match.synonyms] == ["Åbylunds träffpunkt"]
    assert swedish.synonyms(["dagis"], table) is not None


@pytest.mark.parametrize("line", ["bara ord", "= tomt", "a = b = c", "vad =>"])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    own = tmp_path / "egna.txt"
    own.write_text(f"a = b\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="rad 2"):
        swedish.load_extra(own)


def test_a_file_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="går inte att läsa"):
        swedish.load_extra(tmp_path / "ingen.txt")


def test_the_thesaurus_gives_words_of_nearly_the_same_meaning() -> None:
    assert "yttrande" in swedish.thesaurus("utlåtandet")
    assert swedish.thesaurus("xyzzy") == ()


def test_the_words_command_answers_every_line_in_order() -> None:
    out = io.StringIO()
    words.run(["KS\n", "\n", "stadsdelsnämnden i Farsta\r\n", "Sveriges Kommuner och Regioner\n"], out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["word"] for row in rows] == ["KS", "", "stadsdelsnämnden i Farsta", "Sveriges Kommuner och Regioner"]
    assert rows[0]["synonyms"] == ["kommunstyrelsen"]
    assert rows[1] == {"word": "", "lemma": "", "parts": [], "synonyms": []}
    assert rows[2]["lemma"] == "stadsdelsnämnd i farsta"
    assert rows[2]["parts"] == ["stadsdel", "nämnd"]
    assert "SKR" in rows[3]["synonyms"]
