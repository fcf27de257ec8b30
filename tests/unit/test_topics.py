"""Topics are told from seed words: one strong word or two weak ones, compounds and inflections included."""

from __future__ import annotations

import pytest

from council.registers import Topic, load_registers
from indexer.topics import MOST_TOPICS, document_topics, find_topics

TOPICS = load_registers().topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Förskolornas öppettider ses över.", "Förskola"),
        ("Laddstationer för elcyklar saknas vid badet.", "Cykel"),
        ("Överföringsledningar för dricks- och spillvatten byggs.", "Vatten och avlopp"),
        ("Hemtjänsten får fler anställda.", "Äldreomsorg"),
        ("Detaljplanen för kvarteret Eken antas.", "Stadsplanering"),
        ("Nattvandrare ökar tryggheten.", "Trygghet och brottsförebyggande"),
        ("Stadsbiblioteket stänger tidigare.", "Bibliotek"),
        ("Avsägelsen beviljas och fyllnadsval förrättas.", "Val av förtroendevalda"),
    ],
)
def test_a_strong_word_names_its_topic(text: str, topic: str) -> None:
    assert topic in find_topics(text, "", TOPICS)


def test_one_weak_word_is_not_enough_and_two_are() -> None:
    topics = (Topic("Skola", (), ("elev*", "lärare")),)
    assert find_topics("En elev frågade.", "", topics) == ()
    assert find_topics("Elever och lärare frågade.", "", topics) == ("Skola",)


def test_a_heading_helps_a_weak_word() -> None:
    topics = (Topic("Skola", ("grundskol*",), ("elev*",)),)
    assert find_topics("En elev frågade.", "Grundskolans lokaler", topics) == ("Skola",)


def test_forms_of_one_seed_word_count_once() -> None:
    topics = (Topic("Skola", (), ("elev*", "lärare")),)
    assert find_topics("Elever, elevernas och elevens.", "", topics) == ()


@pytest.mark.parametrize("text", ["Motionen avslås.", "Ordföranden ställer proposition på förslagen.", ""])
def test_procedure_has_no_topic(text: str) -> None:
    assert find_topics(text, "", TOPICS) == ()


def test_a_paragraph_has_three_topics_at_most() -> None:
    text = "Förskola, bibliotek, hemtjänst, detaljplan, cykelväg, avfall, bostäder och idrott."
    assert len(find_topics(text, "", TOPICS)) == MOST_TOPICS


def test_a_document_has_the_topics_of_a_good_part_of_its_words() -> None:
    assert document_topics([(("Bostäder",), 200), (("Cykel",), 10), ((), 100)]) == ("Bostäder",)


def test_a_longer_paragraph_without_a_topic_is_about_its_matter() -> None:
    text = "Vi ser fram emot en fortsatt dialog om hur detta kan genomföras på ett bra sätt under de kommande åren " * 2
    assert find_topics(text, "Motion om fler cykelvägar", TOPICS) == ("Cykel",)


def test_a_short_line_of_procedure_takes_no_topic_from_its_matter() -> None:
    assert find_topics("Förvaltningen har lämnat följande yttrande.", "Motion om fler cykelvägar", TOPICS) == ()


def test_a_word_in_passing_gives_way_to_the_topic_of_the_matter() -> None:
    text = "Fler ställ för elcyklar ryms inte i nämndens budget, men cyklisterna är många."
    assert find_topics(text, "Motion om fler cykelvägar", TOPICS) == ("Cykel",)


def test_a_word_said_over_and_over_weighs_more_than_one_said_once() -> None:
    text = "Biblioteket öppnar. Biblioteket lånar ut. Biblioteket samlar. En festival nämns."
    assert find_topics(text, "", TOPICS)[0] == "Bibliotek"


def test_a_phrase_counts_over_a_lines_end_and_its_first_word_alone_does_not() -> None:
    topics = (Topic("Konst", ("offentlig konst",)),)
    assert find_topics("Ny offentlig\nkonst i parken.", "", topics) == ("Konst",)
    assert find_topics("En offentlig toalett, och konst i parken.", "", topics) == ()
