"""The licence list names all that a light install brings, and nothing that would bind who uses it to the GPL."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[2]
LISTED = {
    canonicalize_name(name): licence
    for name, licence in re.findall(
        r"^\| (\S+) +\| \S+ +\| (.+?) +\|$", (REPOSITORY / "docs" / "licences.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    if name != "Name"
}


def _brought(asked: list[str]) -> set[str]:
    """Names of what these requirements bring on this platform, and what those bring."""
    found: dict[str, None] = {}
    open_ends = [(Requirement(text), "") for text in asked]
    while open_ends:
        requirement, extra = open_ends.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for wanted in ("", *requirement.extras):
            if f"{name}[{wanted}]" not in found:
                found[f"{name}[{wanted}]"] = None
                open_ends += [(Requirement(text), wanted) for text in requires(name) or ()]
    return {key.split("[")[0] for key in found}


def test_the_list_names_what_a_light_install_brings() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert _brought(project["dependencies"]) == set(LISTED), "run `make licences`"


def test_each_package_offers_a_licence_other_than_the_gpl() -> None:
    bound = {
        name: licence
        for name, licence in LISTED.items()
        if all(re.search(r"\bA?GPL|General Public", choice) for choice in re.split(r"; | OR ", licence))
    }
    assert bound == {}


def test_no_licence_is_unknown() -> None:
    assert [name for name, licence in LISTED.items() if "UNKNOWN" in licence.upper()] == []
