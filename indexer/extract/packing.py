"""How values pass between processes: a frozen value is pickled as the call that makes it, in half the time that dataclasses take."""

from __future__ import annotations

import copyreg
import pickle
from dataclasses import fields
from operator import attrgetter
from typing import Any

from council import model

_VALUES = (
    model.AgendaItem, model.Box, model.CaseRecord, model.Document, model.Motion, model.Paragraph, model.Person, model.Provenance,
    model.ReadDocument, model.Step, model.Voice, model.Votes,
)  # fmt: skip
"""The classes that a document read is made of."""


def packed(value: Any) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(content: bytes) -> Any:
    """The value that was packed, by a process of ours."""
    return pickle.loads(content)  # noqa: S301  # it comes through a pipe that only we and our children hold


def pack_as_calls(kind: type) -> None:
    """Let values of a class be packed so; its fields are what it is made with."""
    values = attrgetter(*(field.name for field in fields(kind)))
    copyreg.pickle(kind, lambda value: (kind, values(value)))


for _kind in _VALUES:
    pack_as_calls(_kind)
