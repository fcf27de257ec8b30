"""When Python looks for garbage in a process that serves: seldom, and not among what lives as long as the process."""

from __future__ import annotations

import gc

NEW_OBJECTS = 20_000
"""Objects after which the newest are looked at. Python's 700 are made thirty times in a search, all of them gone when it ends."""
YOUNG_ROUNDS, OLD_ROUNDS = 20, 50
"""Rounds after which the survivors are looked at, too, and then everything: at 100,000 paragraphs that takes 40 to 400 ms, and with
Python's own numbers came every sixty searches, for next to nothing (1,300 objects of 200 searches; measured, docs/load.md)."""


def collect_seldom() -> None:
    """Leave what was loaded (modules, words of Swedish, the model) out of every collection, and collect what comes later seldom.

    Nearly all garbage has no cycles and goes at once, whatever is set here.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
