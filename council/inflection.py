"""How Swedish words are inflected: from a lemma and its class to the forms it takes, each with how likely the form is as a reading.

Classes are the schools' declensions and conjugations in short codes. A code may carry a stem after a colon where the lemma does not show it
(`dröm n2:drömm` → drömmen, drömmar). Genitives (-s) of nouns and names are not listed: council.lemmas takes them off.
"""

from __future__ import annotations

from collections.abc import Callable

VOWELS = frozenset("aeiouyåäöéèü")

LIKELY, PARTICIPLE, RARE = 1.0, 0.6, 0.02
"""How likely a form is as a reading: imperatives and old forms hardly occur in council text, so that "fall" is no form of falla."""

Forms = list[tuple[str, float]]


def forms(lemma: str, code: str) -> Forms:
    """The forms of a lemma in a class, the lemma itself included. Raises KeyError for a class that is not known."""
    name, _, stem = code.partition(":")
    return _CLASSES[name](lemma, stem)


def class_names() -> tuple[str, ...]:
    """Every class code, without stems."""
    return tuple(_CLASSES)


def neuter(stem: str) -> str:
    """An adjective's or participle's form in -t: god → gott, enskild → enskilt, lätt → lätt, sann → sant, ny → nytt."""
    if stem[-1] in VOWELS:
        return stem + "tt"
    if stem.endswith(("nn", "mm")):
        return stem[:-1] + "t"
    if stem[-1] in "dt":
        before = stem[-2:-1]
        if before in VOWELS:
            return stem[:-1] + "tt"
        return stem if stem[-1] == "t" else stem[:-1] + ("" if before == "t" else "t")
    return stem + "t"


def weak_past(stem: str, ending: str) -> str:
    """A weak verb's past: känn + de → kände, sänd + de → sände, led + de → ledde, möt + te → mötte, lyft + te → lyfte."""
    if stem.endswith(("nn", "mm")):
        return stem[:-1] + ending
    if stem[-1] == ending[0] and stem[-2:-1] not in VOWELS:
        return stem + ending[1:]
    return stem + ending


def _listed(*likely: str, participles: tuple[str, ...] = (), rare: tuple[str, ...] = ()) -> Forms:
    return [
        *((form, LIKELY) for form in likely),
        *((form, PARTICIPLE) for form in participles),
        *((form, RARE) for form in rare),
    ]


def _unstressed(lemma: str) -> bool:
    """Whether the last vowel may fall out: nyckel, fönster, vatten, but not del or vän."""
    return lemma.endswith(("el", "er", "en", "ar", "or")) and len(lemma) > 3 and any(c in VOWELS for c in lemma[:-2])


def _contracted(lemma: str) -> str:
    """nyckel → nyckl, himmel → himl, nummer → numr."""
    root = lemma[:-2]
    return (root[:-1] if root.endswith("mm") else root) + lemma[-1]


def _common_definite(lemma: str, stem: str) -> tuple[str, ...]:
    if stem:
        return (stem + "en",)
    if lemma[-1] in VOWELS:
        return (lemma + "n", lemma + "en") if lemma[-1] not in "aeé" else (lemma + "n",)
    if lemma.endswith(("el", "er", "or", "ar")) and _unstressed(lemma):
        return (lemma + "n", lemma + "en")
    return (lemma + "en",)


def _skola(lemma: str, _: str) -> Forms:
    stem = lemma.removesuffix("a")
    return _listed(lemma, lemma + "n", stem + "or", stem + "orna")


def _stol(lemma: str, stem: str) -> Forms:
    """stol, by, pojke, dröm (drömm)."""
    root = stem or lemma.removesuffix("e")
    return _listed(lemma, *_common_definite(lemma, stem), root + "ar", root + "arna")


def _nyckel(lemma: str, _: str) -> Forms:
    """nyckel, syster, sommar, öken: the last vowel falls out in the plural."""
    root = _contracted(lemma)
    definite = (root + "en", lemma + "en") if lemma.endswith("en") else _common_definite(lemma, "")
    return _listed(lemma, *definite, root + "ar", root + "arna")


def _nämnd(lemma: str, stem: str) -> Forms:
    """nämnd, kategori, stad (plural stem städ)."""
    root = stem or lemma
    return _listed(lemma, *_common_definite(lemma, ""), root + "er", root + "erna")


def _regel(lemma: str, _: str) -> Forms:
    root = _contracted(lemma)
    return _listed(lemma, lemma + "n", root + "er", root + "erna")


def _doubled(lemma: str, stem: str) -> Forms:
    """vän → vännen, vänner; a doubled consonant before every ending."""
    return _listed(lemma, stem + "en", stem + "er", stem + "erna")


def _händelse(lemma: str, _: str) -> Forms:
    """händelse, sko: -n, -r, -rna."""
    return _listed(lemma, lemma + "n", lemma + "r", lemma + "rna")


def _bageri(lemma: str, stem: str) -> Forms:
    """bageri, parti, vin, land (plural stem länd): neuter with -er."""
    root = stem or lemma
    definite = (lemma + "et", lemma + "t") if lemma[-1] in VOWELS else (lemma + "et",)
    return _listed(lemma, *definite, root + "er", root + "erna")


def _arbete(lemma: str, _: str) -> Forms:
    return _listed(lemma, lemma + "t", lemma + "n", lemma + "na")


def _barn(lemma: str, stem: str) -> Forms:
    """barn, rum (rumm), medel, vatten, papper, träd."""
    root = stem or lemma
    found = [lemma, root + "et", root + "en"]
    if _unstressed(lemma) and not stem:
        short = _contracted(lemma)
        found += [short + "et", short + "en"]
    if lemma[-1] in VOWELS:
        found.append(lemma + "t")
    return _listed(*found)


