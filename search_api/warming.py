"""Makes a server know the commonest words of its index before they are met: how they are read, found, and what they mean."""

from __future__ import annotations

import logging
import threading
import time

from council.errors import EngineError
from search_api.service import SearchService

WORDS = 60_000
"""Words that are learned, some 80 MB that searches would fill anyway. A page of 100,000 paragraphs holds 1.7 words a paragraph that are not
among the 30,000 commonest, and 0.8 that are not among these; each takes 20 to 40 µs when a search meets it, and 15 ahead."""
AT_ONCE = 250
"""Words that are learned in one step, 5 ms of processor."""
PAUSE = 0.01
"""Seconds between the steps: searches that come meanwhile go first."""
GIVE_WAY, LONGEST = 20, 1.0
"""After a step that had to wait for searches to give it the processor the pause is so many times as long as it waited, up to so many
seconds: else a quarter of what a busy worker does in its first seconds is learning words that nobody asked for yet."""
COMMONEST, LONGER = 30_000, 5
"""After so many words the pauses are so many times as long: the rarer half helps later searches more than it may cost the first ones."""
_log = logging.getLogger(__name__)


def warm_beside(service: SearchService) -> threading.Thread:
    """Begin to learn the words, in a thread of its own that ends with the process."""
    thread = threading.Thread(target=_warm, args=(service,), name="learns words", daemon=True)
    thread.start()
    return thread


def _warm(service: SearchService) -> None:
    try:
        warm(service)
    except EngineError as error:
        _log.info("no words were learned ahead: %s", type(error).__name__)


def warm(service: SearchService, words: int = WORDS, pause: float = PAUSE) -> None:
    """Learn the commonest words of the newest commit, at once where no pause is wanted. Raises EngineError."""
    frequent = service.engine.snapshot().frequent_words(words)
    for at in range(0, len(frequent), AT_ONCE):
        began, spent = time.perf_counter(), time.thread_time()
        service.meet(frequent[at : at + AT_ONCE])
        waited = time.perf_counter() - began - (time.thread_time() - spent)
        if pause:
            time.sleep(max(pause if at < COMMONEST else LONGER * pause, min(GIVE_WAY * waited, LONGEST)))
