"""The tokens of the shipped model: a Unigram vocabulary over words, learned where rare compounds were split first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFC, Lowercase
from tokenizers.normalizers import Sequence as Normalizers
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import UnigramTrainer

from council.lemmas import readings
from council.lexicon import lexicon

PAD, UNKNOWN = "[PAD]", "[UNK]"

VOCABULARY = 64_000
"""Tokens that the trainer is asked for; those that no word of the corpus uses are dropped after (49,000 stay)."""

DAMPING = 0.75
"""Words count as their occurrences to this power, as word2vec samples: rare words get their say."""

RARE = 400
"""A compound seen less often than this is learned as its parts (trials in docs/decisions/static-model.md)."""

PART_LENGTH, PART_SEEN = 4, 200
"""Shortest part of a compound, and how often its last part must have been seen on its own."""

BEGINNINGS = 40
"""In how many compounds a beginning (skol-, gatu-, barnomsorgs-) must stand before a known word, to be a part itself."""

WHOLE_WORD = -11.0
"""Log probability of an added token: likelier than any two of the pieces that it would come apart in."""

LETTERS = re.compile(r"[a-zåäöéüáèàæø]+")
"""Words worth learning tokens from: no numbers, no other alphabets."""


class Compounds:
    """How words of a corpus come apart: beginnings that many compounds share, before endings that are words."""

    def __init__(self, counts: Counter[str]) -> None:
        self._endings = {word: count for word, count in counts.items() if count >= PART_SEEN and len(word) >= PART_LENGTH}
        shared: Counter[str] = Counter()
        for word in counts:
            for at in range(PART_LENGTH, len(word) - PART_LENGTH + 1):
                if word[at:] in self._endings:
                    shared[word[:at]] += 1
        self._beginnings = {word: times for word, times in shared.items() if times >= BEGINNINGS}

    def split(self, word: str) -> list[str]:
        """Parts of a compound, where beginning and ending are the most common; the word alone where none is known."""
        best: tuple[int, list[str]] = (0, [word])
        for at in range(PART_LENGTH, len(word) - PART_LENGTH + 1):
            common = self._beginnings.get(word[:at], 0) * self._endings.get(word[at:], 0)
            if common > best[0]:
                best = (common, [word[:at], word[at:]])
        return best[1]


def learn_tokenizer(counts: Counter[str], size: int = VOCABULARY) -> Tokenizer:
    """A tokenizer of words (all else is dropped) with the tokens that the counted words use.

    The trainer breaks ties by the order of a hash table, so that rare tokens differ from run to run: what is to be repeated begins
    from tokens that were learned once (`python -m models.train --learn-tokens` learns them anew).
    """
    known = Counter({word: count for word, count in counts.items() if LETTERS.fullmatch(word) and count > 1})
    tokenizer = _bare(Unigram())
    trainer = UnigramTrainer(vocab_size=size, unk_token=UNKNOWN, special_tokens=[PAD, UNKNOWN], show_progress=False, max_piece_length=24)
    tokenizer.train_from_iterator(_damped(_with_rare_split(known)), trainer)
    return keep_used(tokenizer, known)


def with_words(tokenizer: Tokenizer, words: Iterable[str]) -> Tokenizer:
    """The tokenizer with a token for each word that has none: hojen is then one token, not "hoj" and "en"."""
    model = json.loads(tokenizer.to_str())["model"]
    known = {token for token, _ in model["vocab"]}
    added = sorted({word for word in words if word not in known and LETTERS.fullmatch(word)})
    return _bare(Unigram([*map(tuple, model["vocab"]), *((word, WHOLE_WORD) for word in added)], unk_id=model["unk_id"]))


def inflected(words: Iterable[str]) -> set[str]:
    """The words, and every form that the lexicon knows of them."""
    chosen = {word for word in words if word.isalpha()}
    lemmas = {readings(word)[0] for word in chosen}
    return chosen | {form for form, lemma in lexicon().lemma_of.items() if lemma in lemmas}


def _with_rare_split(counts: Counter[str]) -> Counter[str]:
    compounds = Compounds(counts)
    learned: Counter[str] = Counter()
    for word, count in counts.items():
        for part in compounds.split(word) if count < RARE else [word]:
            learned[part] += count
    return learned


def _damped(counts: Counter[str]) -> Iterator[str]:
    for word in sorted(counts):
        yield " ".join([word] * round(counts[word] ** DAMPING))


def keep_used(tokenizer: Tokenizer, words: Iterable[str]) -> Tokenizer:
    """The tokenizer with the tokens alone that some word comes apart in."""
    model = json.loads(tokenizer.to_str())["model"]
    used = {PAD, UNKNOWN}
    for encoding in tokenizer.encode_batch(sorted(words), add_special_tokens=False):
        used.update(encoding.tokens)
    kept = sorted(((token, round(score, 5)) for token, score in model["vocab"] if token in used), key=_order)
    return _bare(Unigram(kept, unk_id=[token for token, _ in kept].index(UNKNOWN)))


def _order(piece: tuple[str, float]) -> tuple[bool, bool, float, str]:
    token, score = piece
    return token != PAD, token != UNKNOWN, -score, token


def _bare(model: Unigram) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = Normalizers([NFC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex(r"\w+"), behavior="removed", invert=True)
    return tokenizer
