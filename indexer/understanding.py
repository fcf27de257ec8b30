"""Understands one document: from blocks to its paragraphs, sections, voices, facts and cases. Pure: text in, values out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from council.model import AgendaItem, CaseRecord, Document, DocumentKind, Paragraph, Person, Provenance, ReadDocument
from council.registers import Registers
from council.sought import holds
from indexer.agenda import MinutesItem, find_items
from indexer.blocks import Block
from indexer.cases import CaseReader
from indexer.document_kind import document_kind, evidence
from indexer.facts import FileFacts
from indexer.head_text import Read, head_end
from indexer.language import document_language, paragraph_languages
from indexer.metadata import Head, HeadReader
from indexer.movers import Movers, find_movers, named_in_file, signed
from indexer.people import NO_PARTY, PartyReader, merge_spellings, same_person
from indexer.run_in_headings import part_headings
from indexer.setting import MOTIONS, TOLD_OF_MOTIONS, Setting
from indexer.sizing import Sized, size
from indexer.structure import MINUTES, outline
from indexer.summons import summoned_matters
from indexer.topics import document_topics, find_topics
from indexer.voices import tell_voices
from indexer.votes import find_votes

_ID_LENGTH = 8
"""Characters of a text's SHA-256 in a paragraph's id: a document's few thousand texts do not meet in 32 bits."""


def understand(blocks: Sequence[Block], facts: FileFacts, registers: Registers) -> ReadDocument:
    """What a document says: its facts with their provenance, its paragraphs in order, and a record for each case it tells of."""
    layout = part_headings([block for block in blocks if block.kind != "furniture"])
    items = find_items(layout, registers.section_kind)
    seen = evidence(layout, facts.furniture, facts.source, registers.section_kind)
    kind = facts.sidecar.kind or document_kind(seen, items)
    agenda = tuple(item.entry() for item in items) if kind in MINUTES else summoned_matters(layout, items) if kind == "kallelse" else ()
    items = items if kind in MINUTES else ()
    head = HeadReader(layout, items, kind, facts, registers, head_end(layout, items, kind, registers), seen.whole).read()
    setting = _setting(layout, kind, head, facts, registers, tells_of_motions=holds(seen.whole, *TOLD_OF_MOTIONS))
    spoken = tell_voices(outline(layout, items, kind, registers, _title_block(layout, head)), setting)
    sized = size(spoken)
    ids = _ids(facts.document_id, [s.text for s in sized])
    language = document_language([s.text for s in sized])
    languages = paragraph_languages([s.text for s in sized], language)
    paragraphs = tuple(_paragraph(s, i, lang, kind, head, registers) for s, i, lang in zip(sized, ids, languages, strict=True))
    provenance = tuple(_provenance(head, _where(sized, ids), layout))
    topics = facts.sidecar.topics or document_topics([(p.topics, s.words) for p, s in zip(paragraphs, sized, strict=True)])
    document = _document(layout, facts, kind, head, setting, agenda, topics, language, provenance)
    return ReadDocument(document, paragraphs, _cases(document, paragraphs, items, setting))


def _title_block(blocks: Sequence[Block], head: Head) -> int | None:
    """The block that is the title and nothing else."""
    place = head.title.block
    return place if place is not None and " ".join(blocks[place].text.split()) == head.title.value else None


def _setting(
    blocks: Sequence[Block], kind: DocumentKind, head: Head, facts: FileFacts, registers: Registers, *, tells_of_motions: bool
) -> Setting:
    reader = PartyReader(registers).learn(block.text for block in blocks)
    movers = signed(blocks, reader) if kind in MOTIONS | {"reservation"} else find_movers(head.title.value, reader)
    if kind in MOTIONS and not movers:
        movers = find_movers(head.title.value, reader) or named_in_file(facts.source, reader)
    municipality = head.municipality.value if head.municipality else None
    board = head.board.value if head.board else None
    return Setting(kind, board, municipality, registers, reader, movers, head.external, head.sent_by_board, tells_of_motions)


def _paragraph(sized: Sized, paragraph_id: str, language: str | None, kind: DocumentKind, head: Head, registers: Registers) -> Paragraph:
    said, piece = sized.first, sized.first.piece
    context = " ".join((head.title.value, *piece.headings))
    silent = piece.kind in {"attendance", "toc", "furniture"}
    return Paragraph(
        id=paragraph_id,
        text=sized.text,
        page=piece.block.page,
        headings=piece.headings,
        section_kind=piece.kind,
        voice=said.voice,
        about_parties=said.about_parties,
        board=said.board,
        case=_case(said.piece.item, kind, head, silent),
        topics=() if silent else find_topics(sized.text, context, registers.topics),
        language=language,
        boxes=sized.boxes,
        votes=find_votes(sized.text) if piece.kind in {"vote", "decision_process", "decision"} else None,
    )


