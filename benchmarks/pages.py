"""The pages as a browser meets them: time to the largest paint, layout shift, requests and bytes, and a result page beside its API call.

Run: `python -m benchmarks.pages`; writes docs/pages-speed.md. Needs Chromium. Figures are medians on the machine that runs it.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import random
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.corpora import REPOSITORY, public_documents, words_in_a_row
from benchmarks.processes import processor_time
from benchmarks.served import index, served

PAGE = REPOSITORY / "docs" / "pages-speed.md"
PARAGRAPHS = 5_000
SEARCHES = 420
WARM_UP = 20
LOADS = 5
SETTLED = 150
"""Milliseconds after which nothing more is painted."""
PER_FILE = 40
BOARDS = 30
PARTIES = ("S", "M", "V", "SD", "MP", "L", "KD", "C")
TOPICS = ("Cykel", "Skola", "Äldreomsorg", "Bibliotek", "Budget och ekonomi", "Stadsplanering", "Idrott och fritid", "Klimat och energi")
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
SCREENS = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
OBSERVE = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.lcp = entry.startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) seen.cls += entry.value; })
  .observe({type: 'layout-shift', buffered: true});
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page with an empty cache: LCP in ms, CLS, requests, bytes on the wire (all, and of the page alone)."""

    lcp: float
    cls: float
    requests: int
    transferred: int
    page: int


def write_corpus(folder: Path, paragraphs: int) -> None:
    """Public texts as files with sidecars that give them boards, dates, parties and topics by chance, so that every facet is full."""
    chance, written = random.Random(5), 0
    for title, texts in public_documents():
        for at in range(0, len(texts), PER_FILE):
            some = texts[at : at + PER_FILE]
            path = folder / f"{written:06d}.txt"
            path.write_text("\n\n".join([title, *some]) + "\n", encoding="utf-8")
            path.with_name(f"{path.name}.json").write_text(json.dumps(_facts(chance, title)), encoding="utf-8")
            written += len(some)
            if written >= paragraphs:
                return


def _facts(chance: random.Random, title: str) -> dict[str, object]:
    date = f"{chance.randint(2005, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    topics = chance.sample(TOPICS, chance.randint(0, 3))
    parties = chance.sample(PARTIES, chance.randint(0, 3))
    return {"title": title, "board": f"Nämnd {chance.randint(1, BOARDS)}", "date": date, "topics": topics, "parties": parties}


def queries(folder: Path) -> list[str]:
    """One to four words in a row from random paragraphs."""
    texts = [text for path in sorted(folder.glob("*.txt")) for text in path.read_text(encoding="utf-8").split("\n\n")]
    return words_in_a_row(texts, SEARCHES, seed=11, lengths=(1, 2, 3, 4))


def result_pages(site: str, process: int, asked: list[str]) -> list[str]:
    """Rows: result pages and API calls for queries of their own, so that neither warms the other, as browsers ask (gzip)."""
    client = _Client(site)
    for query in asked[:WARM_UP]:
        client.ask(_api(query))
        client.ask(_page(query))
    pairs = list(zip(asked[WARM_UP::2], asked[WARM_UP + 1 :: 2], strict=False))
    called, shown = _rounds(client, process, [(_api(one), _page(other)) for one, other in pairs])
    return [
        f"| result page over HTTP, {PARAGRAPHS:,} paragraphs, all facets, p50 | {shown.p50:.1f} ms | ≤ 25 ms |",
        f"| the same, p95 | {shown.p95:.1f} ms | |",
        f"| `/api/search` for like queries, p50 | {called.p50:.1f} ms | |",
        f"| page / API call, p50 | {shown.p50 / called.p50:.2f} | ≤ 1.5 |",
        f"| processor time of the server: page, API call | {shown.processor:.1f} ms, {called.processor:.1f} ms | |",
        f"| page / API call, processor time | {shown.processor / called.processor:.2f} | ≤ 1.5 |",
        f"| largest of these result pages on the wire | {shown.largest / 1000:.1f} kB | ≤ 60 kB |",
    ]


@dataclass(frozen=True, slots=True)
class Round:
    """Many answers: median and 95th percentile in ms, processor time of the server for each in ms, bytes of the largest."""

    p50: float
    p95: float
    processor: float
    largest: int


def _rounds(client: _Client, process: int, pairs: list[tuple[str, str]]) -> tuple[Round, Round]:
    """The two sides of many pairs, asked by turns, so that what else the machine does slows both alike."""
    answers: tuple[list[tuple[float, int]], list[tuple[float, int]]] = ([], [])
    used = [0.0, 0.0]
    for pair in pairs:
        for side, path in enumerate(pair):
            before = processor_time(process)
            answers[side].append(client.ask(path))
            used[side] += processor_time(process) - before
    first, second = (_round(found, spent / len(pairs)) for found, spent in zip(answers, used, strict=True))
    return first, second


