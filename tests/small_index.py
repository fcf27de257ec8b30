"""A small index of fictional documents for tests of the reading side: the real embedded engine, and an encoder that counts words."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from council.engines.embedded import EmbeddedEngine
from council.model import Document, DocumentKind, ModelIdentity, Paragraph, ReadDocument, Vector, Vectors, Voice
from search_api.service import SearchService

DIMENSIONS = 64
MODEL = ModelIdentity("räkneord", "0" * 64, DIMENSIONS)


class CountingEncoder:
    """Vectors of word beginnings: texts that share beginnings of four letters are near. `unknown` words have no vector."""

    identity = MODEL

    def __init__(self, floor: float = 0.3, sure: float | None = None) -> None:
        self.floor = floor
        self.sure = sure

    def encode_query(self, text: str) -> Vector:
        vector = np.zeros(DIMENSIONS, np.float32)
        for word in text.casefold().split():
            if word.isalpha():
                vector[zlib.crc32(word[:4].encode()) % DIMENSIONS] += 1
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        return np.stack([self.encode_query(text) for text in texts])


def paragraph(document_id: str, number: int, text: str, **fields: object) -> Paragraph:
    return Paragraph(id=f"{document_id}-{number:08x}", text=text, **fields)  # type: ignore[arg-type]  # fields of a Paragraph


def document(
    name: str,
    *texts: str | Paragraph,
    kind: DocumentKind = "protokoll",
    date: dt.date | None = None,
    board: str | None = None,
    **fields: object,
) -> ReadDocument:
    """A document of these paragraphs; a plain string is a paragraph of the document's board."""
    document_id = f"prov-{name}"
    paragraphs = [text if isinstance(text, Paragraph) else paragraph(document_id, n, text, board=board) for n, text in enumerate(texts)]
    head = Document(
        id=document_id, source=f"{name}.txt", label="prov", title=fields.pop("title", name), kind=kind, date=date, board=board, **fields
    )  # type: ignore[arg-type]
    return ReadDocument(head, tuple(paragraphs))


def sentences(*texts: str) -> list[ReadDocument]:
    """Each text a document of its own."""
    return [document(f"{number:03d}", text) for number, text in enumerate(texts)]


def service_over(folder: Path, documents: Sequence[ReadDocument], encoder: CountingEncoder | None = None) -> SearchService:
    """A search service over an index of these documents."""
    counting = encoder or CountingEncoder()
    engine = EmbeddedEngine(folder, MODEL)
    with engine.writer() as writer:
        for read in documents:
            writer.write(read, counting.encode_passages([p.text for p in read.paragraphs]))
    return SearchService(engine, counting)


FARSTA, TEKNISKA = "Farsta stadsdelsnämnd", "Tekniska nämnden"


def town() -> list[ReadDocument]:
    """A fictional municipality: two boards, three parties, five years, one matter that both minutes and extract tell of."""
    answer = "Nämnden anser att fler laddstolpar för elcyklar behövs vid stationen och föreslår att motionen bifalls i denna del."
    decided = {"board": TEKNISKA, "voice": Voice("board", TEKNISKA), "section_kind": "decision"}
    demand = {"voice": Voice("mover", None, ("V",), "Alva Exempel"), "section_kind": "motion_text", "topics": ("Trafik",)}
    dissent = {"board": TEKNISKA, "voice": Voice("party", TEKNISKA, ("M",)), "about_parties": ("M",), "section_kind": "reservation"}
    return [
        document(
            "motion",
            paragraph("prov-motion", 0, "Vi föreslår att staden bygger laddstolpar för elcyklar vid varje station.", **demand),
            kind="motion", date=dt.date(2018, 3, 1), title="Motion om laddstolpar", motions=("2018:14",),
        ),
        document(
            "protokoll",
            paragraph("prov-protokoll", 0, answer, topics=("Trafik",), case="§ 10", **decided),
            paragraph("prov-protokoll", 1, "Parkeringsavgiften vid torget höjs.", topics=("Trafik",), case="§ 11", **decided),
            paragraph("prov-protokoll", 2, "Reservation av M mot laddstolpar eftersom kostnaden är för hög.", case="§ 10", **dissent),
            date=dt.date(2019, 5, 2), board=TEKNISKA, title="Protokoll Tekniska nämnden", dnr=("TN 2018/77",),
        ),
        document(
            "utdrag", paragraph("prov-utdrag", 0, answer, case="§ 10", **decided),
            kind="protokollsutdrag", date=dt.date(2019, 5, 2), board=TEKNISKA, title="Utdrag § 10",
        ),
        document(
            "farsta", "Trygghetsvandringar genomförs varje höst i Farsta tillsammans med föreningar.",
            "Förvaltningen redovisar arbetet med hållbar utveckling i Dnr KS 2019/1899.",
            kind="tjänsteutlåtande", date=dt.date(2021, 9, 9), board=FARSTA, title="Trygghet i Farsta",
        ),
        document("odaterad", "Anteckningar om skolgårdar och grundskolor utan datum.", kind="other", title="Anteckningar"),
    ]  # fmt: skip
