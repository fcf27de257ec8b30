"""Which language a page is in where its address names none: the browser's wish, read from Accept-Language."""

from __future__ import annotations

DEFAULT = "sv"
LANGUAGES = (DEFAULT, "en")
"""The languages of the pages. Each has addresses of its own below /<language>/; an address without one follows the browser."""
NO_WEIGHT = -1.0


def preferred(accepted: str) -> str:
    """The language of LANGUAGES that a browser would rather have; Swedish where it has no wish, or none that can be read.

    Weights are those of RFC 9110 § 12.5.4: a language that is named beats `*`, a weight of 0 refuses it. Of equal weights the one that is
    named first wins, as browsers mean it.
    """
    wishes = [_wish(part) for part in accepted.split(",")]
    return max(LANGUAGES, key=lambda language: _liking(language, wishes))


def _wish(part: str) -> tuple[str, float]:
    """("en-gb", 0.8) of "en-GB;q=0.8"; a weight that cannot be read is none."""
    tag, _, parameters = part.partition(";")
    name, _, weight = parameters.strip().partition("=")
    if not parameters.strip():
        return tag.strip().lower(), 1.0
    try:
        read = float(weight) if name.strip().lower() == "q" else NO_WEIGHT
    except ValueError:
        read = NO_WEIGHT
    return tag.strip().lower(), read if 0 <= read <= 1 else NO_WEIGHT


def _liking(language: str, wishes: list[tuple[str, float]]) -> tuple[float, int]:
    """(weight, minus the place in the list): the larger, the better; a language that is not wanted has no place."""
    named = [(weight, -place) for place, (tag, weight) in enumerate(wishes) if tag.split("-")[0] == language and weight >= 0]
    anything = [(weight, -len(wishes)) for tag, weight in wishes if tag == "*" and weight >= 0]
    liking = max(named or anything, default=(0.0, 0))
    return liking if liking[0] else (0.0, -len(wishes))
