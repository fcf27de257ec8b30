"""Make mappings/swedish/lexemes.tsv and ambiguous.tsv: Swedish words with their classes, and readings of forms with several.

`build_lexemes.py COUNTS.tsv` (scripts/count_words.py makes it). A lemma is proposed by simplemma's Swedish table (MIT), by
mappings/swedish/irregular.txt, or by the corpus; its class is the one whose forms are attested best. Where a form belongs to several
lexemes, expectation maximisation shares its count among them, so that the counts say which reading is likelier.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from council.inflection import VOWELS, forms
from scripts.count_words import read_counts

OUT = Path(__file__).resolve().parents[1] / "mappings" / "swedish"
NOUNS, VERBS, ADJECTIVES = "n", "v", "a"
REGULAR_VERBS = ("v1", "v2", "v2r", "v2t", "v3")
OURS, THEIRS, SEEN = 1.0, 0.12, 0.55
"""Evidence of an attested form: simplemma gives it this lemma, another lemma, or does not know it."""


def classes_for(lemma: str) -> dict[str, list[str]]:
    """The classes that a lemma's ending allows, by part of speech."""
    end, noun, verb, adjective = lemma[-1], [], [], []
    double = lemma + end
    if end == "a":
        noun += ["n1", "nen"]
        verb += ["v1", "v2", "v2t"]
        if lemma[-2:-1] in ("r", "l"):
            verb += ["v2r"]
    elif end == "e":
        noun += ["n2", "n3r", "n4", "n6"] if lemma.endswith(("are", "ande", "ende")) else ["n2", "n3r", "n4", "nen"]
    elif end in VOWELS:
        noun += ["n2", "n3", "n3r", "n3t", "n4", "n5", "nen", "net"]
        verb += ["v3"]
        adjective += ["a1"]
    else:
        noun += ["n2", "n3", "n5", "n3t", "nen", "net"]
        if end in "mn" and lemma[-2:-1] in VOWELS:
            noun += [f"n2:{double}", f"n3d:{double}", f"n5:{double}", f"nen:{double}", f"net:{double}"]
        if lemma.endswith(("el", "er", "en", "ar", "or")) and len(lemma) > 3:
            noun += ["n2e", "n3e", "n6"]
            adjective += ["a2"]
        if lemma.endswith("um"):
            noun += ["num", "nra"]
        if lemma.endswith("man"):
            noun += ["nman"]
        if lemma.endswith("an"):
            noun += ["nan"]
        adjective += ["a1", f"a1:{double}"] if end == "m" else ["a1"]
        if lemma.endswith("ad"):
            adjective = ["ad"]
    return {NOUNS: noun, VERBS: verb, ADJECTIVES: adjective}


BASE_SHARE = 0.05
"""A form that is a lemma is that lemma first when the lemma's own forms are at least this frequent against the rival's."""
SECOND_SHARE, SECOND_OWN = 0.08, 0.03
"""A second reading is kept when it is this likely against the first, and this well attested by forms of its own (värden: värde, värd)."""
NOUN_SHARE = 0.02
"""A noun's definite form wins over a verb's participle (avslaget, utgången) at this share of the verb's own forms."""
UNLIKELY = 0.1
"""Imperatives and old forms weigh less than this: they count only where nothing else claims the form."""
HOLLOW = 8
"""An -ande word is a noun when the corpus has its -andet, -anden or -andena this often."""
VERB_TAILS = ("gå", "ge", "ta", "se", "få")


