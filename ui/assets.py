"""Static files under names that carry their digest, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

DIGEST_LENGTH = 10
"""Hexadecimal digits of the SHA-256 in a name: 40 bits, far more than a handful of files needs."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: the name it is served under ("site.3fa2….css"), its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


class Assets:
    """The static files, found by their plain name (`url`) or by their name with digest (`find`)."""

    def __init__(self, assets: Iterable[tuple[str, Asset]]) -> None:
        self._by_plain = dict(assets)
        self._by_name = {asset.name: asset for asset in self._by_plain.values()}

    def url(self, plain: str) -> str:
        """The address of a static file by its plain name. Raises KeyError when there is none."""
        return f"/static/{self._by_plain[plain].name}"

    def find(self, name: str) -> Asset | None:
        """The file that is served under this name, or None."""
        return self._by_name.get(name)


def read_assets(folder: Traversable | None = None) -> Assets:
    """Read every file of ui/static (or of `folder`) once."""
    folder = files("ui").joinpath("static") if folder is None else folder
    return Assets((item.name, _asset(item)) for item in folder.iterdir() if item.is_file() and not item.name.startswith("."))


def _asset(item: Traversable) -> Asset:
    content = item.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH]
    stem, _, extension = item.name.rpartition(".")
    media_type = mimetypes.guess_type(item.name)[0] or "application/octet-stream"
    return Asset(f"{stem}.{digest}.{extension}", _with_charset(media_type), content)


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
