"""How a cluster is reached: by several addresses, with a key or a user, over TLS with an authority of one's own."""

from __future__ import annotations

import base64
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from council.engine import Engine
from council.engines import open_engine
from council.errors import EngineUnavailable, IndexMissing
from council.model import ModelIdentity
from council.settings import read_settings
from tests.conftest import missing
from tests.reliability.pretended_elasticsearch import pretended


def newest(_method: str, path: str) -> tuple[int, dict[str, object]]:
    """A server of today that holds nothing."""
    if path == "/":
        return 200, {"version": {"number": "9.5.3"}, "tagline": "You Know, for Search"}
    return 404, {"error": {"type": "index_not_found_exception", "reason": "no such index"}, "status": 404}


def opened(url: str, **settings: str) -> Engine:
    environ = {"NAMNDSOK_ENGINE": "elasticsearch", "NAMNDSOK_ELASTICSEARCH_URL": url}
    environ |= {f"NAMNDSOK_ELASTICSEARCH_{name}": value for name, value in settings.items()}
    return open_engine(read_settings(environ), ModelIdentity("litet", "1", 4))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        missing("openssl makes the certificate of these tests and is not installed")
    folder = tmp_path_factory.mktemp("tls")
    known, secret = folder / "known.pem", folder / "secret.pem"
    named = ["-subj", "/CN=nod.vadby.example", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(secret), "-out", str(known), *named]
    subprocess.run([str(openssl), *made], check=True, capture_output=True)
    return known, secret


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.mark.parametrize(
    ("settings", "sent"),
    [
        ({"API_KEY": "bnljaw=="}, "ApiKey bnljaw=="),
        ({"USER": "sok:hemligt:ord"}, "Basic " + base64.b64encode(b"sok:hemligt:ord").decode()),
        ({}, ""),
    ],
)
def test_each_request_carries_the_key_or_the_user_of_the_settings(settings: dict[str, str], sent: str) -> None:
    keys: list[str] = []
    with pretended(newest, keys=keys) as url:
        engine = opened(url, **settings)
        with pytest.raises(IndexMissing):
            engine.snapshot()
        engine.close()
    assert set(keys) == {sent}


def test_a_server_is_believed_whose_authority_the_settings_name(certificate: tuple[Path, Path], tls: ssl.SSLContext) -> None:
    with pretended(newest, tls=tls) as url:
        engine = opened(url, CA=str(certificate[0]))
        with pytest.raises(IndexMissing):
            engine.snapshot()
        engine.close()


def test_a_server_that_nobody_vouches_for_is_not_believed(tls: ssl.SSLContext) -> None:
    with pretended(newest, tls=tls) as url:
        engine = opened(url)
        with pytest.raises(EngineUnavailable):
            engine.snapshot()
        engine.close()


def test_of_several_addresses_one_that_answers_is_enough() -> None:
    with socket.socket() as closed, pretended(newest) as url:
        closed.bind(("127.0.0.1", 0))  # taken, and nobody listens
        gone = f"http://127.0.0.1:{closed.getsockname()[1]}"
        engine = opened(f"{gone},{url}")
        for _ in range(3):
            with pytest.raises(IndexMissing):
                engine.snapshot()
        engine.close()
