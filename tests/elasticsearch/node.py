"""A real Elasticsearch for the tests: built from Maven Central's artefacts, started on free ports, stopped after.

`prepare` fetches and compiles once into .cache/elasticsearch; `cluster` starts nodes that find each other on the loopback address.
Needs Java 21 or later and Maven; `java_home` says where a fitting Java is, or None.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).resolve().parent / "server"
CACHE = REPOSITORY / ".cache" / "elasticsearch"
VERSION = "9.5.3"
OLDEST_JAVA = 21
HEAP = "768m"
START_SECONDS = 120

NETTY = ("transport-netty4", "netty-", "elasticsearch-ssl-config")
"""Jars of the transport module; all others go on the module path."""

MODULES = "org.elasticsearch.server,jdk.incubator.vector,jdk.net,jdk.management.agent,java.sql"


def java_home() -> Path | None:
    """A Java of version 21 or later: JAVA_HOME, what `java` runs, or one below /usr/lib/jvm."""
    candidates = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    if found := shutil.which("java"):
        candidates.append(Path(found).resolve().parents[1])
    candidates += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    return next((home for home in candidates if (home / "bin" / "javac").exists() and _version(home) >= OLDEST_JAVA), None)


def _version(home: Path) -> int:
    said = subprocess.run([home / "bin" / "java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def what_is_missing() -> str | None:
    """Why no server can be started here, or None."""
    if java_home() is None:
        return f"no JDK of version {OLDEST_JAVA} or later"
    if shutil.which("mvn") is None:
        return "no Maven (mvn)"
    return None


def prepare() -> Path:
    """Fetch the jars and compile the starter, once; the folder holds lib/, modules/ and classes/."""
    done = CACHE / f"{VERSION}.ready"
    if not done.exists():
        shutil.rmtree(CACHE, ignore_errors=True)
        jars = CACHE / "jars"
        home = java_home()
        environment = {**os.environ, "JAVA_HOME": str(home)}
        maven = ["mvn", "-q", "-B", "-f", str(PROJECT), "dependency:copy-dependencies", f"-DoutputDirectory={jars}"]
        subprocess.run(maven, check=True, env=environment, capture_output=True)
        sources = [str(p) for p in (PROJECT / "src" / "main" / "java").rglob("*.java")]
        javac = [f"{home}/bin/javac", "-d", str(CACHE / "classes"), "-cp", f"{jars}/*", *sources]
        subprocess.run(javac, check=True, capture_output=True)
        _lay_out(jars)
        done.touch()
    return CACHE


def _lay_out(jars: Path) -> None:
    netty, lib = CACHE / "modules" / "transport-netty4", CACHE / "lib"
    swedish = CACHE / "modules" / "analysis-swedish"
    for folder in (netty, lib, swedish):
        folder.mkdir(parents=True)
    for jar in jars.iterdir():
        shutil.move(jar, netty if jar.name.startswith(NETTY) else lib)
    _describe(netty, "transport-netty4", "org.elasticsearch.transport.netty4.Netty4Plugin")
    _describe(swedish, "analysis-swedish", "se.namndsok.testserver.SwedishPlugin")
    main = CACHE / "main" / "se" / "namndsok" / "testserver"
    main.mkdir(parents=True)
    for compiled in list((CACHE / "classes").rglob("Main*.class")):
        shutil.move(compiled, main)  # ES refuses a class that stands both on the class path and in a plugin
    shutil.make_archive(str(swedish / "analysis-swedish"), "zip", CACHE / "classes")
    (swedish / "analysis-swedish.zip").rename(swedish / "analysis-swedish.jar")


def _describe(folder: Path, name: str, plugin: str) -> None:
    facts = {
        "description": name,
        "version": VERSION,
        "name": name,
        "classname": plugin,
        "java.version": str(OLDEST_JAVA),
        "elasticsearch.version": VERSION,
    }
    (folder / "plugin-descriptor.properties").write_text("".join(f"{k}={v}\n" for k, v in facts.items()), encoding="utf-8")


@dataclass(slots=True)
class Node:
    """A running node: its address, its process, and the folder it keeps its data in."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    home: Path
    heap: str = HEAP

    def kill(self) -> None:
        """End it as a crash would (SIGKILL)."""
        self.process.kill()
        self.process.wait(timeout=30)

    def stop(self) -> None:
        """End it as an operator would."""
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def cluster(folder: Path, nodes: int = 1, settings: dict[str, str] | None = None, heap: str = HEAP) -> Iterator[list[Node]]:
    """Start so many nodes below `folder`, with what an earlier start left there, and wait until they have formed a cluster."""
    prepare()
    ports = _free_ports(2 * nodes)
    http, transport = ports[:nodes], ports[nodes:]
    started: list[Node] = []
    with ExitStack() as stack:
        for number in range(nodes):
            node = _start(folder / f"node-{number}", number, http, transport, settings or {}, heap)
            stack.callback(node.stop)
            started.append(node)
        for node in started:
            _wait(node, nodes)
        yield started


def restart(node: Node) -> None:
    """Start a node that was stopped or killed, on its old address and data."""
    node.process = _launch(node.home, node.heap)
    _wait(node, 1)


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        return [stack.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1] for _ in range(count)]


def _start(home: Path, number: int, http: list[int], transport: list[int], settings: dict[str, str], heap: str) -> Node:
    for part in ("config", "plugins", "data", "logs", "tmp", "native"):
        (home / part).mkdir(parents=True, exist_ok=True)
    for part in ("modules", "lib"):
        (home / part).unlink(missing_ok=True)
        (home / part).symlink_to(CACHE / part)
    facts = {
        "cluster.name": "test",
        "node.name": f"node-{number}",
        "path.data": str(home / "data"),
        "path.logs": str(home / "logs"),
        "network.host": "127.0.0.1",
        "http.port": str(http[number]),
        "transport.port": str(transport[number]),
        "discovery.seed_hosts": json.dumps([f"127.0.0.1:{port}" for port in transport]),
        "cluster.initial_master_nodes": json.dumps([f"node-{i}" for i in range(len(http))]),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "ingest.geoip.downloader.enabled": "",
        **settings,
    }
    lines = [f"{name}: {value}\n" for name, value in facts.items() if value]
    (home / "config" / "elasticsearch.yml").write_text("".join(lines), encoding="utf-8")
    return Node(f"node-{number}", f"http://127.0.0.1:{http[number]}", _launch(home, heap), home, heap)


def _launch(home: Path, heap: str) -> subprocess.Popen[bytes]:
    java = java_home()
    command = [
        f"{java}/bin/java", f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4",
        f"-Djava.io.tmpdir={home}/tmp", f"-Des.nativelibs.path={home}/native", "-Des.distribution.type=tar",
        "--module-path", str(CACHE / "lib"), "--add-modules", MODULES,
        "--enable-native-access=ALL-UNNAMED,org.elasticsearch.nativeaccess,org.apache.lucene.core",
        "-cp", str(CACHE / "main"), "se.namndsok.testserver.Main", str(home),
    ]  # fmt: skip
    with (home / "console.log").open("ab") as console:
        return subprocess.Popen(command, stdout=console, stderr=console, start_new_session=True)


def _wait(node: Node, nodes: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if node.process.poll() is not None:
            raise RuntimeError(f"{node.name} ended: {(node.home / 'console.log').read_text(errors='replace')[-3000:]}")
        try:
            with urllib.request.urlopen(f"{node.url}/_cluster/health", timeout=5) as answer:
                if json.load(answer)["number_of_nodes"] >= nodes:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{node.name} did not get ready: {(node.home / 'console.log').read_text(errors='replace')[-3000:]}")
