"""Brings ui/locale/*/LC_MESSAGES/namndsok.po up to date with the messages in ui/ and the notes of search_api/.

New ones are added without a translation, old ones go.

python scripts/update_translations.py          writes the catalogues
python scripts/update_translations.py --check  exit code 1 when a message has no translation
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
UI = ROOT / "ui"
SHOWN = (UI, ROOT / "search_api")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract"), ("templates/**.xml", "jinja2.ext:babel_extract")]
KEYWORDS = {"_": None, "N_": None, "text": None, "plural": (1, 2), "Note": None}


def messages() -> Catalog:
    """Every message that the pages can show, with where it stands."""
    found = Catalog(project="namndsok", charset="utf-8")
    for folder in SHOWN:
        for name, line, message, comments, context in extract_from_dir(folder, METHODS, keywords=KEYWORDS):
            if message and (message != ("",)):
                found.add(message, None, [(f"{folder.name}/{name}", line)], auto_comments=comments, context=context)
    return found


def update(path: Path, wanted: Catalog) -> list[str]:
    """Write a catalogue that has the wanted messages. Returns those that lack a translation."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parents[1].name)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=140, sort_output=True, omit_header=False, include_lineno=False)
    return untranslated(catalogue)


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages without a translation."""
    return [str(message.id) for message in catalogue if message.id and not all(_strings(message.string))]


def _strings(string: object) -> tuple[str, ...]:
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    lacking = []
    for path in sorted(UI.glob("locale/*/LC_MESSAGES/namndsok.po")):
        lacking += [f"{path.parents[1].name}: {message}" for message in update(path, messages())]
    sys.stdout.write("".join(f"{line}\n" for line in lacking))
    return 1 if options.check and lacking else 0


if __name__ == "__main__":
    raise SystemExit(main())
