"""Marks read words one at a time: what they read is what the analyser says of the whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import swedish

TEXTS = (
    "",
    "Nämnden beslutar att bygga en skolgård vid Ekebyskolan.",
    "FÖRSKOLA OCH GRUNDSKOLA I EKEBY",
    "Hälso- och sjukvårdsnämnden, gymnasie-, högskole- och forskningsråd samt VA-plan.",
    "KS beslutar att LSS ska gälla. SVAR PÅ REMISS OM LSS",
    "Dnr KS 2019/144, 2019:14 — EU:s och KF:s regler för GDPR\nUTLÅTANDE 2020:3 RI",
    "A - B -C- d- E",
)
PIECES = st.sampled_from(
    ["KS", "VA-", "hälso-", "och", "sjukvård", "SKOLA", "LSS", "EU:s", "-", " ", " ", " ", "\n", "förskole", "Å", "2019:14", ".", "\u00ad"]
)


def read_one_by_one(text: str) -> list[tuple[int, int, swedish.Readings]]:
    otherwise = swedish.read_otherwise(text, swedish.WORD.findall(text))
    words = swedish.WORD.finditer(text)
    return [(word.start(), word.end(), otherwise.get(word.start()) or swedish.readings_alone(word[0])) for word in words]


def analysed(text: str) -> list[tuple[int, int, swedish.Readings]]:
    return [(token.start, token.end, (token.lemmas, token.parts, token.deeper)) for token in swedish.analyse(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_a_word_is_read_one_at_a_time_as_in_its_text(text: str) -> None:
    assert read_one_by_one(text) == analysed(text)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_so_is_any_row_of_capitals_hyphens_and_spaces(text: str) -> None:
    assert read_one_by_one(text) == analysed(text)