def _round(answers: list[tuple[float, int]], processor: float) -> Round:
    took = sorted(milliseconds for milliseconds, _ in answers)
    return Round(statistics.median(took), took[int(0.95 * (len(took) - 1))], 1000 * processor, max(size for _, size in answers))


def _api(query: str) -> str:
    return f"/api/search?fold=true&q={quote(query)}"


def _page(query: str) -> str:
    return f"/sok?q={quote(query)}"


class _Client:
    """One connection that is kept open."""

    def __init__(self, site: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)

    def ask(self, path: str) -> tuple[float, int]:
        """(milliseconds, bytes of the body) of one answer. Raises SystemExit where it is not 200."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "sv"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return 1000 * (time.perf_counter() - started), len(body)


def loads(browser: Browser, address: str, screen: str) -> list[Load]:
    """A page loaded some times, each with an empty cache."""
    return [_load(browser, address, screen) for _ in range(LOADS)]


def _load(browser: Browser, address: str, screen: str) -> Load:
    with _fresh_page(browser, screen) as (page, sizes):
        page.goto(address, wait_until="load")
        page.wait_for_timeout(SETTLED)
        seen = page.evaluate("window.seen")
        return Load(seen["lcp"], seen["cls"], len(sizes), sum(sizes.values()), next(iter(sizes.values())))


@contextmanager
def _fresh_page(browser: Browser, screen: str) -> Iterator[tuple[Page, dict[str, int]]]:
    """A page of an empty browser, and the bytes of each request in the order in which they were sent."""
    context = browser.new_context(viewport=SCREENS[screen], locale="sv-SE")  # type: ignore[arg-type]  # width and height
    page = context.new_page()
    page.add_init_script(OBSERVE)
    session: CDPSession = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: sizes.update({event["requestId"]: sizes.get(event["requestId"], 0)}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}))
    yield page, sizes
    context.close()


def addresses(site: str, query: str) -> dict[str, str]:
    """Every sort of page of the served index."""
    client = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    client.request("GET", _page(query))
    found = client.getresponse().read().decode()
    document = re.findall(r'<h3 lang="sv"><a href="(/dokument/[^"?]+)', found)[0]
    similar = re.findall(r'href="(/liknande/[^"]+)"', found)[0]
    return {
        "start": "/",
        "results": _page(query),
        "results, everything": "/sok",
        "results, 100 documents": f"{_page(query)}&size=100",
        "document with hits": f"{document}?q={quote(query)}",
        "similar": similar,
        "cases": "/arenden",
        "parties": "/partier",
        "parties, years": "/partier?rader=year",
        "boards": "/namnder",
        "board": "/namnder/namnd-1",
        "coverage": "/tackning",
        "about": "/om",
    }


def browser_rows(site: str, query: str) -> list[str]:
    """A row for each page and screen."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("chromium is not installed")
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        for screen in SCREENS:
            for name, path in addresses(site, query).items():
                seen = loads(browser, site + path, screen)
                lcp = statistics.median(load.lcp for load in seen)
                shift, last = max(load.cls for load in seen), seen[-1]
                sizes = f"{last.page / 1000:.1f} kB | {last.transferred / 1000:.1f} kB"
                rows.append(f"| {name} | {screen} | {lcp:.0f} ms | {shift:.3f} | {last.requests} | {sizes} |")
        browser.close()
    return rows


def main() -> None:
    """Measure, print, and write the page."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as data:
        write_corpus(Path(folder), PARAGRAPHS)
        index(Path(data), Path(folder))
        with served(Path(data)) as (site, process):
            asked = queries(Path(folder))
            results = result_pages(site, process, asked)
            painted = browser_rows(site, "kommunen")
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = (
        "# How quick the pages are\n\nWritten by `python -m benchmarks.pages`; run it to repeat. "
        f"Public texts with {BOARDS} boards, {len(PARTIES)} parties, {len(TOPICS)} topics and 21 years by chance, served on one machine "
        f"({machine}) that others were using too: trust proportions, not single figures. "
        "`tests/browser/test_weight_of_pages.py` holds bytes and layout shift; nothing in a test holds times.\n\n"
        "## A result page and its API call\n\n| what | measured | target |\n| --- | --- | --- |\n" + "\n".join(results) + "\n\n"
        f"## In Chromium, with an empty cache\n\nMedians of {LOADS} loads (CLS: the worst). "
        "LCP is the largest contentful paint, ≤ 1 s on localhost; CLS is layout shift, 0 where nothing moves; "
        "the page alone is at most 60 kB.\n\n"
        "| page | screen | LCP | CLS | requests | page | everything |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(painted)
        + "\n"
    )
    PAGE.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
