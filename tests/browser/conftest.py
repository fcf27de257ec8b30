"""A real browser before the pages of the fictional municipality, served on a free port."""

from __future__ import annotations

import shutil
import socket
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.types import ASGIApp

from council.settings import Settings
from tests.conftest import REPOSITORY, missing
from tests.samples_site import samples_site
from tests.unit.pdf_pages import Drawn, column, draw
from tests.web.fake_service import FakeService
from ui.app import create_site

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    path = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
    if path is None:
        missing("chromium is not installed: run make test as root on a Debian-like system, or install it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over the fictional documents; the minutes' original is there, too."""
    service = FakeService()
    give_original(service, "lillaker-tekniska-2021-10-14", tmp_path_factory.mktemp("handlingar"))
    # A fake with the service's methods.
    with served(create_site(service, Settings(contact="sok@lillaker.example"))) as address:  # type: ignore[arg-type]
        yield address


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over the sample documents, as `make run` serves them."""
    with samples_site(tmp_path_factory.mktemp("data")) as pages, served(pages) as address:
        yield address


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of an application that is served on a free port."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=5)


def give_original(service: FakeService, document_id: str, folder: Path) -> None:
    """Draw a document's paragraphs as a PDF, each where its boxes say."""
    read = service.documents[document_id]
    drawn: list[list[Drawn]] = [[], []]
    for paragraph in read.paragraphs:
        for box in paragraph.boxes:
            lines = textwrap.wrap(paragraph.text, 80)
            drawn[box.page - 1] += column(lines, x=box.left, top=box.top - 11)
    path = folder / read.document.source
    path.parent.mkdir(parents=True)
    draw(path, drawn)
    service.documents[document_id] = replace(read, document=replace(read.document, root=str(folder)))


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """A desk's screen and a phone's."""
    size: dict[str, int] = request.param
    return size


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def context(request: pytest.FixtureRequest, chromium: Browser, size: dict[str, int]) -> Iterator[BrowserContext]:
    """A browser with and without JavaScript."""
    context = chromium.new_context(viewport=size, java_script_enabled=request.param, locale="sv-SE")
    yield context
    context.close()


@pytest.fixture
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether the visitor's browser runs scripts."""
    return "no-script" not in request.node.name


@pytest.fixture
def visitor(context: BrowserContext) -> Page:
    """An empty page; anything that the browser complains of fails the test."""
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
    return page


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, fetched by scripts/fetch_axe.sh at test set-up."""
    source = REPOSITORY / ".cache" / "axe" / "axe.min.js"
    if not source.exists():
        missing("axe-core is not in .cache/axe: run scripts/fetch_axe.sh")
    return source.read_text(encoding="utf-8")
