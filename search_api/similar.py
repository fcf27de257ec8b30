"""Finds the same matter elsewhere: paragraphs near one in meaning, in other documents, without its near-duplicates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from council.criteria import Filters, LexicalQuery
from council.engine import Passage, Snapshot
from search_api.folding import Twins
from search_api.hits import document_head, passage_hit
from search_api.results import Hit
from search_api.snippets import Marker

CONSIDERED = 8
"""Neighbours looked at for each that is shown: the nearest are often twins in the extract and the minutes."""
_UNMARKED = Marker(LexicalQuery())


def similar(
    snapshot: Snapshot, paragraph_id: str, limit: int, floor: float, cases: Mapping[str, tuple[str, ...]]
) -> tuple[Hit, ...] | None:
    """At most `limit` hits, nearest first, one for each document; None for a paragraph that is not there."""
    asked = next(iter(snapshot.find([paragraph_id])), None)
    if asked is None:
        return None
    vector = snapshot.vectors([asked.key])[0]
    if not np.any(vector):
        return ()
    near = snapshot.nearest(vector, limit * CONSIDERED + 1, floor, Filters())
    cosines = {candidate.key: candidate.score for candidate in near.candidates}
    passages = snapshot.fetch([candidate.key for candidate in near.candidates[: limit * CONSIDERED + 1]])
    chosen = _elsewhere(asked, passages)[:limit]
    return tuple(
        Hit(document_head(p.document, cases), (passage_hit(p, _UNMARKED, float(cosines[p.key]), by_meaning=True),)) for p in chosen
    )


def _elsewhere(asked: Passage, near: list[Passage]) -> list[Passage]:
    """Passages of other documents, one for each, none a twin of another or of the one that was asked about."""
    twin = Twins()
    twin(asked)
    met = {asked.document.id}
    chosen: list[Passage] = []
    for passage in near:
        if passage.document.id not in met and twin(passage) is None:
            met.add(passage.document.id)
            chosen.append(passage)
    return chosen
