"""Knows which case a paragraph belongs to, which case a question is about, and every paragraph of that case, wherever it stands."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council.casebook import DISSENT
from council.criteria import Filters, Key, LexicalQuery, MatchSet, Variant, Word
from council.engine import Passage, Snapshot
from council.model import Case, CaseRecord, Document, DocumentKind, Step
from council.references import diary_number, find, normal_forms, same_number

MOST_DOCUMENTS = 60
"""Documents of one case that are looked at: fifteen boards asked for an answer have four each."""
MOST_PASSAGES = 1_000
"""Paragraphs of a case in documents of its own that are looked at, the latest first, and in each of the minutes."""
CASES_KEPT = 64
"""Cases whose paragraphs are remembered: people ask on about what they found."""
VOICES_OF_A_CASE = 3
"""Paragraphs that say which case a question is about: one may only name it in passing."""

_GATHERINGS: frozenset[DocumentKind] = frozenset({"protokoll", "kallelse"})
"""Kinds that hold many matters: there a paragraph's own number tells whose it is."""
_ON_THE_WAY = frozenset({"motion", "referral", "received"})
"""Steps that answer nothing: the matter comes in and is sent on."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A case with all its paragraphs, and for each paragraph (by id) the steps that it tells of."""

    case: Case
    passages: tuple[Passage, ...]
    steps: Mapping[str, tuple[Step, ...]]

    def acting(self, paragraph_id: str) -> frozenset[str]:
        """The boards and offices whose stance a paragraph tells of."""
        told = (step for step in self.steps.get(paragraph_id, ()) if step.kind not in _ON_THE_WAY and step.stance)
        return frozenset(name for step in told for name in (step.board, step.body) if name)

    @property
    def answered(self) -> bool:
        """Whether anyone has answered yet: until then, that the matter was sent on is all there is to tell."""
        return any(step.stance and step.kind not in _ON_THE_WAY for step in self.case.steps)

    def on_the_way(self, paragraph_id: str) -> bool:
        """Whether a paragraph only tells that the matter came in or was sent on."""
        steps = self.steps.get(paragraph_id, ())
        return bool(steps) and all(step.kind in _ON_THE_WAY for step in steps)

    def dissents(self, paragraph_id: str) -> bool:
        """Whether a paragraph is a reservation, a statement or a note to the record."""
        return any(step.kind in DISSENT for step in self.steps.get(paragraph_id, ()))


