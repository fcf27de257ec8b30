"""How words are inflected, class by class."""

from __future__ import annotations

import pytest

from council.inflection import class_names, forms, neuter, weak_past

CLASSES = [
    ("skola", "n1", "skolan skolor skolorna"),
    ("stol", "n2", "stolen stolar stolarna"),
    ("pojke", "n2", "pojken pojkar pojkarna"),
    ("dröm", "n2:drömm", "drömmen drömmar"),
    ("himmel", "n2e", "himmeln himlar himlarna"),
    ("stad", "n3:städ", "staden städer städerna"),
    ("regel", "n3e", "regeln regler reglerna"),
    ("vän", "n3d:vänn", "vännen vänner vännerna"),
    ("parti", "n3t", "partiet partier partierna"),
    ("händelse", "n3r", "händelsen händelser händelserna"),
    ("arbete", "n4", "arbetet arbeten arbetena"),
    ("rum", "n5:rumm", "rummet rummen"),
    ("vatten", "n5", "vattnet vattnen"),
    ("lärare", "n6", "läraren lärarna"),
    ("tekniker", "n6", "teknikern teknikerna"),
    ("museum", "num", "museet museer museerna"),
    ("inbjudan", "nan", "inbjudningar inbjudningarna"),
    ("huvudman", "nman", "huvudmannen huvudmän huvudmännen"),
    ("tala", "v1", "talar talade talat talas talades talats talande"),
    ("bygga", "v2", "bygger byggde byggt byggs byggdes byggts"),
    ("känna", "v2", "kände känt kändes"),
    ("sända", "v2", "sände sänt sändes"),
    ("begära", "v2r", "begär begärde begärt begärs"),
    ("möta", "v2t", "möter mötte mött möts"),
    ("bo", "v3", "bor bodde bott"),
    ("ge", "vs:ger/gav/gett/given", "ger gav gett ges gavs given givet givna"),
    ("skriva", "vs:skriver/skrev/skrivit/skriven", "skriver skrev skrivit skrivs skrevs skrivits skriven"),
    ("enskild", "a1", "enskilt enskilda"),
    ("ny", "a1", "nytt nya nyare"),
    ("enkel", "a2", "enkelt enkla enklare"),
    ("mogen", "a2", "moget mogna"),
    ("begåvad", "ad", "begåvat begåvade"),
    ("bok", "i:boken/böcker", "boken böcker"),
]


@pytest.mark.parametrize(("lemma", "code", "some"), CLASSES)
def test_a_class_has_its_forms(lemma: str, code: str, some: str) -> None:
    got = {form for form, _ in forms(lemma, code)}
    assert {lemma, *some.split()} <= got


def test_every_class_is_tried_here() -> None:
    assert {code.partition(":")[0] for _, code, _ in CLASSES} | {"nra", "nen", "net", "x", "name"} == set(class_names())


@pytest.mark.parametrize(
    ("stem", "form"),
    [("god", "gott"), ("hård", "hårt"), ("lätt", "lätt"), ("vit", "vitt"), ("sann", "sant"), ("rund", "runt"), ("fri", "fritt")],
)
def test_the_form_in_t(stem: str, form: str) -> None:
    assert neuter(stem) == form


@pytest.mark.parametrize(
    ("stem", "ending", "past"), [("led", "de", "ledde"), ("lyft", "te", "lyfte"), ("glömm", "de", "glömde"), ("vänd", "de", "vände")]
)
def test_a_weak_past(stem: str, ending: str, past: str) -> None:
    assert weak_past(stem, ending) == past


def test_imperatives_are_unlikely_readings() -> None:
    assert dict(forms("tåga", "v1")).get("tåg") is None
    assert dict(forms("bygga", "v2"))["bygg"] < 0.1


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(KeyError):
        forms("skola", "n99")
