"""Tells what kind of document a file is, from its head, its headings, its signatures and its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

from council.bodies import slug
from council.model import DocumentKind, SectionKind
from council.sought import Sought
from council.values import value
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.facts import path_of

HEAD_BLOCKS = 14
"""A document says what it is on the upper half of its first page."""

_OPENING = 4
"""Lines of a head that may open with the name of its kind."""

_LETTER_HEAD = re.compile(r"(?i)\b(handläggare|diarienr|diarienummer|dnr|datum)\b")


@value
class Evidence:
    """What tells a document's kind: the head's text, the lines above it, the first heading, the sections, the file's name as a slug.

    `opening` are the lines that may say at once what follows: the title and the first of the head.
    """

    head: str
    furniture: str
    title: str
    opening: tuple[str, ...]
    texts: tuple[str, ...]
    sections: frozenset[SectionKind]
    name: str


def evidence(blocks: Sequence[Block], furniture: Sequence[str], source: str, section_kind: Callable[[str], SectionKind | None]) -> Evidence:
    """Gathers the evidence from a document's blocks, its furniture and its path."""
    texts = tuple([b.text for b in blocks])
    head = texts[:HEAD_BLOCKS]
    headings = [b.text for b in blocks if b.kind == "heading" or len(b.text) <= 60]
    title = next((b.text for b in blocks[:HEAD_BLOCKS] if b.kind == "heading"), head[0] if head else "")
    sections = frozenset(kind for text in headings if (kind := section_kind(text)))
    return Evidence(
        head="\n".join(head),
        furniture="\n".join(dict.fromkeys(furniture)),
        title=title,
        opening=(title, *"\n".join(head[:_OPENING]).split("\n")[:_OPENING]),
        texts=texts,
        sections=sections,
        name=slug(path_of(source).stem),
    )


_ANSWER = r"(?:remissvar|remissyttrande|svar på (?:remiss|motion)|yttrande (?:över|avseende|angående|gällande)|motionssvar)\b"


_ANSWERED = re.compile(rf"(?i)\W*{_ANSWER}")
_REPORT = Sought(r"(?m)^Utlåtande (?:\d{4}:\d+|Rotel|[A-Z]?R [IVX]+)", "utlåtande")


def document_kind(seen: Evidence, items: Sequence[MinutesItem]) -> DocumentKind:
    """The kind of document; "other" where nothing tells."""
    if (minutes := _minutes(seen, items)) is not None:
        return minutes
    rules: tuple[tuple[DocumentKind, Callable[[Evidence], bool]], ...] = (
        ("utlåtande", lambda e: bool(_REPORT.search(e.head) or _REPORT.search(e.furniture))),
        ("tjänsteskrivelse", _is_tjansteskrivelse),
        ("tjänsteutlåtande", _is_tjansteutlatande),
        ("interpellation", lambda e: _titled(e, r"interpellation(?:en)?\b(?!ssvar)")),
        ("initiativärende", lambda e: _titled(e, r"(?:politiskt |nämnd|ledamots)?initiativ(?:ärende|förslag)?\b")),
        ("motion", _is_motion),
        ("reservation", lambda e: _titled(e, r"(?:skriftlig )?(?:reservation|särskilt (?:yttrande|uttalande))\b")),
        (
            "kallelse",
            lambda e: _titled(e, r"(?:kallelse|föredragningslista|dagordning)\b") or _CALLED.search(e.head) is not None,
        ),
        (
            "remissvar",
            lambda e: _titled(e, _ANSWER) or any(map(_ANSWERED.match, e.head.split("\n")[:HEAD_BLOCKS])),
        ),
        ("tjänsteskrivelse", _is_official_letter),
        ("bilaga", _is_paper),
    )
    return next((kind for kind, fits in rules if fits(seen)), "other")


_OF_MINUTES = Sought(
    r"(?i)\b(?:sammanträdes)?protokoll(?:sutdrag)?\b|utdragsbestyrk|\bbeslutande\b|justeras?",
    *("protokoll", "utdragsbestyrk", "beslutande", "justera"),
)
_NAMED_MINUTES = re.compile(r"(^|-)(protokoll|protokollsutdrag|ss-?\d+|paragraf-\d+)(-|$)")
_INVITES = Sought(r"(?i)\bkallelse\b|\bkallas till\b", "kallelse", "kallas till")
_CALLED = Sought(r"(?i)\bkallas till sammanträde", "kallas till")
_MET = Sought(r"(?i)\bbeslutande\b|\bnärvarande\b", "beslutande", "närvarande")
_DECIDING = Sought(r"(?i)\bbeslutande\b", "beslutande")
_MINUTES_OF = Sought(r"(?i)sammanträdesprotokoll", "sammanträdesprotokoll")


