"""Pictures of single PDF pages with a passage outlined, drawn in short-lived processes of bounded time, memory and number."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from council import page_drawing
from council.errors import PageCode, PageNotDrawn
from council.model import Box

SECONDS = 10
"""Longest time for one page. A page of minutes takes 0.2 s; maps with a hundred thousand lines take some seconds."""
MEMORY = 1024 * 1024 * 1024
"""Most address space of a drawing process in bytes; pages of the samples take a tenth."""
AT_ONCE = 2
WAITING = 6
"""How many may wait for their turn. More are told to come back: they would hold the threads that answer searches."""
CACHED_BYTES = 32 * 1024 * 1024
"""Pictures that are kept: some two hundred pages of text."""
BESIDE, BETWEEN = 2 * page_drawing.MARGIN, 14.0
"""Boxes nearer than this (points) get one outline: across, their own would touch; down, less than a line lies between them."""
_HEAD = 1024
"""A PDF says so within its first 1,024 bytes (ISO 32000-1, annex H.3)."""
_WRONG: dict[int, tuple[PageCode, str]] = {
    page_drawing.NOT_OPENED: ("broken", "Sidan går inte att visa: filen är skadad."),
    page_drawing.NO_SUCH_PAGE: ("no_page", "Handlingen har ingen sådan sida."),
    page_drawing.ENCRYPTED: ("encrypted", "Sidan går inte att visa: filen är skyddad med lösenord."),
    page_drawing.TOO_MUCH_MEMORY: ("too_large", "Sidan är för stor för att visas här. Öppna originalet i stället."),
}
_CRASHED: tuple[PageCode, str] = ("broken", "Sidan går inte att visa: den gick inte att rita.")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page (from 1) of a file, and the rectangles to outline on it."""

    path: Path
    page: int
    outlines: tuple[Box, ...] = ()

    def tag(self) -> str:
        """A short digest that is another when the file, the page or an outline is. Raises PageNotDrawn (missing)."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise PageNotDrawn("missing", "Originalfilen går inte att läsa.") from error
        said = f"{self.path}|{status.st_mtime_ns}|{status.st_size}|{self.page}|{self.outlines}|{page_drawing.SCALE}"
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def page_request(path: Path, page: int, boxes: Iterable[Box] = ()) -> PageRequest:
    """What to draw for a passage: those of its boxes that lie on the page, near ones joined."""
    return PageRequest(path, page, joined([box for box in boxes if box.page == page]))


def joined(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """Boxes of one page, those that overlap or nearly touch as one around them, from the top down."""
    apart: list[Box] = []
    for box in boxes:
        near = [other for other in apart if _touch(box, other)]
        while near:
            apart = [other for other in apart if other not in near]
            box = _around([box, *near])
            near = [other for other in apart if _touch(box, other)]
        apart.append(box)
    return tuple(sorted(apart, key=lambda box: (-box.top, box.left)))


def _touch(one: Box, other: Box) -> bool:
    beside = max(one.left, other.left) - min(one.right, other.right)
    between = max(one.bottom, other.bottom) - min(one.top, other.top)
    return beside <= BESIDE and between <= BETWEEN


def _around(boxes: list[Box]) -> Box:
    return Box(
        boxes[0].page,
        min(box.left for box in boxes),
        min(box.bottom for box in boxes),
        max(box.right for box in boxes),
        max(box.top for box in boxes),
    )


class PageImages:
    """Draws pages; one for each server, safe to use from many threads. `seconds` and `memory` (bytes) bound each drawing."""

    def __init__(self, *, seconds: float = SECONDS, memory: int = MEMORY, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._seconds = seconds
        self._memory = memory
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._kept = _Kept(CACHED_BYTES)

    def draw(self, request: PageRequest) -> bytes:
        """The page as PNG. Raises PageNotDrawn, with `busy` when too many wait."""
        tag = request.tag()
        kept = self._kept.get(tag)
        if kept is not None:
            return kept
        _check_pdf(request.path)
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            image = self._in_turn(request)
        finally:
            self._places.release()
        self._kept.put(tag, image)
        return image

    def _in_turn(self, request: PageRequest) -> bytes:
        if not self._turns.acquire(timeout=self._seconds):
            raise _busy()
        try:
            return self._drawn(request)
        finally:
            self._turns.release()

    def _drawn(self, request: PageRequest) -> bytes:
        """Drawn by page_drawing.py in a process of its own: a crash or a hang of pdfium costs this picture alone."""
        # -P keeps the script's folder off the import path; the path stands in stdin, so nothing of a document is on a command line.
        command = [sys.executable, "-P", str(Path(page_drawing.__file__).resolve())]
        try:
            done = subprocess.run(command, input=self._order(request), capture_output=True, timeout=self._seconds, check=False)  # noqa: S603 (as said above)
        except subprocess.TimeoutExpired as error:
            raise PageNotDrawn("too_slow", "Det tog för lång tid att rita sidan. Öppna originalet i stället.") from error
        if done.returncode == 0:
            return done.stdout
        _log.warning("page %s was not drawn: exit %s %s", request.page, done.returncode, done.stderr[-500:].decode("utf-8", "replace"))
        raise PageNotDrawn(*_WRONG.get(done.returncode, _CRASHED))

    def _order(self, request: PageRequest) -> bytes:
        outlines = [(box.left, box.bottom, box.right, box.top) for box in request.outlines]
        order = {
            "path": str(request.path),
            "page": request.page,
            "outlines": outlines,
            "memory": self._memory,
            "seconds": max(1, round(self._seconds)),
        }
        return json.dumps(order).encode()


def _check_pdf(path: Path) -> None:
    """Most files that are no PDF are known without a process."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise PageNotDrawn("missing", "Originalfilen går inte att läsa.") from error
    if b"%PDF-" not in head:
        raise PageNotDrawn("not_pdf", "Bara PDF-filer har sidor att visa.")


def _busy() -> PageNotDrawn:
    return PageNotDrawn("busy", "Många sidor ritas just nu. Försök igen om en stund.")


class _Kept:
    """The pictures that were asked for last, up to so many bytes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held = 0
        self._images: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        with self._lock:
            if tag in self._images:
                self._images.move_to_end(tag)
            return self._images.get(tag)

    def put(self, tag: str, image: bytes) -> None:
        with self._lock:
            self._held += len(image) - len(self._images.pop(tag, b""))
            self._images[tag] = image
            while self._held > self._size:
                self._held -= len(self._images.popitem(last=False)[1])