def _case(item: MinutesItem | None, kind: DocumentKind, head: Head, silent: bool) -> str | None:
    """The § in minutes, else the document's diary number; what only lists people or headings belongs to no case."""
    if kind in MINUTES:
        return item.ref if item else None
    return head.dnr[0].value if head.dnr and not silent else None


def _document(
    blocks: Sequence[Block], facts: FileFacts, kind: DocumentKind, head: Head, setting: Setting, agenda: tuple[AgendaItem, ...],
    topics: tuple[str, ...], language: str | None, provenance: tuple[Provenance, ...],
) -> Document:  # fmt: skip
    people = _people(blocks, facts, setting)
    side = facts.sidecar
    parties = tuple(setting.registers.party_letters(p) for p in side.parties) or _parties(people, setting.movers)
    return Document(
        id=facts.document_id,
        source=facts.source,
        label=facts.label,
        title=head.title.value,
        kind=kind,
        municipality=setting.municipality,
        board=setting.board,
        date=head.date.value if head.date else None,
        dnr=tuple(read.value for read in head.dnr),
        motions=tuple(read.value for read in head.motions),
        parties=parties,
        people=people,
        topics=topics,
        language=language,
        pages=facts.pages,
        agenda=agenda,
        url=side.url,
        furniture=facts.furniture,
        provenance=provenance,
        root=facts.root,
        digest=facts.digest,
        needs_ocr=facts.needs_ocr,
        masked=facts.masked,
        masked_pages=facts.masked_pages,
        masked_contacts=facts.masked_contacts,
        warnings=facts.warnings,
    )


def _people(blocks: Sequence[Block], facts: FileFacts, setting: Setting) -> tuple[Person, ...]:
    """Everyone whom the document names with a party or "(-)", and those who sign a motion."""
    named = [n for text in [*(b.text for b in blocks), *facts.furniture] for n in setting.reader.people(text)]
    people = list(merge_spellings(named))
    for mover in setting.movers.people:
        if not any(same_person(mover, person) for person in people):
            people.append(mover)
    return tuple(people)


def _parties(people: Iterable[Person], movers: Movers) -> tuple[str, ...]:
    letters = [p.party for p in people if p.party and p.party != NO_PARTY]
    return tuple(dict.fromkeys([*letters, *movers.parties]))


def _ids(document_id: str, texts: Iterable[str]) -> list[str]:
    """A paragraph's id: the document's, a hash of the text, and its occurrence where the text stands before."""
    times: dict[str, int] = {}
    ids = []
    for text in texts:
        digest = hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]
        times[digest] = occurrence = times.get(digest, 0) + 1
        ids.append(f"{document_id}-{digest}-{occurrence}" if occurrence > 1 else f"{document_id}-{digest}")
    return ids


def _where(sized: Sequence[Sized], ids: Sequence[str]) -> dict[int, str]:
    """The paragraph in which each block's text stands, by the block's identity."""
    return {id(s.first.piece.block): i for s, i in zip(sized, ids, strict=True)}


def _provenance(head: Head, paragraphs: dict[int, str], blocks: Sequence[Block]) -> Iterable[Provenance]:
    fields: list[tuple[str, Read[str] | Read[dt.date] | None]] = [
        ("title", head.title),
        ("board", head.board),
        ("date", head.date),
        ("municipality", head.municipality),
        *(("dnr", read) for read in head.dnr),
        *(("motions", read) for read in head.motions),
    ]
    for name, read in fields:
        if read is not None:
            where = _place(read, paragraphs, blocks)
            yield Provenance(name, str(read.value), where, round(min(read.confidence, 1.0), 2))


def _place(read: Read[str] | Read[dt.date], paragraphs: dict[int, str], blocks: Sequence[Block]) -> str:
    if read.block is not None and read.block < len(blocks):
        return paragraphs.get(id(blocks[read.block]), "heading")
    return read.where


def _cases(document: Document, paragraphs: Sequence[Paragraph], items: Sequence[MinutesItem], setting: Setting) -> tuple[CaseRecord, ...]:
    return CaseReader(document, paragraphs, items, setting).records()
