"""`make` takes the quickest Python at hand, and says so where it is not the first one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and its scripts need a Unix shell")


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str, str], str]:
    def made(name: str, nanoseconds: str) -> str:
        """Something that answers as an interpreter would that takes so long for a turn; nothing as one that will not do."""
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho {nanoseconds}\n" if nanoseconds else "#!/bin/sh\nexit 0\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return made


def picked(*candidates: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", str(REPOSITORY / "scripts" / "pick_python.sh"), *candidates]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_one_that_takes_a_tenth_less_goes_before_the_first(python: Callable[[str, str], str]) -> None:
    first, second, third = python("first", "100"), python("second", "91"), python("third", "90")
    assert picked(first, second).stdout.strip() == first
    told = picked(first, second, third)
    assert told.stdout.strip() == third
    assert f"{third} in place of {first}" in told.stderr
    assert f"PYTHON={first}" in told.stderr


def test_what_is_no_python_for_us_is_passed_over(python: Callable[[str, str], str]) -> None:
    old, fit = python("old", ""), python("fit", "100")
    assert picked("/finns/inte", old, fit).stdout.strip() == fit
    none = picked("/finns/inte", old)
    assert (none.returncode, none.stdout) == (1, "")
    assert "python3-venv" in none.stderr


def test_this_python_will_do() -> None:
    assert picked(sys.executable).stdout.strip() == sys.executable


def test_an_environment_that_is_switched_on_was_chosen(python: Callable[[str, str], str], tmp_path: Path) -> None:
    python("python3", "1000")
    found = picked(PATH=f"{tmp_path}:{os.environ['PATH']}", VIRTUAL_ENV=str(tmp_path))
    assert (found.stdout.strip(), found.stderr) == ("python3", "")
