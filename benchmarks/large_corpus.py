"""A council's archive of any size, made of public texts: documents with dates, boards, parties, topics and cases by chance, one seed.

Texts are the distinct paragraphs of ../shared/corpus (734,000) in a shuffled order. Beyond them paragraphs are recombined: each takes
sentences of two real ones, and new compounds of two words at the rate at which unseen words still came in at the end of the real ones,
so that the vocabulary goes on growing as Heaps' law has it.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator
from itertools import count

from benchmarks.corpora import public_documents
from council.model import CaseRecord, Document, DocumentKind, Paragraph, ReadDocument, Role, Step, Voice
from council.references import diary_number, normal_forms
from council.registers import load_registers

CORPORA = ("regeringen", "interpellationer", "riksdag", "forfattningar")
LONGEST_DOCUMENT = 40
"""Paragraphs of a document: a set of minutes has about so many; longer texts become several documents."""
NEW_WORDS = 0.005
"""Unseen words a running word at the end of the real paragraphs (`growth_of_words`), which recombined ones keep up."""
SEED = 5

KINDS: tuple[DocumentKind, ...] = ("protokoll", "tjänsteutlåtande", "protokollsutdrag", "motion", "remissvar", "tjänsteskrivelse", "bilaga")
ROLES: tuple[Role, ...] = ("none", "administration", "board", "party", "mover", "external", "person", "commissioner")
SHARES = (40, 25, 15, 10, 4, 3, 2, 1)
"""Percent of paragraphs by role, as in the council documents of ../shared/corpus, rounded."""
MUNICIPALITIES = ("Stockholm", "Alingsås", "Ekeby", "Norrvik", "Sjöstad", "Björkås")

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W\d_]{4,}")


def archive(paragraphs: int) -> Iterator[ReadDocument]:
    """Documents of so many paragraphs in all. A larger archive begins with the smaller one."""
    chance = random.Random(SEED)
    made = _Maker(chance)
    left = paragraphs
    for number, (title, texts) in enumerate(_texts(chance)):
        yield made.document(number, title, texts[:left])
        left -= len(texts)
        if left <= 0:
            return


def _texts(chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    """(title, distinct paragraphs) of real documents in a shuffled order, then of recombined ones, without end."""
    known: set[int] = set()
    documents = []
    for title, texts in (document for name in CORPORA for document in public_documents(name)):
        new = [text for text in dict.fromkeys(texts) if hash(text) not in known]
        known.update(map(hash, new))
        documents += [(title, new[at : at + LONGEST_DOCUMENT]) for at in range(0, len(new), LONGEST_DOCUMENT)]
    chance.shuffle(documents)
    yield from documents
    for _ in count():
        one, other = chance.choice(documents), chance.choice(documents)
        yield one[0], [recombined(chance, text, chance.choice(other[1])) for text in one[1]]


def recombined(chance: random.Random, one: str, other: str) -> str:
    """Sentences of two paragraphs in turn, with new compounds of their words at the rate NEW_WORDS."""
    first, second = _SENTENCE.split(one), _SENTENCE.split(other)
    mixed = [sentence for pair in zip(first, second, strict=False) for sentence in pair] + first[len(second) :]
    words = " ".join(mixed).split(" ")
    for at, word in enumerate(words):
        if chance.random() < NEW_WORDS and _WORD.fullmatch(word):
            words[at] = word.lower() + "s" + chance.choice(words).strip(".,:;()").lower()
    return " ".join(words)


def growth_of_words(texts: list[str]) -> float:
    """Unseen words a running word in the last tenth of the texts: the slope of Heaps' curve at its end."""
    seen: set[str] = set()
    border, running, new = len(texts) - len(texts) // 10, 0, 0
    for number, text in enumerate(texts):
        words = [word.casefold() for word in re.findall(r"\w+", text)]
        fresh = set(words) - seen
        seen |= fresh
        if number >= border:
            running, new = running + len(words), new + len(fresh)
    return new / max(1, running)


class _Maker:
    """Puts texts into documents, with what facets and cases need by chance: few boards and topics are common, most are rare."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        registers = load_registers()
        self._boards = [board.name for board in registers.boards[:60]]
        self._topics = [topic.name for topic in registers.topics]
        self._parties = ("S", "M", "SD", "V", "C", "KD", "L", "MP", "Fi")

    def document(self, number: int, title: str, texts: list[str]) -> ReadDocument:
        """One document. Most stand alone in their case; some cases go through several documents."""
        chance, own = self._chance, f"arkiv-{number}"
        board = self._rare(self._boards)
        date = (
            dt.date(2004 + int(21 * chance.random() ** 0.6), chance.randint(1, 12), chance.randint(1, 28))
            if chance.random() < 0.96
            else None
        )
        dnr = f"KS {date.year if date else 2019}/{chance.randint(1, 3000)}"
        document = Document(
            id=own, source=f"{number // 1000:03d}/{number:06d}.txt", label="arkiv", root="/arkiv", digest=f"{number:064x}", title=title,
            kind=chance.choice(KINDS), municipality=self._rare(MUNICIPALITIES), board=board, date=date, dnr=(dnr,), language="sv",
        )  # fmt: skip
        rows = tuple(self._paragraph(f"{own}-{i:04d}", title, text, board) for i, text in enumerate(texts))
        return ReadDocument(document, rows, (_case(document, rows),))

    def _paragraph(self, paragraph_id: str, title: str, text: str, board: str) -> Paragraph:
        chance = self._chance
        (role,) = chance.choices(ROLES, SHARES)
        parties = tuple(chance.sample(self._parties, chance.randint(1, 2))) if role in ("party", "mover") else ()
        about = tuple(chance.sample(self._parties, 1)) if chance.random() < 0.05 else ()
        topics = tuple({self._rare(self._topics) for _ in range(chance.choice((0, 0, 1, 1, 2)))})
        voice = Voice(role, board=board if role == "board" else None, parties=parties)
        return Paragraph(paragraph_id, text, headings=(title,), voice=voice, about_parties=about, board=board, topics=topics, language="sv")

    def _rare(self, values: list[str] | tuple[str, ...]) -> str:
        """One value, the first ones more often: the n-th about 1/n as often as the first."""
        return values[int(len(values) ** self._chance.random()) - 1]


def _case(document: Document, rows: tuple[Paragraph, ...]) -> CaseRecord:
    (dnr,) = document.dnr
    reference = diary_number(dnr)
    keys = tuple(f"dnr:{form}" for form in normal_forms(reference)[:1]) if reference else ()
    first = rows[0]
    step = Step("board_opinion", document.date, document.board, stance="yttrande", source=document.source, document_id=document.id,
                paragraph_id=first.id, text=first.text[:200])  # fmt: skip
    return CaseRecord(keys, title=document.title, dnr=(dnr,), municipality=document.municipality, steps=(step,))