def _lärare(lemma: str, _: str) -> Forms:
    """lärare, tekniker, ordförande: the plural is as the singular."""
    plural = lemma.removesuffix("e") if lemma.endswith("are") else lemma
    return _listed(lemma, lemma + "n", plural + "na")


def _museum(lemma: str, _: str) -> Forms:
    root = lemma.removesuffix("um")
    return _listed(lemma, root + "et", root + "er", root + "erna")


def _centrum(lemma: str, _: str) -> Forms:
    root = lemma.removesuffix("um")
    return _listed(lemma, lemma + "et", lemma + "en", root + "a", rare=(root + "et",))


def _ansökan(lemma: str, stem: str) -> Forms:
    root = stem or lemma.removesuffix("an") + "ning"
    return _listed(lemma, root + "ar", root + "arna")


def _huvudman(lemma: str, _: str) -> Forms:
    root = lemma.removesuffix("man")
    return _listed(lemma, root + "mannen", root + "män", root + "männen")


def _trafik(lemma: str, stem: str) -> Forms:
    """A common noun without plural."""
    return _listed(lemma, *_common_definite(lemma, stem))


def _folk(lemma: str, stem: str) -> Forms:
    """A neuter noun without plural."""
    root = stem or lemma
    return _listed(lemma, root + ("t" if lemma[-1] in VOWELS else "et"))


def _tala(lemma: str, _: str) -> Forms:
    return _listed(
        lemma,
        lemma + "r",
        lemma + "de",
        lemma + "t",
        lemma + "s",
        lemma + "des",
        lemma + "ts",
        participles=(lemma + "d", lemma + "nde"),
        rare=(lemma + "ndes",),
    )


def _weak(lemma: str, ending: str, present: str) -> Forms:
    stem = lemma.removesuffix("a")
    past, supine = weak_past(stem, ending), neuter(stem)
    participle = past.removesuffix("e")
    passive = stem + "s" if stem[-1] not in "sx" else stem + "es"
    return _listed(
        lemma, present, past, supine, lemma + "s", passive, past + "s", supine + "s",
        participles=(participle, participle + "a", stem + "ande"),
        rare=(stem, stem + "es"),
    )  # fmt: skip


def _bygga(lemma: str, _: str) -> Forms:
    return _weak(lemma, "de", lemma.removesuffix("a") + "er")


def _köra(lemma: str, _: str) -> Forms:
    return _weak(lemma, "de", lemma.removesuffix("a"))


def _köpa(lemma: str, _: str) -> Forms:
    return _weak(lemma, "te", lemma.removesuffix("a") + "er")


def _bo(lemma: str, _: str) -> Forms:
    return _listed(
        lemma, lemma + "r", lemma + "dde", lemma + "tt", lemma + "s", lemma + "ddes", lemma + "tts",
        participles=(lemma + "dd", lemma + "dda", lemma + "ende"),
    )  # fmt: skip


def _strong(lemma: str, parts: str) -> Forms:
    """Principal parts after the colon: present, past, supine, participle, with / between: `skriver/skrev/skrivit/skriven`."""
    present, past, supine, participle = parts.split("/")
    stem = lemma if lemma == present[:-1] else present.removesuffix("er")
    likely = [lemma, present, past, supine]
    likely += [form + "s" for form in (lemma, past, supine) if not form.endswith("s")]
    likely += [stem + "s"] if not stem.endswith("s") else []
    return _listed(*likely, participles=(*_participle(participle), _present_participle(lemma)), rare=(stem, stem + "es"))


def _participle(participle: str) -> tuple[str, ...]:
    if not participle:
        return ()
    if participle.endswith("en"):
        root = participle.removesuffix("en")
        return (participle, root + "et", root + "na")
    return (participle, neuter(participle), participle + "a")


def _present_participle(lemma: str) -> str:
    return lemma + "nde" if lemma.endswith("a") else lemma + "ende"


def _stor(lemma: str, stem: str) -> Forms:
    root = stem or lemma
    return _listed(lemma, neuter(lemma), root + "a", root + "are", root + "ast", root + "aste", rare=(root + "e",))


def _enkel(lemma: str, _: str) -> Forms:
    root = _contracted(lemma)
    straight = lemma.removesuffix("n") if lemma.endswith("en") else lemma
    return _listed(lemma, straight + "t", root + "a", root + "are", root + "ast", root + "aste", rare=(root + "e",))


def _begåvad(lemma: str, _: str) -> Forms:
    return _listed(lemma, lemma.removesuffix("d") + "t", lemma + "e")


def _unchanging(lemma: str, _: str) -> Forms:
    return _listed(lemma)


def _irregular(lemma: str, listed: str) -> Forms:
    """Every form stands after the colon, with / between."""
    return _listed(lemma, *listed.split("/"))


_CLASSES: dict[str, Callable[[str, str], Forms]] = {
    "n1": _skola, "n2": _stol, "n2e": _nyckel, "n3": _nämnd, "n3e": _regel, "n3d": _doubled, "n3r": _händelse, "n3t": _bageri,
    "n4": _arbete, "n5": _barn, "n6": _lärare, "num": _museum, "nra": _centrum, "nan": _ansökan, "nman": _huvudman, "nen": _trafik,
    "net": _folk, "v1": _tala, "v2": _bygga, "v2r": _köra, "v2t": _köpa, "v3": _bo, "vs": _strong,
    "a1": _stor, "a2": _enkel, "ad": _begåvad, "x": _unchanging, "i": _irregular, "name": _unchanging,
}  # fmt: skip
