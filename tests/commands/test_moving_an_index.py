"""`namndsok migrate` and `backup`: an index moves whole, and nothing is replaced or copied by mistake."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from council.engine import block_key
from council.engines.data_folder import DataFolder
from council.engines.elastic import Cluster, Connection
from tests.commands.conftest import Spoken
from tests.conftest import missing
from tests.elasticsearch import node

Run = Callable[..., Spoken]


def _answers(run: Run, query: str) -> object:
    page = json.loads(run("search", query, "--json").out)
    return {name: page[name] for name in ("total", "facets")}, [hit["document"] for hit in page["hits"]]


def _same_answers(first: object, second: object) -> bool:
    return json.loads(json.dumps(first)) == json.loads(json.dumps(second))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, elasticsearch_url: str) -> Iterator[None]:
    """A place of the test's own on a real Elasticsearch."""
    prefix = f"move-{secrets.token_hex(6)}"
    for name, value in {"URL": elasticsearch_url, "INDEX": prefix, "REPLICAS": "0", "VECTORS": "flat", "TIMEOUT": "60"}.items():
        monkeypatch.setenv(f"NAMNDSOK_ELASTICSEARCH_{name}", value)
    yield
    cluster = Cluster(Connection((elasticsearch_url,), timeout=60.0))
    cluster.delete_indices(list(cluster.indices(f"{prefix}-*")))
    cluster.close()


@pytest.fixture(scope="module")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server."""
    if reason := node.what_is_missing():
        missing(f"no Elasticsearch to migrate to: {reason}")
    with node.cluster(tmp_path_factory.mktemp("elasticsearch")) as nodes:
        yield nodes[0].url


@pytest.mark.usefixtures("server")
def test_an_index_moves_to_elasticsearch_and_back_without_its_files(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("index", folder)
    run("remove", "handlingar-motion-txt")
    asked = ("trygghetsvandring", "snöröjning vid gruppboenden", "")
    before = [_answers(run, query) for query in asked]
    for file in folder.rglob("*.txt"):
        file.unlink()
    moved = run("migrate", "--to", "elasticsearch")
    assert (moved.code, moved.out) == (0, "")
    assert "1 handlingar" in moved.err
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("NAMNDSOK_ENGINE", "elasticsearch")
        assert all(_same_answers(_answers(run, query), found) for query, found in zip(asked, before, strict=True))
        assert json.loads(run("status", "--json").out)["blocked"] == [block_key("handlingar-motion-txt")]
    monkeypatch.setenv("NAMNDSOK_DATA", str(tmp_path / "home again"))
    assert run("migrate", "--to", "embedded").code == 0
    assert all(_same_answers(_answers(run, query), found) for query, found in zip(asked, before, strict=True))


@pytest.mark.usefixtures("server")
def test_an_index_that_holds_something_is_only_replaced_when_told_to(run: Run, folder: Path) -> None:
    run("index", folder)
    assert run("migrate", "--to", "elasticsearch").code == 0
    refused = run("migrate", "--to", "elasticsearch")
    assert refused.code == 2
    assert "--replace" in refused.err
    assert run("migrate", "--to", "elasticsearch", "--replace").code == 0


def test_nothing_to_migrate_is_said_clearly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMNDSOK_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    refused = run("migrate", "--to", "elasticsearch")
    assert refused.code == 4
    assert "inget index" in refused.err


def test_a_backup_answers_as_the_original(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("index", folder)
    run("remove", "handlingar-motion-txt")
    before = _answers(run, "trygghetsvandring")
    copied = run("backup", tmp_path / "copy")
    assert (copied.code, copied.out) == (0, "")
    monkeypatch.setenv("NAMNDSOK_DATA", str(tmp_path / "copy"))
    assert _same_answers(_answers(run, "trygghetsvandring"), before)
    assert json.loads(run("status", "--json").out)["blocked"] == [block_key("handlingar-motion-txt")]
    run("index", folder)
    assert "motion.txt" not in json.dumps(_answers(run, "laddstationer"))


def test_a_backup_writes_over_nothing_and_waits_for_no_writer(run: Run, folder: Path, tmp_path: Path) -> None:
    run("index", folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("backup", tmp_path / "full").code == 2
    assert run("backup", tmp_path / "data" / "inside").code == 2
    with DataFolder(tmp_path / "data").lock():
        locked = run("backup", tmp_path / "copy")
    assert locked.code == 4
    assert not (tmp_path / "copy").exists()
    assert (tmp_path / "full" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_without_an_index_has_nothing_to_back_up(run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy").code == 4


def test_an_index_of_another_format_is_named_kept_and_built_anew(run: Run, folder: Path, tmp_path: Path) -> None:
    run("index", folder)
    run("remove", "handlingar-motion-txt")
    seen = json.loads(run("search", "trygghetsvandring", "--json").out)["hits"][0]["document"]
    (about,) = (tmp_path / "data" / "generations").glob("*/format.json")
    about.write_text(json.dumps({**json.loads(about.read_text(encoding="utf-8")), "format": 99}), encoding="utf-8")
    for refused in (run("search", "trygghetsvandring"), run("index", folder)):
        assert refused.code == 4
        assert "--rebuild" in refused.err
    assert json.loads(about.read_text(encoding="utf-8"))["format"] == 99
    assert run("index", folder, "--rebuild").code == 0
    again = json.loads(run("search", "trygghetsvandring", "--json").out)["hits"][0]["document"]
    assert again == seen
    assert len(json.loads(run("status", "--json").out)["blocked"]) == 1
