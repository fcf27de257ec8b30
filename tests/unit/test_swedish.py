"""The Swedish analyser: tokens and their spans, lemmas, look-alikes, names, abbreviations."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council import swedish

GROUPS = [
    "nämnd nämnden nämnder nämnderna nämndens nämndernas",
    "avgift avgiften avgifter avgifterna avgifternas",
    "åtgärd åtgärden åtgärder åtgärderna",
    "yttrande yttrandet yttranden yttrandena yttrandets",
    "boende boendet boenden boendena",
    "uppdrag uppdraget uppdragen uppdragets",
    "ansökan ansökans ansökningar ansökningarna",
    "ledamot ledamoten ledamöter ledamöterna ledamotens ledamöternas",
    "fot foten fötter fötterna",
    "natt natten nätter nätterna",
    "hand handen handens händerna",
    "man mannen män männen männens",
    "nyckel nyckeln nycklar nycklarna",
    "regel regeln regler reglerna",
    "sommar sommaren somrar somrarna",
    "fönster fönstret fönstren",
    "medel medlet medlen",
    "nummer numret numren",
    "museum museet museer museerna",
    "kriterium kriteriet kriterier kriterierna",
    "centrum centrumet centra",
    "schema schemat scheman schemana",
    "program programmet programmen programmets",
    "hem hemmet hemmen",
    "träd trädet träden",
    "bibliotek biblioteket biblioteken bibliotekens",
    "lärare läraren lärarna lärarnas lärares",
    "politiker politikern politikerna politikernas",
    "förslag förslaget förslagen förslagens",
    "äpple äpplet äpplen äpplena",
    "kommitté kommittén kommittéer kommittéerna",
    "bifalla bifaller biföll bifallit bifalls",
    "avslå avslår avslog avslagit avslås avslogs avslagits",
    "föreslå föreslår föreslog föreslagit föreslås föreslogs",
    "besluta beslutar beslutade beslutat beslutas beslutades beslutats",
    "yrka yrkar yrkade yrkat yrkas yrkades",
    "säga säger sade sagt sägs",
    "ta tar tog tagit tas togs",
    "välja väljer valde valt väljs valdes valts",
    "rösta röstar röstade röstat",
    "stor stort stora större störst största",
    "liten litet lilla små mindre minst minsta",
    "ny nytt nya nyare nyast nyaste",
    "säker säkert säkra säkrare",
    "allmän allmänt allmänna",
    "kommunal kommunalt kommunala",
    "trygghetsvandring trygghetsvandringen trygghetsvandringar trygghetsvandringarnas",
    "stadsdelsnämnd stadsdelsnämnden stadsdelsnämnders stadsdelsnämndernas",
    "laddstation laddstationer laddstationerna laddstationens",
    "Stockholm Stockholms",
    "Andersson Anderssons",
]
LOOK_ALIKES = [
    "nämnd nämnde",
    "order ord",
    "lag lager",
    "kommun kommunikation",
    "regel regering",
    "tak taxa",
    "plan planka",
    "lan lån",
    "lån län",
    "ost öst",
    "värd vård",
    "mål måla",
    "tåg tåga",
    "val valp",
    "stig stiga",
    "bro bror",
    "led ledamot",
    "park parkering",
    "ort orättvis",
    "motion motiv",
    "skola skolat",
    "kött kötid",
    "tomt tom",
    "rätt rättelse",
    "höst höstack",
    "kor kors",
    "ek ekonomi",
    "barn bar",
    "gift giftig",
]


@pytest.mark.parametrize("group", GROUPS)
def test_all_forms_of_a_word_meet(group: str) -> None:
    assert len({swedish.lemma(form) for form in group.split()}) == 1


def test_the_inflected_words_of_council_text_meet_nearly_always() -> None:
    lines = (Path(__file__).parent / "swedish_groups.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split() for line in lines if not line.startswith("#")]
    apart = [group for group in groups if len({swedish.lemma(form) for form in group}) > 1]
    assert len(groups) > 250
    assert len(apart) <= 4, apart


@pytest.mark.parametrize("pair", LOOK_ALIKES)
def test_look_alikes_stay_apart(pair: str) -> None:
    first, second = pair.split()
    assert swedish.lemma(first) != swedish.lemma(second)


@pytest.mark.parametrize(
    "name", ["Berg", "Lind", "Kista", "Farsta", "Solna", "Alingsås", "Göteborg", "Boden", "Dalarna", "Lena", "Nora", "Västerås"]
)
def test_names_stay_names(name: str) -> None:
    assert (swedish.lemma(name), swedish.parts(name)) == (name.casefold(), ())


@pytest.mark.parametrize(
    ("form", "readings"), [("drog", {"dra"}), ("led", {"led", "lida"}), ("tomt", {"tomt", "tom"}), ("boende", {"boende"})]
)
def test_an_ambiguous_form_keeps_the_readings_that_are_likely(form: str, readings: set[str]) -> None:
    assert readings <= set(swedish.lemmas(form))


def test_an_unambiguous_form_has_one_lemma() -> None:
    assert swedish.lemmas("nämnderna") == ("nämnd",)


def test_ska_is_no_form_of_skola_so_that_a_search_for_schools_does_not_find_every_shall() -> None:
    assert swedish.lemma("ska") != swedish.lemma("skola")


def test_abbreviations_keep_their_capitals_and_lose_their_ending() -> None:
    assert [token.lemmas for token in swedish.analyse("KS:s svar till SKR:s SoL-grupp och LOV")][:4] == [
        ("KS",),
        ("svar",),
        ("till",),
        ("SKR",),
    ]
    assert swedish.lemma("SoL") == "SoL"
    assert swedish.lemma("solen") == "sol"
    assert swedish.lemma("LOV") == "LOV"
    assert swedish.lemma("lov") == "lov"


def test_words_of_a_heading_in_capitals_are_ordinary_words() -> None:
    assert [token.lemmas[0] for token in swedish.analyse("BESLUT OM NY SKOLA")] == ["beslut", "om", "ny", "skola"]
    assert [token.lemmas[0] for token in swedish.analyse("NYTT LOV")] == ["ny", "lov"]


def test_a_hyphen_divides_and_abbreviations_among_the_parts_keep_their_capitals() -> None:
    (token,) = swedish.analyse("EU-bidragen")
    assert (token.lemmas, token.parts, token.deeper) == (("eu-bidrag",), ("EU", "bidrag"), ("eu",))


def test_a_first_part_left_hanging_is_read_as_the_word_it_stands_for() -> None:
    assert [token.lemmas[0] for token in swedish.analyse("hälso- och sjukvård")] == ["hälsa", "och", "sjukvård"]


def test_places_joined_by_a_hyphen_are_one_word_with_the_places_as_parts() -> None:
    (token,) = swedish.analyse("Rinkeby-Kistas")
    assert (token.lemmas, token.parts) == (("rinkeby-kista",), ("rinkeby", "kista"))


def test_soft_hyphens_and_combining_accents_change_nothing_but_the_surface() -> None:
    for written in ("kommun\u00adstyrelsen", unicodedata.normalize("NFD", "åtgärderna")):
        (token,) = swedish.analyse(written)
        assert token.surface == written
        assert token.lemmas == swedish.lemmas(unicodedata.normalize("NFC", written.replace("\u00ad", "")))


def test_å_ä_and_ö_are_letters_of_their_own() -> None:
    assert len({swedish.lemma(word) for word in ("lan", "lån", "län", "lön")}) == 4


def test_numbers_and_references_are_words() -> None:
    assert [token.surface for token in swedish.analyse("§ 10, 2019:14 och KS 2019/1899")] == ["10", "2019:14", "och", "KS", "2019", "1899"]


def test_function_words_carry_no_content_but_abbreviations_do() -> None:
    assert swedish.is_stop_word("och")
    assert swedish.is_stop_word("Om")
    assert not swedish.is_stop_word("skola")
    assert not swedish.is_stop_word("VA")


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_is_analysed_and_spans_reproduce_the_words(text: str) -> None:
    tokens = swedish.analyse(text)
    assert [token.position for token in tokens] == list(range(len(tokens)))
    for token in tokens:
        assert text[token.start : token.end] == token.surface
        assert token.lemmas
        assert all(token.lemmas)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["Skolan", "ska", "KS:s", "VA-plan", "é", "7–9", "hälso-", "§", "\u00ad", "å\u030a", "(S)", "2019/20", "BESLUT"]),
        max_size=12,
    )
)
def test_spans_stand_on_word_borders(words: list[str]) -> None:
    text = " ".join(words)
    for token in swedish.analyse(text):
        assert token.start == 0 or not text[token.start - 1].isalnum()
        assert token.end == len(text) or not text[token.end].isalnum()


@settings(deadline=None)
@given(st.text(alphabet="abdefgiklmnoprstuvyåäöABKS -:.", max_size=40))
def test_the_same_text_gives_the_same_tokens_at_index_and_query_time(text: str) -> None:
    assert swedish.analyse(text) == swedish.analyse(text)
    assert [t.lemmas for t in swedish.analyse(f"{text} \n")] == [t.lemmas for t in swedish.analyse(f"{text} \n")]


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_every_public_question_is_answered_for_any_string(word: str) -> None:
    swedish.lemma(word)
    swedish.parts(word)
    swedish.compound_phrases(word)
    assert swedish.lemmas(word)
    assert swedish.synonyms(word.split()) is None or swedish.synonyms(word.split())
