"""A folder whose file names, documents and sidecars attack, read by the real indexer and shown in a real browser: nothing runs."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from council.settings import Settings
from namndsok.cli import main
from namndsok.serving import open_service
from tests.browser.conftest import served
from ui.app import create_site

pytestmark = pytest.mark.browser

RUN = "window.ran=1"
XSS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><svg onload="{RUN}">',
    f"' autofocus onfocus='{RUN}",
    f"</textarea></title><script>{RUN}</script>",
    f"<math><mtext></mtext><style><img src=x onerror={RUN}></style></math>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"<details open ontoggle={RUN}>",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"\u202e<script>{RUN}</script>\u202c",
    f"<scr\0ipt>{RUN}</scr\0ipt>",
    f"<mark title=x onmouseover={RUN}>belysning</mark>",
    f"]]><script>{RUN}</script><![CDATA[",
    f"{{{{ ''.__class__.__mro__ }}}}{{% include 'base.html' %}}${{7*7}}<%= 7*7 %>#{{7*7}}<script>{RUN}</script>",
)
URLS = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}//https://kommun.example",
    f"\x01javascript:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    "//evil.example/x",
    "file:///etc/passwd",
    f'https://kommun.example/" onclick="{RUN}',
)
FORMULAS = ('=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "-2+3+cmd|x", "@SUM(1+1)", "\t=1+1", "＝1+1", '"=1+1"')
THEIRS = ", ".join(f"main {kind}" for kind in ("img[src=x]", "iframe", "svg[onload]", "script", "style", "noscript p", "math")) + ", base"
REDOS_NAMES = ("a" * 200, "§" * 100, "(" * 100, "2019-" * 40, "- " * 100, "protokoll " * 20)
HTML = """<!doctype html><html><head><title>{title}</title><script>{run}</script><meta http-equiv=refresh content="0;url=javascript:{run}">
<base href="//evil.example/"><link rel=stylesheet href="//evil.example/x.css"></head><body onload="{run}">
<p>Nämnden beslutar om belysning vid gångvägen. {text}</p><script>{run}</script><svg onload="{run}"></svg></body></html>"""


def write_folder(folder: Path) -> int:
    """Files that attack by name, by text, by HTML and by sidecar; returns how many can be read."""
    written = 0
    for n, attack in enumerate(XSS):
        name = f"{n} {attack}".replace("/", "∕").replace("\0", "")[:120] + ".txt"
        (folder / name).write_text(f"PROTOKOLL\n\n{attack}\n\nNämnden beslutar om belysning {attack} vid gångvägen.\n", encoding="utf-8")
        (folder / f"{n}.html").write_text(HTML.format(title=attack, run=RUN, text=attack), encoding="utf-8")
        lists = {name: [attack] for name in ("dnr", "parties", "topics")}
        facts = {"title": attack, "board": attack, "municipality": attack, "url": URLS[n % len(URLS)], **lists}
        (folder / f"sido-{n}.txt").write_text("Nämnden beslutar om belysning i parken.", encoding="utf-8")
        (folder / f"sido-{n}.txt.json").write_text(json.dumps(facts), encoding="utf-8")
        written += 3
    for n, formula in enumerate(FORMULAS):
        name = f"{formula.replace('/', '∕').strip()} {n}.txt"
        (folder / name).write_text(f"{formula}\n\nNämnden beslutar om belysning vid torget.\n", encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps({"title": formula, "board": formula, "topics": [formula]}), encoding="utf-8")
        written += 1
    for n, long in enumerate(REDOS_NAMES):
        (folder / f"{long}{n}.txt").write_text("Nämnden beslutar om belysning på skolgården.", encoding="utf-8")
        written += 1
    deep = folder / "..%2f..%2f" / "%00" / "~..." / "-rf"
    deep.mkdir(parents=True)
    (deep / "%2e%2e%2fpasswd.txt").write_text("Nämnden beslutar om belysning vid bron.", encoding="utf-8")
    return written + 1


@dataclass(frozen=True)
class Hostile:
    """Where the pages answer, and what was indexed."""

    address: str
    folder: Path
    written: int
    ids: list[str]

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=60) as answer:
            text: str = answer.read().decode("utf-8")
        return text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder, data = tmp_path_factory.mktemp("handlingar"), tmp_path_factory.mktemp("data")
    written = write_folder(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAMNDSOK_DATA", str(data))
        assert main(["index", str(folder)]) == 3
    settings = Settings(data=data)
    service = open_service(settings)
    ids = [entry.document_id for entry in service.engine.snapshot().catalogue().entries]
    with served(create_site(service, settings)) as address:
        yield Hostile(address, folder, written, ids)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on which any dialog, and any request to elsewhere, fails the test."""
    page = chromium.new_page(locale="sv-SE")
    seen: list[str] = []
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url) if "evil.example" in request.url else None)
    yield page
    page.close()
    assert not seen