def _minutes(seen: Evidence, items: Sequence[MinutesItem]) -> DocumentKind | None:
    """Whole minutes have many §§ or those who met; an extract has one §, a decision, and the minutes' page head."""
    said = _OF_MINUTES.search(seen.furniture) or _OF_MINUTES.search(seen.head)
    named = _NAMED_MINUTES.search(seen.name)
    invited = _INVITES.search(seen.head) and not _MET.search(seen.head)
    if invited or not items:
        return "protokoll" if said and not invited and _is_front_page(seen) else None
    if len(items) > 1 and (said or named or "attendance" in seen.sections):
        return "protokoll"
    opens = items[0].start < HEAD_BLOCKS and "decision" in seen.sections
    if len(items) == 1 and (opens or named) and (said or named or seen.sections & {"matter", "preparation", "decision_process"}):
        whole = "attendance" in seen.sections and _DECIDING.search(seen.head) and "utdrag" not in seen.head.casefold()
        return "protokoll" if whole and not named else "protokollsutdrag"
    return None


def _is_front_page(seen: Evidence) -> bool:
    return "attendance" in seen.sections and _MINUTES_OF.search(seen.head) is not None


def _titled(seen: Evidence, pattern: str) -> bool:
    """Whether the title, a line of the head or the file's name begins so."""
    start, in_name = _openings(pattern)
    return any(map(start.match, seen.opening)) or in_name.match(seen.name.replace("-", " ")) is not None


@functools.cache
def _openings(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern at the beginning of a line, and of a file's name."""
    return re.compile(rf"(?i)^\W*{pattern}"), re.compile(rf"^{pattern.translate(str.maketrans('äåö', 'aao'))}")


_APPROVED = Sought(r"(?i)godkännare tjänsteskrivelse", "godkännare tjänsteskrivelse")
_LETTER = Sought(r"(?i)\btjänsteskrivelse\b", "tjänsteskrivelse")
_NAMED_LETTER = re.compile(r"(^|-)tjansteskrivelse(-|$)")
_STATEMENT = Sought(r"(?i)\btjänsteutlåtande\b", "tjänsteutlåtande")


def _is_tjansteskrivelse(seen: Evidence) -> bool:
    approved = _APPROVED.search(seen.furniture) or any(map(_APPROVED.search, seen.texts[-8:]))
    said = _LETTER.search(seen.head) or _LETTER.search(seen.furniture) or _NAMED_LETTER.search(seen.name)
    return bool(approved or (said and _is_letter(seen)))


def _is_tjansteutlatande(seen: Evidence) -> bool:
    said = _STATEMENT.search(seen.head) or _STATEMENT.search(seen.furniture) or "tjansteutlatande" in seen.name
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
_STEERING = Sought(
    r"(?i)\btyp av (?:styr)?dokument\b|\bdokument(?:typ|ansvarig)\b|\bgäller för:|\bstyrdokument\b", "dokument", "gäller för:"
)


def _is_paper(seen: Evidence) -> bool:
    """An appendix: by its title, by what it says of itself as a steering document, or by the file's name."""
    return bool(
        _PAPER_TITLE.match(seen.title)
        or _STEERING.search(seen.head)
        or _STEERING.search(seen.furniture[:_MUCH_FURNITURE])
        or _PAPER_NAME.search(seen.name)
    )


_ASKS = re.compile(r"(?i)\b(?:föreslår|yrkar|hemställer|föreslås|vill)\b[^.]{0,160}\b(?:fullmäktige|att|beslut)|förslag till beslut")
_ANSWERS = re.compile(r"(?i)\b(?:svar på|besvarande av|yttrande över|remiss av)\b")
_ANSWERS_AT_ONCE = re.compile(r"(?i)\W*(?:remissvar|remissyttrande|motionssvar|svar på|yttrande över)\b")
_MOTION = Sought(r"(?i)\bmotion\b", "motion")


def _is_motion(seen: Evidence) -> bool:
    to_council = "administration_view" not in seen.sections and _MOTION.search(seen.head)
    if not (to_council or _titled(seen, r"motion\b")):
        return False
    answers = _ANSWERS.search(seen.title) or any(map(_ANSWERS_AT_ONCE.match, seen.head.split("\n")[:8]))
    return not answers and _ASKS.search("\n".join(seen.texts)) is not None
