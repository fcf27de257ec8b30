"""JSON to and from Elasticsearch: how values are written as bytes and read back. Pure."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import orjson

PACKS_VECTORS = (9, 3)
"""From this version on a dense_vector is taken as base64 of its floats, too: a quarter of the bytes, and little to parse.

elastic/elasticsearch#137072: float32, the highest byte first. Queries may hold that from 9.4 on only, so they hold lists.
"""


def written(value: Any, *, packing: bool = False) -> bytes:
    """A value as JSON; vectors in it as base64 (`packing`) or as lists of numbers. Raises TypeError for what JSON cannot hold."""
    return orjson.dumps(value, default=_packed) if packing else orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY)


def read(text: bytes) -> Any:
    """The value of a JSON text. Raises ValueError."""
    return orjson.loads(text)


def _packed(value: Any) -> str:
    if not isinstance(value, np.ndarray):
        raise TypeError(type(value).__name__)
    return base64.b64encode(value.astype(">f4").tobytes()).decode("ascii")
