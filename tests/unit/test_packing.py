"""Values on their way between processes."""

from __future__ import annotations

import datetime as dt

from council.model import AgendaItem, Box, Document, Paragraph, Person, Provenance, ReadDocument, Voice, Votes
from indexer.extract.packing import packed, unpacked

READ = ReadDocument(
    Document(
        "sn-protokoll", "protokoll.pdf", date=dt.date(2024, 5, 14), people=(Person("Anna Berg", "S"),), agenda=(AgendaItem("§ 1", "Val"),),
        provenance=(Provenance("title", "Protokoll", "heading", 0.9),),
    ),
    (Paragraph("sn-1", "Bifall.", voice=Voice("board", "Socialnämnden"), boxes=(Box(1, 0.0, 0.0, 9.0, 9.0),), votes=Votes(7, 6)),),
)  # fmt: skip


def test_what_is_unpacked_is_what_was_packed() -> None:
    assert unpacked(packed(READ)) == READ
