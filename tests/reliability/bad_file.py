"""What a bad file is: its name, how it is made, and what has to become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Fate = Literal["refused", "readable", "either"]
"""What has to become of a file: a reason in the report, a place in the index, or one of the two."""

Content = bytes | Callable[[Path], None]
KILO, MEGA, GIGA = 1 << 10, 1 << 20, 1 << 30
SENTENCE = "Nämnden beslutar att godkänna förslaget om belysning vid gångvägen. "


@dataclass(frozen=True)
class BadFile:
    """One kind: the name below the folder, how it is made, what has to become of it."""

    name: str
    content: Content
    fate: Fate = "either"

    def make(self, folder: Path) -> None:
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)
