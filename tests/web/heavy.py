"""The heaviest that each page may have to carry: long documents, a case of hundreds of steps, many boards, thousands of bad files."""

from __future__ import annotations

import datetime as dt
import functools
import random
from dataclasses import replace
from importlib.resources import files
from itertools import accumulate

from council.engine import Catalogue, Stats
from council.model import Box, Case, Document, FailedFile, Motion, Paragraph, Person, ReadDocument, Step, Voice
from search_api.coverage import Coverage, coverage
from search_api.results import PassageHit, Window
from search_api.windows import WINDOW
from tests.web.fake_service import FakeService
from tests.web.fakes import Found

PARTIES = ("S", "M", "SD", "C", "V", "KD", "L", "MP", "Fi", "LL", "OP", "RP")
ENDINGS = ("nämnden", "utskottet", "styrelsen", "delegationen")
FILES = 5_000
STEPS = 400


@functools.cache
def _lexicon() -> tuple[list[str], list[float]]:
    rows = [line.split("\t") for line in files("mappings").joinpath("swedish", "lexemes.tsv").read_text(encoding="utf-8").splitlines()]
    return [row[0] for row in rows], list(accumulate(float(row[-1]) for row in rows))


def prose(chance: random.Random, words: int) -> str:
    """Swedish words as often as they are used: packs as tightly as real text, or a little less."""
    lexicon, weights = _lexicon()
    return " ".join(chance.choices(lexicon, cum_weights=weights, k=words)).capitalize() + "."


def long_document(chance: random.Random, name: str, paragraphs: int = 400, words: int = 250) -> ReadDocument:
    """A document whose paragraphs are as long as they are made, each under a heading and with another speaker than the one before."""
    title = f"{prose(chance, 40)} {name}"
    people = tuple(Person(prose(chance, 2), chance.choice(PARTIES)) for _ in range(300))
    document = Document(
        id=f"tung-{name}",
        source=f"{name}/{prose(chance, 12)}.pdf",
        title=title,
        kind="protokoll",
        municipality="Lillåker",
        board=f"{prose(chance, 1)[:-1]}{chance.choice(ENDINGS)}",
        date=dt.date(2000 + chance.randint(0, 24), 5, 3),
        dnr=tuple(f"KS {year}/{chance.randint(1, 9999):04d}" for year in range(2000, 2025)),
        people=people,
        parties=PARTIES,
        topics=tuple(prose(chance, 2) for _ in range(20)),
        pages=paragraphs,
    )
    return ReadDocument(document, tuple(_paragraph(chance, document, n, words) for n in range(paragraphs)))


def _paragraph(chance: random.Random, document: Document, n: int, words: int) -> Paragraph:
    voice = Voice("party", parties=(chance.choice(PARTIES),), person=prose(chance, 2))
    return Paragraph(
        id=f"{document.id}-{chance.getrandbits(40):010x}-{n}",
        text=prose(chance, words),
        page=n // 3 + 1,
        headings=(f"§ {n // 4 + 1} {prose(chance, 10)}", prose(chance, 4)),
        voice=voice,
        board=document.board,
        topics=document.topics[:3],
        language="sv",
        case=f"§ {n // 4 + 1}",
        boxes=(Box(n // 3 + 1, 70.0, 300.0, 525.0, 400.0),),
    )


def long_case(chance: random.Random, name: str, steps: int = STEPS, words: int = 200) -> Case:
    """A matter that hundreds of bodies have spoken in, each at length."""
    made = tuple(
        Step(
            chance.choice(("board_opinion", "administration_opinion", "reservation", "decision")),
            dt.date(2015 + n // 50, 1 + n % 12, 3),
            f"{prose(chance, 1)[:-1]}nämnden",
            ref=f"§ {n}",
            stance="avslag",
            parties=tuple(chance.sample(PARTIES, 4)),
            persons=tuple(prose(chance, 2) for _ in range(4)),
            source=f"{n}.pdf",
            document_id=f"tung-{n % 60}",
            paragraph_id=f"tung-{n % 60}-{chance.getrandbits(40):010x}",
            text=prose(chance, words),
        )
        for n in range(steps)
    )
    motion = Motion("2015:7", dt.date(2015, 1, 3), tuple(Person(prose(chance, 2), party) for party in PARTIES))
    title, dnr = prose(chance, 40), (f"KS 2015/{name}",)
    return Case(name, title, dnr, "motion", outcome="avslag", final=True, municipality="Lillåker", motion=motion, steps=made)


class HeavyService(FakeService):
    """A service over documents and cases that are as heavy as they come."""

    def __init__(self) -> None:
        chance = random.Random(3)
        documents = [long_document(chance, "0")]
        documents += [long_document(chance, str(n), paragraphs=1, words=60) for n in range(1, 400)]
        super().__init__({read.document.id: read for read in documents})
        self.heavy_cases = (long_case(chance, "storst"), *(long_case(chance, str(n), steps=12, words=40) for n in range(300)))

    def _passage(self, found: Found, wanted: list[str]) -> PassageHit:
        whole = super()._passage(found, wanted)
        return whole._replace(window=Window(0, min(WINDOW, len(whole.text))))

    def cases(self, q: str = "") -> tuple[Case, ...]:
        return self.heavy_cases

    def case(self, case_id: str) -> Case | None:
        return next((case for case in self.heavy_cases if case.id == case_id), None)

    def coverage(self) -> Coverage:
        chance = random.Random(4)
        held = [read.document for read in self.documents.values()]
        boards = dict.fromkeys(document.board for document in held)
        every = [
            replace(document, board=board, date=dt.date(year, 2, 3), needs_ocr=(3, 9) if year % 2 else ())
            for document, board in zip(held, boards, strict=False)
            for year in range(2005, 2025)
        ]
        failed = tuple(FailedFile(f"{chance.getrandbits(40):x}/{prose(chance, 4)}.pdf", "tung", "broken", "") for _ in range(FILES))
        return coverage(every, Catalogue(failed=failed), Stats(len(every), 0, updated=dt.datetime(2024, 6, 1, 12)))
