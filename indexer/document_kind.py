"""Tells what kind of document a file is, from its head, its headings, its signatures and its name."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence

from council.bodies import slug
from council.model import DocumentKind, SectionKind
from council.sought import Sought, holds, shortest
from council.values import value
from indexer.agenda import MinutesItem
from indexer.blocks import Block
from indexer.facts import stem_of

HEAD_BLOCKS = 14
"""A document says what it is on the upper half of its first page."""

_OPENING = 4
"""Lines of a head that may open with the name of its kind."""

_LETTER_HEAD = re.compile(r"(?i)\b(handläggare|diarienr|diarienummer|dnr|datum)\b")


@value
class Evidence:
    """What tells a document's kind: its text, the head's, the lines above it, the first heading, the sections, the file's name as a slug.

    `opening` are the lines that may say at once what follows: the title and the first of the head; `says` is whether one of them, or the
    file's name, begins as a kind of document does.
    """

    whole: str
    head: str
    furniture: str
    title: str
    opening: tuple[str, ...]
    texts: tuple[str, ...]
    sections: frozenset[SectionKind]
    name: str
    says: bool


def evidence(blocks: Sequence[Block], furniture: Sequence[str], source: str, section_kind: Callable[[str], SectionKind | None]) -> Evidence:
    """Gathers the evidence from a document's blocks, its furniture and its path."""
    texts = tuple([b.text for b in blocks])
    whole = "\n".join(texts)
    head = texts[:HEAD_BLOCKS]
    headings = [b.text for b in blocks if b.kind == "heading" or len(b.text) <= 60]
    title = next((b.text for b in blocks[:HEAD_BLOCKS] if b.kind == "heading"), head[0] if head else "")
    opening = (title, *"\n".join(head[:_OPENING]).split("\n")[:_OPENING])
    name = slug(stem_of(source))
    return Evidence(
        whole=whole,
        head=whole if len(texts) <= HEAD_BLOCKS else "\n".join(head),
        furniture="\n".join(dict.fromkeys(furniture)),
        title=title,
        opening=opening,
        texts=texts,
        sections=frozenset([kind for text in headings if (kind := section_kind(text))]),
        name=name,
        says=_begins(_ANY_TITLE, opening, name),
    )


# What the title, a line of the head or the file's name begins with where it names the kind.
_ANSWER = r"(?:remissvar|remissyttrande|svar på (?:remiss|motion)|yttrande (?:över|avseende|angående|gällande)|motionssvar)\b"
_INTERPELLATION = r"interpellation(?:en)?\b(?!ssvar)"
_INITIATIVE = r"(?:politiskt |nämnd|ledamots)?initiativ(?:ärende|förslag)?\b"
_RESERVATION = r"(?:skriftlig )?(?:reservation|särskilt (?:yttrande|uttalande))\b"
_SUMMONS = r"(?:kallelse|föredragningslista|dagordning)\b"
_MOTION_TITLE = r"motion\b"
_ANY_TITLE = "|".join(["(?:" + kind + ")" for kind in (_ANSWER, _INTERPELLATION, _INITIATIVE, _RESERVATION, _SUMMONS, _MOTION_TITLE)])

_ANSWERED = re.compile(rf"(?i)\W*{_ANSWER}")
_REPORT = Sought(r"(?m)^Utlåtande (?:\d{4}:\d+|Rotel|[A-Z]?R [IVX]+)", "utlåtande")


def document_kind(seen: Evidence, items: Sequence[MinutesItem]) -> DocumentKind:
    """The kind of document; "other" where nothing tells."""
    if (minutes := _minutes(seen, items)) is not None:
        return minutes
    return next((kind for kind, fits in _RULES if fits(seen)), "other")


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
    if not items and "attendance" not in seen.sections:
        return None
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
    """Whether the title, a line of the head or the file's name begins so: with one of the patterns that _ANY_TITLE is made of."""
    return seen.says and _begins(pattern, seen.opening, seen.name)


def _begins(pattern: str, opening: Sequence[str], name: str) -> bool:
    start, in_name = _openings(pattern)
    return any(map(start.match, opening)) or in_name.match(name.replace("-", " ")) is not None


