"""What indexing and serving import is light: no deep-learning framework, and the layout's fixed names are there."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("module", ["namndsok.cli", "namndsok.indexing", "namndsok.searching", "namndsok.reading", "ui.app"])
def test_commands_do_not_import_torch(module: str) -> None:
    code = f"import sys, {module}; print(sorted({{'torch', 'transformers', 'sentence_transformers'}} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


def test_the_fixed_folders_and_files_stand_at_the_top() -> None:
    fixed = [
        "indexer",
        "search_api",
        "ui",
        "mappings",
        "tests",
        "docker-compose.yml",
        "pyproject.toml",
        "samples",
        "models",
        "benchmarks",
        "docs",
    ]
    assert [name for name in fixed if not (REPOSITORY / name).exists()] == []


def test_every_dependency_is_pinned_without_addresses() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    constraints = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    pinned = {line.split("==")[0].lower().replace("_", "-") for line in constraints.splitlines() if "==" in line}
    names = {d.split(">")[0].split("<")[0].split("[")[0].strip().lower().replace("_", "-") for d in wanted}
    assert sorted(names - pinned) == []
    assert "://" not in constraints
