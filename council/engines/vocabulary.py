"""Which words are one edit from a word: a letter more, less or other, or two neighbours that changed places."""

from __future__ import annotations

ALPHABET = "abcdefghijklmnopqrstuvwxyzåäöéèêëüæøáàâíìóòôúùñçß0123456789-'’:"
"""Characters that Swedish council text has in words, names among them; a word's own characters are tried besides."""


def one_edit_away(word: str) -> list[str]:
    """Every string one edit away, about 130 for each letter; none twice, and not the word itself."""
    alphabet = "".join(dict.fromkeys(ALPHABET + word))
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    shorter = [head + tail[1:] for head, tail in cuts if tail]
    swapped = [head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1]
    other = [head + letter + tail[1:] for head, tail in cuts if tail for letter in alphabet]
    longer = [head + letter + tail for head, tail in cuts for letter in alphabet]
    found = dict.fromkeys((*shorter, *swapped, *other, *longer))
    found.pop(word, None)
    found.pop("", None)
    return list(found)


def considered(limit: int) -> int:
    """How many words are counted exactly when `limit` are asked for: an index ranks them by counts that may hold deleted ones."""
    return 3 * limit + 10
