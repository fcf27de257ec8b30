"""Takes pictures of a served site, for people to look at and for README: every page, wide and narrow, light and dark.

namndsok index samples/dokument && namndsok serve &
python scripts/screenshots.py http://127.0.0.1:8000 screenshots          every page, to a folder
python scripts/screenshots.py http://127.0.0.1:8000 --readme docs/images/results.png
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
README_QUERY = "cykel"
"""Finds compounds, inflections and several years in the samples."""
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
LARGEST_README_IMAGE = 200_000
"""Bytes; the picture is taken with every clone."""


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


def photograph_for_readme(browser: Browser, site: str, target: Path) -> int:
    """The result page for README. Returns its size in bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": 1280, "height": 840}, locale="sv-SE")
    page.goto(f"{site}/sok?q={README_QUERY}")
    page.screenshot(path=target)
    page.close()
    return target.stat().st_size


def main() -> int:
    """The command line. Exit code 1 when the picture for README is too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="address of a served index, such as http://127.0.0.1:8000")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("--readme", type=Path, help="take the picture for README alone, to this file")
    options = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.error("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        if options.readme is None:
            photograph(browser, options.site.rstrip("/"), options.folder)
            return 0
        size = photograph_for_readme(browser, options.site.rstrip("/"), options.readme)
    sys.stderr.write(f"{options.readme}: {size} bytes\n")
    return 0 if size <= LARGEST_README_IMAGE else 1


if __name__ == "__main__":
    raise SystemExit(main())