def word_list(name: str) -> list[str]:
    """The words of a hand-written list, in order."""
    lines = (OUT / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


PREFIXES = word_list("verb_prefixes.txt")


class Evidence:
    """What attests a form: corpus counts and simplemma's table, casefolded."""

    def __init__(self, counts: dict[str, list[int]]) -> None:
        self.count = {word: n[0] for word, n in counts.items()}
        self.theirs: dict[str, str] = {}
        for form, lemma in DefaultDictionaryFactory().get_dictionary("sv").items():
            if form.islower() or form.casefold() not in self.theirs:
                self.theirs[form.casefold()] = lemma.casefold()

        self.lemmas = set(self.theirs.values())

    def of(self, form: str, lemma: str) -> float:
        """0 for a form that nothing attests, else how much it speaks for the lemma."""
        given, n = self.theirs.get(form), self.count.get(form, 0)
        if given is None:
            return SEEN if n >= 2 else 0.0
        return OURS if given == lemma else THEIRS if n else THEIRS / 2


def known(lemma: str, evidence: Evidence) -> bool:
    """Whether this may be a dictionary form: simplemma has it as one, or the corpus has it often enough and simplemma does not know it."""
    given = evidence.theirs.get(lemma)
    return given == lemma or lemma in evidence.lemmas or (given is None and evidence.count.get(lemma, 0) >= 20)


def best_class(lemma: str, codes: Iterable[str], evidence: Evidence) -> tuple[str, float] | None:
    """The class of one part of speech whose forms are attested best, or None."""
    best: tuple[float, str, float] | None = None
    for code in codes:
        others = {form: weight for form, weight in forms(lemma, code) if form != lemma and weight > 0.1}
        told = {form: evidence.of(form, lemma) for form in others}
        firm = sum(value * others[form] for form, value in told.items())
        missing = sum(0.35 * others[form] for form, value in told.items() if not value)
        scaled = sum(value * others[form] * (1 + 0.1 * math.log1p(evidence.count.get(form, 0))) for form, value in told.items())
        score = scaled - missing
        if best is None or score > best[0]:
            best = (score, code, firm)
    if best is not None and best[1][:3] in ("nen", "net") and best[2] >= 0.5 and mass_noun(lemma, best[1], evidence):
        return best[1], best[2]
    if (
        best is None
        or best[2] < 1.1
        or best[0] < 0.3
        or (best[1] in ("v1", "v2", "v2r", "v2t", "v3") and not verb_attested(lemma, best[1], evidence))
    ):
        return None
    return best[1], best[2]


def further_classes(lemma: str, best: str, codes: Iterable[str], evidence: Evidence) -> list[str]:
    """Classes of other nouns that are written the same (gift: giften, giftet), where simplemma and the corpus have forms only they have."""
    taken = {form for form, _ in forms(lemma, best)}
    found = []
    for code in codes:
        own = [form for form, _ in forms(lemma, code) if form not in taken]
        firm = [form for form in own if evidence.theirs.get(form) == lemma and evidence.count.get(form, 0) >= 3]
        if code != best and firm and len(firm) >= len(own) / 2:
            found.append(code)
    return found


def mass_noun(lemma: str, code: str, evidence: Evidence) -> bool:
    """Whether a noun without plural is met in the definite form: trafik, trafiken."""
    definite = [form for form, _ in forms(lemma, code) if form != lemma]
    return evidence.theirs.get(lemma, lemma) == lemma and any(
        evidence.theirs.get(form, lemma) == lemma and evidence.count.get(form, 0) >= 2 for form in definite
    )


def verb_attested(lemma: str, code: str, evidence: Evidence) -> bool:
    """Whether a verb's present, past or supine are its own, or the corpus has them and nobody claims them."""
    finite = [form for form, weight in forms(lemma, code) if weight == 1.0 and form != lemma]
    own = [form for form in finite if evidence.theirs.get(form) == lemma]
    free = [form for form in finite if form not in evidence.theirs and evidence.count.get(form, 0) >= 2]
    return len(own) >= 2 or len(own) + len(free) >= 3


def closed() -> frozenset[str]:
    """Words of closed classes, which nothing else may claim."""
    return frozenset(word_list("closed.txt"))


def irregular() -> list[tuple[str, str]]:
    """The lines of irregular.txt."""
    lines = (OUT / "irregular.txt").read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines if line and not line.startswith("#")]


def prefixed(lemma: str, code: str, evidence: Evidence) -> list[tuple[str, str]]:
    """A strong verb's prefixed forms that the corpus has (föreslå as slå)."""
    found = []
    for prefix in PREFIXES:
        if code.startswith("vs:"):
            shifted = "vs:" + "/".join(prefix + part if part else "" for part in code[3:].split("/"))
        elif code.startswith("i:"):
            shifted = "i:" + "/".join(prefix + part for part in code[2:].split("/"))
        else:
            shifted = code
        attested = [form for form, _ in forms(prefix + lemma, shifted) if evidence.count.get(form, 0) >= 2]
        if code.startswith("vs:") and not set(attested) & set(shifted[3:].split("/")[:3]):
            continue
        if (
            len(set(attested)) >= (3 if code.startswith("vs:") else 1)
            and evidence.theirs.get(prefix + lemma, prefix + lemma) == prefix + lemma
        ):
            found.append((prefix + lemma, shifted))
    return found


