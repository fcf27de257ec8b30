"""Whatever pieces come: none are joined across a section, a §, a voice or a board, no word is lost, and none grow too long."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from council.model import SectionKind, Voice
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.sizing import MOST_WORDS, size, words
from indexer.structure import Piece
from indexer.voices import Spoken

KINDS: tuple[SectionKind, ...] = ("matter", "decision", "attendance", "proposal")
VOICES = (Voice(), Voice("board", "Socialnämnden"), Voice("party", parties=("S",)), Voice("administration"))
ITEMS = (None, *(MinutesItem(f"§ {number}", "Budget", f"§ {number} Budget", (), number, number + 1, number + 2) for number in (1, 2)))


@st.composite
def spoken(draw: st.DrawFn) -> Spoken:
    """A piece that says where it belongs: each word of it names its section, §, voice and board."""
    section, item = draw(st.integers(0, 2)), draw(st.sampled_from(ITEMS))
    voice, board = draw(st.sampled_from(VOICES)), draw(st.sampled_from(["Socialnämnden", "Kommunstyrelsen", None]))
    kind = draw(st.sampled_from(KINDS))
    mark = f"{section}/{item.ref if item else ''}/{voice}/{board}/{kind}".replace(" ", "")
    count = draw(st.integers(1, 120))
    ending = draw(st.sampled_from([".", ":", " följande"]))
    block = Block(draw(st.sampled_from(["text", "list_item"])), "")
    text = " ".join([mark] * count) + ending
    return Spoken(Piece(text, block, (f"Rubrik {section}",), kind, section, section, item), voice, board)


@given(st.lists(spoken(), max_size=12))
def test_a_paragraph_belongs_to_one_section_one_voice_and_one_board(pieces: list[Spoken]) -> None:
    for paragraph in size(pieces):
        marks = {word.rstrip(".:") for word in paragraph.text.split() if word != "följande"}
        assert len(marks) == 1


@given(st.lists(spoken(), max_size=12))
def test_every_word_comes_out_in_order(pieces: list[Spoken]) -> None:
    assert " ".join(p.text for p in size(pieces)).split() == " ".join(p.piece.text for p in pieces).split()


@given(st.lists(spoken(), max_size=12))
def test_joined_paragraphs_stay_within_the_bound(pieces: list[Spoken]) -> None:
    assert all(words(p.text) <= MOST_WORDS for p in size(pieces))