def calm(page: Page, address: str) -> None:
    """Open an address, and see that nothing of theirs ran or became an element."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    assert page.evaluate("window.ran") is None, address
    assert page.locator(THEIRS).count() == 0, address
    links = page.evaluate("[...document.querySelectorAll('[href],[src],[action]')].map(e => e.href || e.src || e.action || '')")
    ours = (hostile_free(str(link)) for link in links)
    assert all(ours), address


def hostile_free(link: str) -> bool:
    """Whether a link leads to this site or to the one that a sidecar may name."""
    parts = urlsplit(link)
    return parts.scheme in ("", "http", "https") and parts.hostname in (None, "127.0.0.1", "kommun.example")


def test_everything_that_is_a_document_was_read(hostile: Hostile) -> None:
    """The two with a NUL are told to be none."""
    assert len(hostile.ids) == hostile.written - 2


def test_no_document_of_the_folder_runs_anything(page: Page, hostile: Hostile) -> None:
    for document_id in hostile.ids:
        calm(page, f"{hostile.address}/dokument/{quote(document_id)}?q={quote('belysning <b>')}")


def test_no_overview_of_the_folder_runs_anything(page: Page, hostile: Hostile) -> None:
    search = ("/sok?q=belysning&size=100", "/sok?q=belysning&group=paragraph&size=100", "/en/sok?q=belysning")
    for path in (*search, "/", "/arenden", "/namnder", "/partier", "/tackning", "/docs"):
        calm(page, f"{hostile.address}{path}")


@pytest.mark.parametrize("parameter", ["q", "board", "party", "topic", "kind", "voice", "municipality", "year"])
def test_no_parameter_runs_anything(page: Page, hostile: Hostile, parameter: str) -> None:
    for attack in XSS:
        calm(page, f"{hostile.address}/sok?q=belysning&{parameter}={quote(attack.replace(chr(0), ''))}")


def test_what_a_parameter_cannot_be_is_told_without_running(page: Page, hostile: Hostile) -> None:
    for attack in XSS:
        for parameter in ("sort", "page", "mode", "year_from"):
            answer = page.goto(f"{hostile.address}/sok?q=belysning&{parameter}={quote(attack)}")
            assert answer is not None
            assert answer.status == 422
            assert page.evaluate("window.ran") is None


def test_typing_an_attack_offers_text_alone(page: Page, hostile: Hostile) -> None:
    page.goto(f"{hostile.address}/")
    box = page.locator("input[name=q]").first
    for attack in ("<img", "<scr", '"><', "bel"):
        box.fill("")
        box.type(attack)
        page.wait_for_timeout(150)
    assert page.evaluate("window.ran") is None
    assert page.locator("form img, form iframe, form script").count() == 0


def test_originals_that_could_run_are_saved_and_not_shown(hostile: Hostile) -> None:
    for document_id in hostile.ids:
        with urllib.request.urlopen(f"{hostile.address}/api/documents/{quote(document_id)}/original", timeout=60) as answer:
            shown, kind = answer.headers["Content-Disposition"], answer.headers["Content-Type"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "\n" not in shown
        assert shown.startswith("attachment") or kind.startswith("text/plain")


def test_no_cell_is_a_formula_and_no_answer_names_the_machine(hostile: Hostile) -> None:
    rows = list(csv.reader(io.StringIO(hostile.get("/api/export.csv?q=belysning&mode=keyword"))))
    assert len(rows) > len(hostile.ids)
    assert not [cell for row in rows for cell in row if cell.lstrip(" ")[:1] in set("=+@＝\t\r")]
    for path in ("/api/coverage", "/api/search?q=belysning&size=100", "/feed.atom", "/feed.json", "/api/export.json", "/tackning"):
        assert str(hostile.folder) not in hostile.get(path)


def test_feeds_are_feeds(page: Page, hostile: Hostile) -> None:
    for name in ("feed.atom", "feed.json"):
        text = hostile.get(f"/{name}?q=belysning")
        assert "<script>" not in text if name.endswith("atom") else json.loads(text)["items"]
