"""Takes pictures of a served site, for people to look at and for README: every page, wide and narrow, light and dark.

namndsok index samples/dokument && namndsok serve &
python scripts/screenshots.py http://127.0.0.1:8000 screenshots          every page, to a folder
python scripts/screenshots.py http://127.0.0.1:8000 --docs docs/images       the pictures of README and the user guide
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

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
QUERY = "trygghetsvandringar"
DOCS = {
    "results": "/sok?q=cykel",
    "page-beside": f"/sok?q={QUERY}&mode=keyword&board=Tekniska+n%C3%A4mnden&kind=tj%C3%A4nsteutl%C3%A5tande",
    "case": f"/arenden?q={QUERY}",
    "parties": "/partier?party=S&party=V",
}
"""Pictures of the documentation, from the samples: the first query finds compounds, inflections and several years."""
STEPS = {"page-beside": (".passage .links a", ".paragraph:target .place a[rel=nofollow]"), "case": (".hit h3 a",)}
"""Links that are followed before a picture is taken."""
PAGES = {
    "start": "/",
    "results": f"/sok?q={QUERY}",
    "results-all": "/sok",
    "nothing-found": "/sok?q=ub%C3%A5tshamn+f%C3%A4rjel%C3%A4ge",
    "cases": "/arenden",
    "parties": "/partier",
    "parties-compared": "/partier?party=S&party=M",
    "boards": "/namnder",
    "coverage": "/tackning",
    "about": "/om",
    "not-found": "/finns-inte",
}
FIRST = {"document": (f"/sok?q={QUERY}", ".passage .links a"), "case": ("/arenden", ".hit h3 a"), "board": ("/namnder", "tbody a")}
"""Pages whose address depends on what is indexed: the first link of another page."""
SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
SCHEMES = ("light", "dark")
LARGEST_IMAGE = 200_000
"""Bytes; the pictures come with every clone."""


def photograph(browser: Browser, site: str, folder: Path) -> None:
    """Every page in every size and scheme, as folder/<page>-<size>-<scheme>.png."""
    folder.mkdir(parents=True, exist_ok=True)
    for size, (width, height) in SIZES.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="sv-SE",
            )
            page = context.new_page()
            for name, path in PAGES.items():
                page.goto(site + path)
                page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
            for name, (path, link) in FIRST.items():
                page.goto(site + path)
                if page.locator(link).count():
                    page.locator(link).first.click()
                    page.wait_for_load_state()
                    page.screenshot(path=folder / f"{name}-{size}-{scheme}.png")
            context.close()


def photograph_for_docs(browser: Browser, site: str, folder: Path) -> dict[str, int]:
    """The pictures of README and the user guide. Returns their sizes in bytes by name."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    for name, path in DOCS.items():
        page = browser.new_page(viewport={"width": 1240, "height": 700}, locale="sv-SE")
        page.goto(site + path)
        for link in STEPS.get(name, ()):
            page.locator(link).first.click()
            page.wait_for_load_state("networkidle")
        target = folder / f"{name}.png"
        page.screenshot(path=target)
        page.close()
        sizes[name] = target.stat().st_size
    return sizes


def main() -> int:
    """The command line. Exit code 1 when a picture for the documentation is too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="address of a served index, such as http://127.0.0.1:8000")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("--docs", type=Path, help="take the pictures of the documentation alone, to this folder")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.error("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        if options.docs is None:
            photograph(browser, options.site.rstrip("/"), options.folder)
            return 0
        sizes = photograph_for_docs(browser, options.site.rstrip("/"), options.docs)
    sys.stderr.write("".join(f"{name}: {size} bytes\n" for name, size in sizes.items()))
    return 0 if max(sizes.values()) <= LARGEST_IMAGE else 1


if __name__ == "__main__":
    raise SystemExit(main())
