"""The wheel works where there is no checkout: it indexes its samples and serves them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, without its dependencies, which this interpreter has."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPOSITORY], check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    target = folder / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "--target", target, wheel]
    subprocess.run(pip, check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def environment(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user who has the wheel and no checkout."""
    return {**os.environ, "PYTHONPATH": str(installed), "NAMNDSOK_DATA": str(tmp_path_factory.mktemp("data")), "PYTHONWARNINGS": "default"}


def _run(installed: Path, environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, str(installed / "bin" / "namndsok"), *arguments]
    done = subprocess.run(command, env=environment, cwd=installed.parent, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_brings_its_own_code_not_the_checkouts(installed: Path, environment: dict[str, str]) -> None:
    code = "import council, ui, mappings; print(council.__file__, ui.__file__, mappings.__file__)"
    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=installed.parent, capture_output=True, text=True, check=True
    ).stdout
    assert all(part.startswith(str(installed)) for part in said.split())


def test_the_wheel_brings_model_mappings_templates_and_samples_and_nothing_else(installed: Path) -> None:
    assert list(installed.glob("models/*/*.safetensors"))
    assert list(installed.glob("mappings/registers/*.yaml"))
    assert list(installed.glob("ui/templates/*.html"))
    assert list(installed.glob("samples/dokument/**/*.pdf"))
    assert {p.name for p in installed.iterdir()} <= {
        "namndsok", "council", "indexer", "search_api", "ui", "mappings", "models", "samples", "bin",
        *(p.name for p in installed.glob("namndsok-*.dist-info")),
    }  # fmt: skip


@pytest.fixture(scope="module")
def address(installed: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a server over the samples, all from the wheel."""
    _run(installed, environment, "index", str(installed / "samples" / "dokument"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, str(installed / "bin" / "namndsok"), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=installed.parent, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_ready(server, f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_ready(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended before it was ready"
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server did not get ready within a minute")


def test_the_wheel_serves_its_samples(address: str) -> None:
    with urllib.request.urlopen(f"{address}/api/search?q=motion", timeout=30) as answer:
        assert json.load(answer)["total"]["paragraphs"] > 0
    with urllib.request.urlopen(f"{address}/sok?q=motion", timeout=30) as answer:
        assert b"<main" in answer.read()