def umlauts(fixed: list[tuple[str, str]], evidence: Evidence) -> list[tuple[str, str]]:
    """Longer nouns that are inflected as an irregular one they end in (huvudstad as stad), where simplemma has them so."""
    found = []
    ends = {lemma: code for lemma, code in fixed if code.startswith(("n3:", "n3t:", "n3d:", "n2:", "i:")) and len(lemma) > 2}
    for lemma in sorted(evidence.lemmas):
        for cut in range(2, len(lemma) - 2):
            code = ends.get(lemma[cut:])
            if code:
                name, _, rest = code.partition(":")
                shifted = name + ":" + "/".join(lemma[:cut] + part for part in rest.split("/"))
                odd = [form for form, _ in forms(lemma, shifted) if form != lemma and evidence.theirs.get(form) == lemma]
                if len(set(odd)) >= 3 and len(set(odd)) > 0.6 * len({form for form, _ in forms(lemma, shifted)}) - 1:
                    found.append((lemma, shifted))
    return found


def settle(lexemes: dict[tuple[str, str], float], sizes: dict[tuple[str, str], float]) -> set[tuple[str, str]]:
    """The lexemes to leave out: participles whose verb lives, feminines in -ska beside the adjective, plurals of sciences in -iker."""
    verbs: dict[str, float] = defaultdict(float)
    for (lemma, code), size in sizes.items():
        if code.startswith("v"):
            for form, weight in forms(lemma, code):
                if weight < 1.0:
                    verbs[form] = max(verbs[form], size)
    adjectives = {lemma for lemma, code in lexemes if code == "a1"}
    out = set()
    for (lemma, code), size in sizes.items():
        participle = code in ("ad", "a1", "a2") and lexemes[lemma, code] < 9 and verbs.get(lemma, 0) >= 0.15 * size
        acting = code == "n4" and lemma.endswith(("ande", "ende")) and size < 3
        feminine = code == "n1" and lemma.endswith("ska") and lemma[:-1] in adjectives
        if participle or acting or feminine:
            out.add((lemma, code))
    return out


def propose(evidence: Evidence) -> dict[tuple[str, str], float]:
    """Lexemes as (lemma, class) → evidence."""
    found: dict[tuple[str, str], float] = {}
    fixed = irregular()
    verbs = {lemma for lemma, code in fixed if code.startswith("vs:")}
    strong = [pair for lemma, code in fixed if lemma in verbs for pair in prefixed(lemma, code, evidence)]
    strong += umlauts(fixed, evidence)
    for pair in (*fixed, *strong):
        found[pair] = 9.0
    taken = {(lemma, _speech(code)) for lemma, code in found}
    candidates = set(evidence.theirs.values()) | {form for form, lemma in evidence.theirs.items() if form == lemma}
    candidates |= {word for word, n in evidence.count.items() if n >= 20}
    shut = closed()
    for lemma in sorted(candidates):
        short = len(lemma) < 2 or (len(lemma) == 2 and evidence.count.get(lemma, 0) < 100)
        if short or not lemma.isalpha() or lemma in shut or not known(lemma, evidence):
            continue
        if lemma.endswith(VERB_TAILS) and lemma[:-2] in PREFIXES:
            continue
        for speech, codes in classes_for(lemma).items():
            if (lemma, speech) not in taken and (best := best_class(lemma, codes, evidence)):
                found[lemma, best[0]] = best[1]
                if speech == NOUNS:
                    found.update(((lemma, code), 1.0) for code in further_classes(lemma, best[0], codes, evidence))
    return found


def _speech(code: str) -> str:
    return {"i": "i", "x": "x"}.get(code, code[0]) if not code.startswith("i:") else "i"


def share(lexemes: dict[tuple[str, str], float], evidence: Evidence, rounds: int = 6) -> dict[tuple[str, str], float]:
    """How often each lexeme occurs, by expectation maximisation over shared forms."""
    owners: dict[str, list[tuple[tuple[str, str], float]]] = defaultdict(list)
    shut = closed()
    for lexeme in lexemes:
        for form, weight in dict(forms(*lexeme)).items():
            if form not in shut and evidence.count.get(form):
                owners[form].append((lexeme, weight))
    size = dict.fromkeys(lexemes, 1.0)
    for _ in range(rounds):
        new: dict[tuple[str, str], float] = defaultdict(float)
        for form, claims in owners.items():
            total = sum(size[lexeme] * weight for lexeme, weight in claims)
            for lexeme, weight in claims:
                new[lexeme] += evidence.count[form] * size[lexeme] * weight / total
        size = {lexeme: new.get(lexeme, 0.0) + 0.1 for lexeme in lexemes}
    return size


def owners_of(lexemes: Iterable[tuple[str, str]]) -> dict[str, dict[str, tuple[float, str]]]:
    """Form → lemma → (weight, class) of the likeliest lexeme of that lemma."""
    owners: dict[str, dict[str, tuple[float, str]]] = defaultdict(dict)
    for lemma, code in lexemes:
        for form, weight in forms(lemma, code):
            if (len(form) > 1 or form == lemma) and weight > owners[form].get(lemma, (0.0, ""))[0]:
                owners[form][lemma] = (weight, code)
    return owners