@functools.cache
def _openings(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A pattern at the beginning of a line, and of a file's name."""
    return re.compile(rf"(?i)^\W*(?:{pattern})"), re.compile(rf"^(?:{pattern.translate(str.maketrans('äåö', 'aao'))})")


_APPROVED = Sought(r"(?i)godkännare tjänsteskrivelse", "godkännare tjänsteskrivelse")
_LETTER = Sought(r"(?i)\btjänsteskrivelse\b", "tjänsteskrivelse")
_NAMED_LETTER = re.compile(r"(^|-)tjansteskrivelse(-|$)")
_STATEMENT = Sought(r"(?i)\btjänsteutlåtande\b", "tjänsteutlåtande")
_STATEMENT_TITLE = re.compile(r"(?i)\W*tjänsteutlåtande")


def _is_tjansteskrivelse(seen: Evidence) -> bool:
    approved = _APPROVED.search(seen.furniture) or (_APPROVED.may_stand_in(seen.whole) and any(map(_APPROVED.search, seen.texts[-8:])))
    if approved or not _is_letter(seen):
        return bool(approved)
    return bool(_LETTER.search(seen.head) or _LETTER.search(seen.furniture) or _NAMED_LETTER.search(seen.name))


def _is_tjansteutlatande(seen: Evidence) -> bool:
    if not (_is_letter(seen) or _STATEMENT_TITLE.match(seen.title)):
        return False
    return bool(_STATEMENT.search(seen.head) or _STATEMENT.search(seen.furniture) or "tjansteutlatande" in seen.name)


def _is_official_letter(seen: Evidence) -> bool:
    """A letter of an administration to its board that does not name itself."""
    return bool(seen.sections & {"proposal"} and seen.sections & {"administration_view"} and _LETTER_HEAD.search(seen.head))


def _is_letter(seen: Evidence) -> bool:
    return bool(seen.sections & {"proposal", "administration_view", "summary", "matter", "background"})


# Papers that go with a matter: plans, programmes, rules, tariffs, reports, tables.
_ENDS_OF_PAPERS = (
    "plan planer program policy strategi taxa avgifter rapport redovisning redogörelse beskrivning budget bokslut utredning analys kalkyl"
    " reglemente föreskrifter riktlinjer ordning avtal berättelse uppföljning sammanställning utlåtande hjul anvisning direktiv rutin"
    " prognos karta handling statistik enkät lista mall protokollsbilaga författningssamling"
)
_NAMES_OF_PAPERS = (
    "bilaga plan program policy strategi taxa avgifter avgift rapport redogörelse beskrivning budget bokslut utredning analys kalkyl"
    " reglemente föreskrifter riktlinje riktlinjer avtal överenskommelse underlag sammanställning rutin rutiner prognos karta statistik pm"
    " promemoria presentation tabell taxor stadga stadgar årshjul checklista handbok instruktion"
)
_PAPER = rf"\w+(?:{_ENDS_OF_PAPERS.replace(' ', '|')})|{_NAMES_OF_PAPERS.replace(' ', '|')}"
_PAPER_TITLE = Sought(
    rf"(?i)^\W*(?:[\w-]+ (?:och [\w-]+ )?){{0,3}}?(?:{_PAPER})\b", *shortest(f"{_ENDS_OF_PAPERS} {_NAMES_OF_PAPERS}".split())
)
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
    if not (to_council or _titled(seen, _MOTION_TITLE)):
        return False
    answers = _ANSWERS.search(seen.title) or any(map(_ANSWERS_AT_ONCE.match, seen.head.split("\n")[:8]))
    return not answers and _ASKS.search(seen.whole) is not None


def _is_answer(seen: Evidence) -> bool:
    at_once = holds(seen.head, "svar", "yttrande") and any(map(_ANSWERED.match, seen.head.split("\n")[:HEAD_BLOCKS]))
    return at_once or _titled(seen, _ANSWER)


_RULES: tuple[tuple[DocumentKind, Callable[[Evidence], bool]], ...] = (
    ("utlåtande", lambda e: bool(_REPORT.search(e.head) or _REPORT.search(e.furniture))),
    ("tjänsteskrivelse", _is_tjansteskrivelse),
    ("tjänsteutlåtande", _is_tjansteutlatande),
    ("interpellation", lambda e: _titled(e, _INTERPELLATION)),
    ("initiativärende", lambda e: _titled(e, _INITIATIVE)),
    ("motion", _is_motion),
    ("reservation", lambda e: _titled(e, _RESERVATION)),
    ("kallelse", lambda e: _titled(e, _SUMMONS) or _CALLED.search(e.head) is not None),
    ("remissvar", _is_answer),
    ("tjänsteskrivelse", _is_official_letter),
    ("bilaga", _is_paper),
)
"""Kinds of documents with what tells each, in the order in which they are tried: the first that fits is the document's."""
