"""What is read of the samples agrees with samples/facts.yaml, written down by hand by those who wrote the documents.

What is known to be misread stands in known_misreads.json, by document or case: a list that should only shrink. The tests fail
when another fact is misread, and when one on the list is read right at last; `--note-misreads` writes the list anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from council.model import Case, ReadDocument, Step

FACTS: dict[str, Any] = yaml.safe_load((Path(__file__).resolve().parents[2] / "samples" / "facts.yaml").read_text(encoding="utf-8"))
KNOWN = Path(__file__).resolve().parent / "known_misreads.json"
Disagreement = tuple[str, object, object]
DISSENT = {"reservation", "special_statement", "record_note", "substitute_statement"}
KINDS_ALIKE = ({"board_opinion", "decision"}, {"referral", "received", "decision"}, {"committee", "proposal_to_council"})
"""One act may be called either, as in the project's scoring: a board's answer to a motion is its decision too."""
STANCES_ALIKE = ({"bifall", "tillstyrker"}, {"avslag", "avstyrker"}, {"besvarad", "anser besvarad", "yttrande", "godkänner"})


def plain(text: str) -> str:
    return " ".join(text.replace("–", "-").casefold().split())


def alike(groups: tuple[set[str], ...], left: str | None, right: str | None) -> bool:
    return left == right or any(left in group and right in group for group in groups)


def people(names: list[str]) -> set[tuple[str, str | None]]:
    """ "Anders Forsell (L)" → (Anders Forsell, L)."""
    return {(name.partition(" (")[0], name.partition(" (")[2].rstrip(")") or None) for name in names}


def document_disagreements(fact: dict[str, Any], read: ReadDocument) -> Iterator[Disagreement]:
    """(field, what the document says, what was read) for each fact that was misread."""
    document = read.document
    yield from ((name, fact[name], getattr(document, name)) for name in ("kind", "board", "date") if getattr(document, name) != fact[name])
    if plain(document.title) != plain(fact["title"]):
        yield "title", fact["title"], document.title
    if not {plain(dnr) for dnr in fact["dnr"]} <= {plain(dnr) for dnr in document.dnr}:
        yield "dnr", fact["dnr"], document.dnr
    for name in ("motions", "parties"):
        if set(getattr(document, name)) != set(fact.get(name, ())):
            yield name, fact.get(name, ()), getattr(document, name)
    if not people(fact.get("movers", [])) <= {(person.name, person.party) for person in document.people}:
        yield "movers", fact["movers"], [(person.name, person.party) for person in document.people]
    agenda = [(item.ref, plain(item.title)) for item in document.agenda]
    if "agenda" in fact and agenda != [(ref, plain(title)) for ref, title in fact["agenda"]]:
        yield "agenda", fact["agenda"], agenda


def says(step: Step, fact: list[Any]) -> bool:
    kind, board, date, stance = fact
    return (
        alike(KINDS_ALIKE, step.kind, kind)
        and board in (step.board, step.body)
        and date in (None, step.date)
        and (stance is None or alike(STANCES_ALIKE, step.stance, stance))
    )


def dissents(step: Step, fact: list[Any]) -> bool:
    kind, board, parties, persons = fact
    return step.kind == kind and step.board == board and set(step.parties) == set(parties) and set(persons) <= set(step.persons)


def case_disagreements(fact: dict[str, Any], case: Case) -> Iterator[Disagreement]:
    """(what, what the documents say, what was joined) for each fact of a case that was misread."""
    for name in ("origin", "outcome", "final"):
        if name in fact and getattr(case, name) != fact[name]:
            yield name, fact[name], getattr(case, name)
    if motion := fact.get("motion"):
        movers = {(person.name, person.party) for person in case.motion.movers} if case.motion else set()
        if movers != people(motion["movers"]):
            yield "movers", motion["movers"], movers
        for name in ("ref", "date"):
            if (getattr(case.motion, name) if case.motion else None) != motion[name]:
                yield f"motion {name}", motion[name], getattr(case.motion, name, None)
    told = [(s.kind, s.board, str(s.date), s.stance, s.parties, s.persons) for s in case.steps]
    for step in fact["steps"]:
        if not any(says(known, step) for known in case.steps):
            yield f"{step[0]} {step[1]} {step[2]}", step, [t for t in told if t[0] not in DISSENT]
    for dissent in fact["dissent"]:
        if not any(dissents(known, dissent) for known in case.steps):
            yield f"{dissent[0]} {dissent[1]} {', '.join(dissent[3])}", dissent, [t for t in told if t[0] in DISSENT]


def judge(name: str, found: list[Disagreement], note: bool) -> None:
    """Fail when what was misread of a document or case is not what is known; or note it."""
    known: dict[str, list[str]] = json.loads(KNOWN.read_text(encoding="utf-8"))
    labels = [what for what, _, _ in found]
    if note:
        rest = {other: misread for other, misread in known.items() if other != name}
        noted = rest | ({name: labels} if labels else {})
        KNOWN.write_text(json.dumps(dict(sorted(noted.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return
    mine = known.get(name, [])
    lines = [f"{what}\n    says {said}\n    read {was}" for what, said, was in found if what not in mine]
    healed = [f"{what}: read right at last, take it off {KNOWN.name}" for what in mine if what not in labels]
    assert not lines + healed, "\n".join(["", *lines, *healed])


@pytest.mark.parametrize("fact", FACTS["documents"], ids=lambda fact: fact["file"])
def test_a_document_is_understood(fact: dict[str, Any], reads: dict[str, ReadDocument], note_misreads: bool) -> None:
    judge(fact["file"], list(document_disagreements(fact, reads[fact["file"]])), note_misreads)


@pytest.mark.parametrize("fact", FACTS["cases"], ids=lambda fact: fact["title"])
def test_a_case_is_followed_from_document_to_document(fact: dict[str, Any], cases: tuple[Case, ...], note_misreads: bool) -> None:
    mine = [case for case in cases if {plain(dnr) for dnr in fact["dnr"]} & {plain(dnr) for dnr in case.dnr}]
    assert len(mine) == 1, [(case.title, case.dnr) for case in mine]
    judge(fact["title"], list(case_disagreements(fact, mine[0])), note_misreads)


def test_the_identity_number_is_masked_everywhere(reads: dict[str, ReadDocument]) -> None:
    read = reads["socialnamnden/2017-05-18/ansokan-bidrag-nattvandring.md"]
    assert read.document.masked == 1
    assert not any("19121212" in paragraph.text or "1212-1212" in paragraph.text for paragraph in read.paragraphs)


def test_the_english_appendix_is_known_to_be_english(reads: dict[str, ReadDocument]) -> None:
    assert reads["kommunstyrelsen/2022-09-05/bilaga-2-english-summary.md"].document.language == "en"


def test_the_printed_votes_are_data(reads: dict[str, ReadDocument]) -> None:
    votes = [paragraph.votes for paragraph in reads["kommunfullmaktige/2019-05-27/protokoll.pdf"].paragraphs if paragraph.votes]
    assert any((vote.yes, vote.no, vote.abstained) == (11, 5, 2) for vote in votes)
