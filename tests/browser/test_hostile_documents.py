"""Documents and queries that try to run scripts, in a real browser: no dialog opens and nothing of theirs runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from council.settings import Settings
from tests.browser.conftest import served
from tests.small_index import document, service_over
from ui.app import create_site

pytestmark = pytest.mark.browser

ATTACKS = (
    "<script>window.ran=1;alert(1)</script>",
    "<img src=x onerror='window.ran=1;alert(2)'>",
    '"><svg onload="window.ran=1;alert(3)">',
    "' autofocus onfocus='window.ran=1;alert(4)",
    "</title><script>window.ran=1</script>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the pages over documents whose title, board, topic, number and text are attacks."""
    documents = [
        document(f"ond-{n}", f"Belysning {attack} vid gångvägen", title=attack, board=attack, topics=(attack,), dnr=(attack,))
        for n, attack in enumerate(ATTACKS)
    ]
    pages = create_site(service_over(tmp_path_factory.mktemp("index"), documents), Settings())
    with served(pages) as address:
        yield address


def test_nothing_of_theirs_runs(chromium: Browser, hostile: str) -> None:
    page = chromium.new_page(locale="sv-SE")
    dialogs: list[str] = []

    def refuse(dialog: object) -> None:
        dialogs.append(str(dialog))
        dialog.dismiss()  # type: ignore[attr-defined]  # playwright's Dialog

    page.on("dialog", refuse)
    addresses = ["/sok?q=belysning&size=100", "/tackning", "/namnder", "/arenden"]
    addresses += [f"/sok?q={quote(attack)}&board={quote(attack)}" for attack in ATTACKS]
    addresses += [f"/dokument/prov-ond-{n}?q={quote(attack)}" for n, attack in enumerate(ATTACKS)]
    for address in addresses:
        answer = page.goto(f"{hostile}{address}")
        assert answer is not None
        assert answer.status == 200, address
        assert page.evaluate("window.ran") is None, address
        assert page.locator("main img[src=x], main iframe, svg[onload], main script").count() == 0, address
    assert not dialogs
    page.close()
