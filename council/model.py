"""The values of the domain: documents, paragraphs, voices, cases. Frozen, without behaviour beyond what follows from their fields.

Words and allowed values are those of docs/domain.md. Texts are Unicode; every offset counts code points.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]
"""One embedding, shape [d], unit length."""
Vectors: TypeAlias = NDArray[np.float32]
"""Embeddings, shape [n, d], rows of unit length; a row of zeros means that the text held no known token."""

DocumentKind = Literal[
    "protokoll", "protokollsutdrag", "tjänsteutlåtande", "tjänsteskrivelse", "utlåtande", "motion", "initiativärende",
    "interpellation", "remissvar", "reservation", "kallelse", "bilaga", "other",
]  # fmt: skip
SectionKind = Literal[
    "decision", "proposal", "summary", "background", "matter", "preparation", "administration_view", "equality_analysis",
    "child_rights", "decision_process", "vote", "reservation", "special_statement", "substitute_statement", "motion_text",
    "attendance", "toc", "attachment_list", "footnote", "furniture", "other",
]  # fmt: skip
Role = Literal["board", "administration", "party", "person", "mover", "commissioner", "external", "none"]
StepKind = Literal[
    "motion", "referral", "received", "administration_opinion", "board_opinion", "company_opinion", "committee",
    "commissioner", "proposal_to_council", "decision", "reservation", "special_statement", "record_note",
    "substitute_statement",
]  # fmt: skip
Stance = Literal[
    "bifall", "delvis bifall", "avslag", "besvarad", "anser besvarad", "tillstyrker", "avstyrker", "återremiss",
    "godkänner", "yttrande",
]  # fmt: skip
Origin = Literal["motion", "initiativärende", "remiss", "fråga", "other"]


@dataclass(frozen=True, slots=True)
class Person:
    """A person as named in a document; `party` is the party's letter(s), or None."""

    name: str
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a paragraph (röst). `parties` are party letters, in the order printed."""

    role: Role = "none"
    board: str | None = None
    parties: tuple[str, ...] = ()
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the page's lower left corner; `page` counts from 1."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Votes:
    """A printed vote (votering): how many said yes, no, and abstained."""

    yes: int
    no: int
    abstained: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of search (stycke). `case` is the § in minutes, else the diary number; `page` counts from 1 or is None."""

    id: str
    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    section_kind: SectionKind = "other"
    voice: Voice = field(default_factory=Voice)
    about_parties: tuple[str, ...] = ()
    board: str | None = None
    case: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    boxes: tuple[Box, ...] = ()
    votes: Votes | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One § of minutes (paragraf), e.g. ref "§ 10"."""

    ref: str
    title: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the value of a document's field was read, and how sure it is (0 to 1).

    `where` is a paragraph's id, "file name", "folder" or "sidecar".
    """

    field: str
    value: str
    where: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """One file (handling). `source` is the path below the indexed folder `root`; `root` never leaves the server.

    `date` is the day of the meeting or of the writing; `digest` is the SHA-256 of the file and its sidecar;
    `masked` counts personal identity numbers that were replaced, `masked_contacts` telephone numbers and e-mail addresses;
    `needs_ocr` lists pages without a text layer.
    """

    id: str
    source: str
    label: str = ""
    root: str = ""
    digest: str = ""
    title: str = ""
    kind: DocumentKind = "other"
    municipality: str | None = None
    board: str | None = None
    date: dt.date | None = None
    dnr: tuple[str, ...] = ()
    motions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    language: str | None = None
    pages: int | None = None
    agenda: tuple[AgendaItem, ...] = ()
    url: str | None = None
    first_seen: dt.datetime | None = None
    furniture: tuple[str, ...] = ()
    masked: int = 0
    masked_pages: tuple[int, ...] = ()
    masked_contacts: int = 0
    needs_ocr: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether the file as it is holds what was masked, and is not handed out unless a setting allows."""
        return bool(self.masked or self.masked_contacts)


@dataclass(frozen=True, slots=True)
class Motion:
    """The motion that a case began with: `ref` as in "2019:14"."""

    ref: str | None = None
    date: dt.date | None = None
    movers: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What happened to a case (steg). `body` is the printed name of who acted where it is not the board itself.

    `source` and `paragraph_id` lead to the paragraph that says so, `text` quotes it.
    """

    kind: StepKind
    date: dt.date | None = None
    board: str | None = None
    body: str | None = None
    ref: str | None = None
    stance: Stance | None = None
    parties: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    source: str = ""
    document_id: str = ""
    paragraph_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What one document says of one case. `keys` (normal forms of diary and motion numbers) tie records together.

    `remitted` names the bodies that were asked for an answer.
    """

    keys: tuple[str, ...]
    title: str = ""
    dnr: tuple[str, ...] = ()
    origin: Origin = "other"
    motion: Motion | None = None
    outcome: Stance | None = None
    final: bool = False
    municipality: str | None = None
    steps: tuple[Step, ...] = ()
    remitted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One matter across documents (ärende), joined from the records that share a key; steps in order of time.

    `keys` are those of all its records; `remitted` names the bodies asked for an answer, `missing` those whose answer is not here.
    """

    id: str
    title: str
    dnr: tuple[str, ...] = ()
    origin: Origin = "other"
    motion: Motion | None = None
    outcome: Stance | None = None
    final: bool = False
    municipality: str | None = None
    steps: tuple[Step, ...] = ()
    keys: tuple[str, ...] = ()
    remitted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What the indexer understood of one file: the document, its paragraphs in order, and what it says of cases."""

    document: Document
    paragraphs: tuple[Paragraph, ...]
    cases: tuple[CaseRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read. `code` is one of the codes of council.errors.UnreadableFile."""

    source: str
    label: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which embedding model filled an index: its name, the SHA-256 of its files, and the width of its vectors."""

    name: str
    digest: str
    dimensions: int
