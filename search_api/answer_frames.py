"""What a server's workers and the keeper of their common answers say to each other: frames of bytes over a socket of this machine."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

ASK, GIVE, NOTHING = 1, 2, 3
"""What a worker says: is there an answer; here is one; what I made is none to keep."""
HERE, MAKE, WAIT = 4, 5, 6
"""What the keeper says: here is the answer; make it yourself; another is making it, and you will hear."""
DIGEST = 16
"""Bytes of a digest of an address or of an index's version: no address leaves a worker."""
LARGEST = 1024 * 1024
"""Bytes of the largest frame: an answer of search_api.kept_answers.LARGEST and its headers."""

_HEAD = struct.Struct(f"!IBI{DIGEST}s{DIGEST}s")


class Frame(NamedTuple):
    """`number` is the worker's own for a question, and the same in what it hears of it."""

    kind: int
    number: int
    version: bytes
    key: bytes
    body: bytes = b""

    def packed(self) -> bytes:
        """As it goes over the wire."""
        return _HEAD.pack(len(self.body), self.kind, self.number, self.version, self.key) + self.body


class Reader:
    """Puts frames together from pieces as they come."""

    def __init__(self) -> None:
        self._held = bytearray()

    def read(self, piece: bytes) -> Iterator[Frame]:
        """The frames that are whole with this piece. Raises ValueError for what no frame can be."""
        self._held += piece
        while len(self._held) >= _HEAD.size:
            size, kind, number, version, key = _HEAD.unpack_from(self._held)
            if size > LARGEST or not ASK <= kind <= WAIT:
                raise ValueError("no frame")
            end = _HEAD.size + size
            if len(self._held) < end:
                return
            body = bytes(memoryview(self._held)[_HEAD.size : end])
            del self._held[:end]
            yield Frame(kind, number, version, key, body)
