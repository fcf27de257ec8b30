"""Tells what kind of document a file is, from its head, its headings, its signatures and its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from council.bodies import slug
from council.model import DocumentKind, SectionKind
from indexer.agenda import MinutesItem
from indexer.blocks import Block

HEAD_BLOCKS = 14
"""A document says what it is on the upper half of its first page."""

_LETTER_HEAD = re.compile(r"(?i)\b(handläggare|diarienr|diarienummer|dnr|datum)\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells a document's kind: the head's text, the lines above it, the first heading, the sections, the file's name as a slug."""

    head: str
    furniture: str
    title: str
    text: str
    tail: str
    sections: frozenset[SectionKind]
    name: str


def evidence(blocks: Sequence[Block], furniture: Sequence[str], source: str, section_kind: Callable[[str], SectionKind | None]) -> Evidence:
    """Gathers the evidence from a document's blocks, its furniture and its path."""
    head = [b.text for b in blocks[:HEAD_BLOCKS]]
    headings = [b.text for b in blocks if b.kind == "heading" or len(b.text) <= 60]
    title = next((b.text for b in blocks[:HEAD_BLOCKS] if b.kind == "heading"), head[0] if head else "")
    sections = frozenset(kind for text in headings if (kind := section_kind(text)))
    return Evidence(
        head="\n".join(head),
        furniture="\n".join(dict.fromkeys(furniture)),
        title=title,
        text="\n".join(b.text for b in blocks),
        tail="\n".join(b.text for b in blocks[-8:]),
        sections=sections,
        name=slug(PurePosixPath(source).stem),
    )


_ANSWER = r"(?:remissvar|remissyttrande|svar på (?:remiss|motion)|yttrande (?:över|avseende|angående|gällande)|motionssvar)\b"


def document_kind(seen: Evidence, items: Sequence[MinutesItem]) -> DocumentKind:
    """The kind of document; "other" where nothing tells."""
    if (minutes := _minutes(seen, items)) is not None:
        return minutes
    rules: tuple[tuple[DocumentKind, Callable[[Evidence], bool]], ...] = (
        ("utlåtande", lambda e: bool(re.search(r"(?m)^Utlåtande (?:\d{4}:\d+|Rotel|[A-Z]?R [IVX]+)", e.head + "\n" + e.furniture))),
        ("tjänsteskrivelse", _is_tjansteskrivelse),
        ("tjänsteutlåtande", _is_tjansteutlatande),
        ("interpellation", lambda e: _titled(e, r"interpellation(?:en)?\b(?!ssvar)")),
        ("initiativärende", lambda e: _titled(e, r"(?:politiskt |nämnd|ledamots)?initiativ(?:ärende|förslag)?\b")),
        ("motion", _is_motion),
        ("reservation", lambda e: _titled(e, r"(?:skriftlig )?(?:reservation|särskilt (?:yttrande|uttalande))\b")),
        (
            "kallelse",
            lambda e: (
                _titled(e, r"(?:kallelse|föredragningslista|dagordning)\b") or bool(re.search(r"(?i)\bkallas till sammanträde", e.head))
            ),
        ),
        (
            "remissvar",
            lambda e: _titled(e, _ANSWER) or any(re.match(rf"(?i)\W*{_ANSWER}", line) for line in e.head.split("\n")[:HEAD_BLOCKS]),
        ),
        ("tjänsteskrivelse", _is_official_letter),
        ("bilaga", _is_paper),
    )
    return next((kind for kind, fits in rules if fits(seen)), "other")


def _minutes(seen: Evidence, items: Sequence[MinutesItem]) -> DocumentKind | None:
    """Whole minutes have many §§ or those who met; an extract has one §, a decision, and the minutes' page head."""
    said = re.search(
        r"(?i)\b(?:sammanträdes)?protokoll(?:sutdrag)?\b|utdragsbestyrk|\bbeslutande\b|justeras?", seen.furniture + "\n" + seen.head
    )
    named = re.search(r"(^|-)(protokoll|protokollsutdrag|ss-?\d+|paragraf-\d+)(-|$)", seen.name)
    invited = re.search(r"(?i)\bkallelse\b|\bkallas till\b", seen.head) and not re.search(r"(?i)\bbeslutande\b|\bnärvarande\b", seen.head)
    if invited or not items:
        return "protokoll" if said and not invited and _is_front_page(seen) else None
    if len(items) > 1 and (said or named or "attendance" in seen.sections):
        return "protokoll"
    opens = items[0].start < HEAD_BLOCKS and "decision" in seen.sections
    if len(items) == 1 and (opens or named) and (said or named or seen.sections & {"matter", "preparation", "decision_process"}):
        whole = "attendance" in seen.sections and re.search(r"(?i)\bbeslutande\b", seen.head) and not re.search(r"(?i)utdrag", seen.head)
        return "protokoll" if whole and not named else "protokollsutdrag"
    return None