def own_counts(owners: dict[str, dict[str, tuple[float, str]]], evidence: Evidence) -> dict[str, float]:
    """Lemma → how often its own forms occur, those that no other lemma has."""
    own: dict[str, float] = defaultdict(float)
    for form, claims in owners.items():
        likely = [lemma for lemma, (weight, _) in claims.items() if weight > UNLIKELY]
        if len(likely) == 1:
            own[likely[0]] += evidence.count.get(form, 0)
    return own


def resolve(form: str, claims: dict[str, tuple[float, str]], sizes: dict[tuple[str, str], float], own: dict[str, float]) -> list[str]:
    """The lemmas of a form with several claims, likeliest first; further ones only where they are nearly as likely.

    A lemma that is the form itself wins when its own forms are not rare against the rival's (tomt is a plot, not a form of tom).
    """
    if max(weight for weight, _ in claims.values()) > UNLIKELY:
        claims = {lemma: claim for lemma, claim in claims.items() if claim[0] > UNLIKELY}
    score = {lemma: sizes[lemma, code] * weight for lemma, (weight, code) in claims.items()}
    ranked = sorted(score, key=lambda lemma: (-score[lemma], lemma))
    if form in claims and ranked[0] != form and own[form] >= BASE_SHARE * own[ranked[0]]:
        ranked.remove(form)
        ranked.insert(0, form)
    elif claims[ranked[0]][0] < 1.0:
        nouns = [n for n in ranked if claims[n][1][0] in "ni" and claims[n][0] == 1.0 and own[n] >= NOUN_SHARE * own[ranked[0]]]
        ranked = [*nouns[:1], *(lemma for lemma in ranked if lemma not in nouns[:1])]
    first = ranked[0]
    near = [lemma for lemma in ranked[1:] if score[lemma] >= SECOND_SHARE * score[first] and own[lemma] >= SECOND_OWN * own[first]]
    return [first, *near[:1]]


def ambiguous(lexemes: Iterable[tuple[str, str]], sizes: dict[tuple[str, str], float], evidence: Evidence) -> list[str]:
    """Rows of ambiguous.tsv: form, its lemmas, and the noun that heads a compound of that form where the first is a verb."""
    owners = owners_of(lexemes)
    own = own_counts(owners, evidence)
    rows = []
    for form, claims in sorted(owners.items()):
        if len(claims) > 1:
            found = resolve(form, claims, sizes, own)
            nouns = [lemma for lemma, (weight, code) in claims.items() if code[0] in "ni" and weight >= 0.3]
            noun = max(nouns, key=lambda lemma: sizes[lemma, claims[lemma][1]], default="")
            rows.append(f"{form}\t{','.join(found)}\t{noun if claims[found[0]][1][0] == 'v' and noun else ''}")
    return rows


def drop_hollow(lexemes: dict[tuple[str, str], float], evidence: Evidence) -> None:
    """Leave out -ande words that are met as participles only, and words listed as never meant."""
    own = own_counts(owners_of(lexemes), evidence)
    listed = {tuple(line.split()[:2]) for line in (OUT / "excluded.txt").read_text(encoding="utf-8").splitlines()}
    for lemma, code in list(lexemes):
        if (code == "n4" and lemma.endswith(("ande", "ende")) and own[lemma] < HOLLOW) or (lemma, code) in listed:
            del lexemes[lemma, code]


def main() -> None:
    """Propose, share, settle, write lexemes.tsv and ambiguous.tsv."""
    evidence = Evidence(read_counts(Path(sys.argv[1])))
    lexemes = propose(evidence)
    drop_hollow(lexemes, evidence)
    for lexeme in settle(lexemes, share(lexemes, evidence)):
        del lexemes[lexeme]
    agents = {lemma for lemma, code in lexemes if code == "n6" and lemma.endswith("iker")}
    for lemma, code in list(lexemes):
        if lemma + "er" in agents and code == "n3":
            lexemes[lemma, "nen"] = lexemes.pop((lemma, code))
    sizes = share(lexemes, evidence)
    rows = sorted(lexemes, key=lambda lexeme: (-sizes[lexeme], lexeme))
    lines = [f"{lemma}\t{code}\t{sizes[lemma, code]:.0f}" for lemma, code in rows]
    (OUT / "lexemes.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (OUT / "ambiguous.tsv").write_text("\n".join(ambiguous(rows, sizes, evidence)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
