"""The JSON form of the domain's values, as engines store them. Fields that hold their default are left out.

A codec is made once for a dataclass from its type hints, so that a new field of council.model is stored without a change here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import types
import typing
from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import orjson

Plain: TypeAlias = Any
"""What JSON holds."""
Convert: TypeAlias = Callable[[Any], Any]
Value = TypeVar("Value")

_MISSING = object()


def dump(value: Any) -> str:
    """A dataclass of the domain as compact JSON. Its floats are finite, its integers of 64 bits."""
    return orjson.dumps(to_plain(value)).decode()


def load(kind: type[Value], text: str | bytes) -> Value:
    """The value that `dump` wrote. Raises ValueError for anything else."""
    return from_plain(kind, orjson.loads(text))


def to_plain(value: Any) -> Plain:
    """A dataclass as a dict of plain values, without what holds its default."""
    plain = {}
    for name, default, encode, _ in _fields(type(value)):
        item = getattr(value, name)
        if item != default:
            plain[name] = item if encode is None else encode(item)
    return plain


def from_plain(kind: type[Value], plain: Plain) -> Value:
    """The dataclass that a plain dict stands for. Unknown names are ignored: a newer version may have written them."""
    decoders = _DECODERS.get(kind) or _decoders(kind)
    values = {name: item if (decode := decoders[name]) is None else decode(item) for name, item in plain.items() if name in decoders}
    return kind(**values)


_Fields: TypeAlias = tuple[tuple[str, Any, Convert | None, Convert | None], ...]
"""(name, default, encode, decode) of each field of a dataclass."""

_KNOWN: dict[Any, _Fields] = {}
_DECODERS: dict[Any, dict[str, Convert | None]] = {}


def _decoders(kind: Any) -> dict[str, Convert | None]:
    """How each field of a dataclass is read: of a stored value only the fields that are there are looked at."""
    decoders = {name: decode for name, _, _, decode in _fields(kind)}
    _DECODERS[kind] = decoders
    return decoders


def _fields(kind: Any) -> _Fields:
    fields = _KNOWN.get(kind)
    if fields is None:
        hints = get_type_hints(kind)
        fields = tuple((item.name, _default(item), *_converters(hints[item.name])) for item in dataclasses.fields(kind))
        _KNOWN[kind] = fields
    return fields


def _default(item: dataclasses.Field[Any]) -> Any:
    if item.default is not dataclasses.MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not dataclasses.MISSING else _MISSING


def _converters(hint: Any) -> tuple[Convert | None, Convert | None]:
    """(encode, decode) of a type; None where the value is plain as it is."""
    origin = get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional(*_converters(next(arg for arg in get_args(hint) if arg is not type(None))))
    if origin is tuple:
        return _sequence(*_converters(get_args(hint)[0]))
    if hint is dt.datetime:
        return dt.datetime.isoformat, dt.datetime.fromisoformat
    if hint is dt.date:
        return dt.date.isoformat, dt.date.fromisoformat
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return to_plain, functools.partial(from_plain, hint)
    return None, None


def _optional(encode: Convert | None, decode: Convert | None) -> tuple[Convert | None, Convert | None]:
    return _unless_none(encode), _unless_none(decode)


def _unless_none(convert: Convert | None) -> Convert | None:
    if convert is None:
        return None
    return lambda item: None if item is None else convert(item)


def _sequence(encode: Convert | None, decode: Convert | None) -> tuple[Convert, Convert]:
    return _each(encode, list), _each(decode, tuple)


def _each(convert: Convert | None, gather: Callable[[Any], Any]) -> Convert:
    if convert is None:
        return gather
    return lambda items: gather(convert(item) for item in items)