class Matters:
    """The cases of one generation of an index, by the documents that speak of them."""

    def __init__(self, snapshot: Snapshot, cases: Sequence[Case]) -> None:
        self.snapshot = snapshot
        self._cases = cases
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Matter] = OrderedDict()

    @functools.cached_property
    def _records(self) -> Mapping[str, tuple[tuple[CaseRecord, Case], ...]]:
        """What each document says of cases, by document id."""
        by_key: defaultdict[str, list[Case]] = defaultdict(list)
        for case in self._cases:
            for key in case.keys:
                by_key[key].append(case)
        found: defaultdict[str, list[tuple[CaseRecord, Case]]] = defaultdict(list)
        for record in self.snapshot.case_records():
            if (whose := _case_of(record, by_key)) is not None:
                for document_id in dict.fromkeys(step.document_id for step in record.steps if step.document_id):
                    found[document_id].append((record, whose))
        return {document_id: tuple(records) for document_id, records in found.items()}

    @functools.cached_property
    def _numbered(self) -> Mapping[tuple[str, ...], Case]:
        """The case that has a diary number, by the tokens of the number; several may share one by mistake, and then none has it."""
        found: defaultdict[tuple[str, ...], dict[str, Case]] = defaultdict(dict)
        for case in self._cases:
            for number in case.dnr:
                found[_forms((number,))][case.id] = case
        return {forms: next(iter(cases.values())) for forms, cases in found.items() if forms and len(cases) == 1}

    @functools.cached_property
    def _documents(self) -> Mapping[str, tuple[str, ...]]:
        """The documents that speak of each case, by its id."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for document_id, records in self._records.items():
            for _, case in records:
                found[case.id][document_id] = None
        return {case_id: tuple(documents) for case_id, documents in found.items()}

    def of(self, passage: Passage) -> Case | None:
        """The case that a paragraph belongs to, or None."""
        records = self._records.get(passage.document.id, ())
        if len(records) == 1 and passage.document.kind not in _GATHERINGS:
            return records[0][1]
        label = passage.paragraph.case
        if not label:
            return None
        fits = ((_fit(record, label, passage.document), -place, case) for place, (record, case) in enumerate(records))
        fit, _, case = max(fits, key=lambda found: found[:2], default=(0, 0, None))
        return case if fit else self._numbered.get(_forms((label,)))

    def asked_about(self, scored: Sequence[tuple[Passage, float]]) -> tuple[Case, float] | None:
        """The case whose best paragraphs earned most, and what the best of them earned; None where no case was met."""
        earned: defaultdict[str, list[float]] = defaultdict(list)
        by_id: dict[str, Case] = {}
        for passage, score in scored:
            if (case := self.of(passage)) is not None:
                by_id[case.id] = case
                earned[case.id].append(score)
        if not earned:
            return None
        best = max(earned, key=lambda case_id: sum(sorted(earned[case_id], reverse=True)[:VOICES_OF_A_CASE]))
        return by_id[best], max(earned[best])

    def matter(self, case: Case) -> Matter:
        """A case with its paragraphs, read once and remembered for a while."""
        with self._lock:
            if case.id in self._kept:
                self._kept.move_to_end(case.id)
                return self._kept[case.id]
        read = self._read(case)
        with self._lock:
            self._kept[case.id] = read
            while len(self._kept) > CASES_KEPT:
                self._kept.popitem(last=False)
        return read

    def _read(self, case: Case) -> Matter:
        documents = self._documents.get(case.id, ())[:MOST_DOCUMENTS]
        steps: defaultdict[str, dict[Step, None]] = defaultdict(dict)
        labels: dict[str, tuple[str, ...]] = {}
        for document_id in documents:
            own = [step for record, whose in self._records[document_id] if whose is case for step in record.steps]
            labels[document_id] = tuple(dict.fromkeys(step.ref for step in own if step.ref))
            for step in own:
                steps[step.paragraph_id][step] = None
        keys = dict.fromkeys((*self._keys(documents, labels), *self._bearing(case.dnr)))
        passages = [passage for passage in self.snapshot.fetch(list(keys)) if self.of(passage) is case]
        return Matter(case, tuple(passages), {paragraph_id: tuple(told) for paragraph_id, told in steps.items()})

    def _keys(self, documents: Sequence[str], labels: Mapping[str, Sequence[str]]) -> list[Key]:
        """Paragraphs that may be the case's: all of its own documents, and of minutes those that bear one of its §."""
        whole = tuple(document_id for document_id in documents if len(self._records[document_id]) == 1)
        found = dict.fromkeys(self.snapshot.select(MatchSet(), Filters(documents=whole), "newest", 0, MOST_PASSAGES) if whole else ())
        for document_id in documents:
            if document_id not in whole and (forms := _forms(labels[document_id])):
                found.update(dict.fromkeys(self._with(forms, Filters(documents=(document_id,)))))
        return list(found)

    def _bearing(self, numbers: Sequence[str]) -> list[Key]:
        """Paragraphs that bear a diary number, in whatever document: letters of others tell no step of the case."""
        return self._with(_forms(numbers), Filters()) if numbers else []

    def _with(self, forms: Sequence[str], filters: Filters) -> list[Key]:
        query = LexicalQuery(required=(Word("", tuple(Variant("references", (form,), "exact") for form in forms)),))
        return [candidate.key for candidate in self.snapshot.lexical(query, filters, MOST_PASSAGES).candidates]


def _forms(labels: Sequence[str]) -> tuple[str, ...]:
    """The tokens under which paragraphs with these § are found."""
    return tuple(dict.fromkeys(form for label in labels for reference in find(label) for form in normal_forms(reference)))


def _case_of(record: CaseRecord, by_key: Mapping[str, Sequence[Case]]) -> Case | None:
    """The case that a record went into: one that has all its keys, and its number before all."""
    keys = set(record.keys)
    holders = {case.id: case for key in record.keys for case in by_key.get(key, ()) if keys <= set(case.keys)}
    return next((case for case in holders.values() if set(record.dnr) & set(case.dnr)), next(iter(holders.values()), None))


def _fit(record: CaseRecord, label: str, document: Document) -> int:
    """How sure a paragraph with this number belongs to a record of its document: 2 for its own § or number, 1 for one it reports, 0."""
    if _numbered(record, label):
        return 2
    own = [step for step in record.steps if step.ref == label]
    if any(step.board in {document.board, None} and step.date in {document.date, None} for step in own):
        return 2
    return 1 if own else 0


def _numbered(record: CaseRecord, label: str) -> bool:
    number = diary_number(label)
    return number is not None and any((other := diary_number(text)) is not None and same_number(number, other) for text in record.dnr)