def _is_front_page(seen: Evidence) -> bool:
    return bool(re.search(r"(?i)sammanträdesprotokoll", seen.head) and "attendance" in seen.sections)


def _titled(seen: Evidence, pattern: str) -> bool:
    """Whether the title, a line of the head or the file's name begins so."""
    start = re.compile(rf"(?i)^\W*{pattern}")
    in_name = re.compile(rf"^{pattern.translate(str.maketrans('äåö', 'aao'))}")
    return bool(start.match(seen.title) or in_name.match(seen.name.replace("-", " ")) or any(map(start.match, seen.head.split("\n")[:4])))


def _is_tjansteskrivelse(seen: Evidence) -> bool:
    approved = re.search(r"(?i)godkännare tjänsteskrivelse", seen.tail + seen.furniture)
    said = re.search(r"(?i)\btjänsteskrivelse\b", seen.head + seen.furniture) or re.search(r"(^|-)tjansteskrivelse(-|$)", seen.name)
    return bool(approved or (said and _is_letter(seen)))


def _is_tjansteutlatande(seen: Evidence) -> bool:
    said = re.search(r"(?i)\btjänsteutlåtande\b", seen.head + "\n" + seen.furniture) or "tjansteutlatande" in seen.name
    return bool(said and (_is_letter(seen) or re.search(r"(?i)^\W*tjänsteutlåtande", seen.title)))


def _is_official_letter(seen: Evidence) -> bool:
    """A letter of an administration to its board that does not name itself."""
    return bool(seen.sections & {"proposal"} and seen.sections & {"administration_view"} and _LETTER_HEAD.search(seen.head))


def _is_letter(seen: Evidence) -> bool:
    return bool(seen.sections & {"proposal", "administration_view", "summary", "matter", "background"})


# Papers that go with a matter: plans, programmes, rules, tariffs, reports, tables.
_PAPER = (
    r"bilaga|(?:\w+(?:plan|planer|program|policy|strategi|taxa|avgifter|rapport|redovisning|redogörelse|beskrivning|budget|bokslut|"
    r"utredning|analys|kalkyl|reglemente|föreskrifter|riktlinjer|ordning|avtal|berättelse|uppföljning|sammanställning|utlåtande|hjul|"
    r"anvisning|direktiv|rutin|prognos|karta|handling|statistik|enkät|lista|mall|protokollsbilaga|författningssamling))|"
    r"plan|program|policy|strategi|taxa|avgifter|avgift|rapport|redogörelse|beskrivning|budget|bokslut|utredning|analys|kalkyl|"
    r"reglemente|föreskrifter|riktlinjer?|avtal|överenskommelse|underlag|sammanställning|rutin(?:er)?|prognos|karta|statistik|pm|"
    r"promemoria|presentation|tabell|taxor|stadga|stadgar|årshjul|checklista|handbok|instruktion"
)
_PAPER_TITLE = re.compile(rf"(?i)^\W*(?:[\w-]+ (?:och [\w-]+ )?){{0,3}}?(?:{_PAPER})\b")
_PAPER_NAME = re.compile(rf"(?:^|-)(?:{_PAPER.translate(str.maketrans('äåö', 'aao'))})(?:-|$)")
# Characters of heads and feet in which a steering document names itself; they repeat after that.
_MUCH_FURNITURE = 2000
_STEERING = re.compile(r"(?i)\btyp av (?:styr)?dokument\b|\bdokument(?:typ|ansvarig)\b|\bgäller för:|\bstyrdokument\b")


def _is_paper(seen: Evidence) -> bool:
    """An appendix: by its title, by what it says of itself as a steering document, or by the file's name."""
    return bool(
        _PAPER_TITLE.match(seen.title) or _STEERING.search(seen.head + "\n" + seen.furniture[:2000]) or _PAPER_NAME.search(seen.name)
    )


def _is_motion(seen: Evidence) -> bool:
    asks = re.search(
        r"(?i)\b(?:föreslår|yrkar|hemställer|föreslås|vill)\b[^.]{0,160}\b(?:fullmäktige|att|beslut)|förslag till beslut", seen.text
    )
    answers = re.search(r"(?i)\b(?:svar på|besvarande av|yttrande över|remiss av)\b", seen.title) or any(
        re.match(r"(?i)\W*(?:remissvar|remissyttrande|motionssvar|svar på|yttrande över)\b", line) for line in seen.head.split("\n")[:8]
    )
    to_council = re.search(r"(?i)\bmotion\b", seen.head)
    return bool(asks and not answers and (_titled(seen, r"motion\b") or (to_council and "administration_view" not in seen.sections)))
