"""`namndsok serve`: the pages and the API on one port, in one process or several, until it is told to stop."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from council.errors import ConfigurationError, NamndsokError
from council.settings import Settings, read_settings
from namndsok import logs, sharing_connections
from namndsok.opening import open_encoder, open_index
from search_api.answer_keeper import keeping
from search_api.collecting import collect_seldom
from search_api.kept_answers import KEPT_SECONDS
from search_api.service import SearchService
from search_api.shared_answers import SharedAnswers
from search_api.warming import warm_beside

KEEP_ALIVE_SECONDS = 75
"""A little longer than the 60 seconds for which nginx keeps an idle connection: the proxy ends it, and never writes into one that ended."""
SILENT_SECONDS = 30
"""How long a worker may say nothing before it is taken for hung and replaced. Its start alone can take ten on a machine with much to do,
and the server's own default of five seconds starts it anew for ever there."""
STOPPING_SECONDS = 5
"""What a stop waits beyond the longest request."""
KEEPER = "NAMNDSOK_KEEPER_OF_ANSWERS"
"""Tells workers where the answers are that they share; the server sets it for its own, nobody else."""


def run_serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished first. Raises ConfigurationError where the port is taken."""
    from ui.app import check_site

    check_site(settings)
    logs.set_up(settings.log_format)
    with _listening(options.host, options.port) as listener:
        if options.workers > 1:
            _say_where(listener)
            return _serve_by_several(listener, settings, options.workers)
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        service = open_service(settings)
        _say_where(listener)
        serve(service, settings, listener)
    return 0


def open_service(settings: Settings) -> SearchService:
    """A search service over the index that settings name."""
    encoder = open_encoder(settings)
    return SearchService.configured(open_index(settings, encoder), encoder, settings)


def serve(service: SearchService, settings: Settings, listener: socket.socket) -> None:
    """Serve in this process until a signal stops it."""
    from ui.app import create_site

    try:
        site = create_site(service, settings)
        collect_seldom()
        warm_beside(service)
        uvicorn.Server(_config(site, settings)).run(sockets=[listener])
    finally:
        service.engine.close()


def worker_site() -> ASGIApp:
    """The site of one worker among several, which reads the settings anew: it is a process of its own."""
    from ui.app import create_site

    try:
        settings = read_settings()
        logs.set_up(settings.log_format)
        service = open_service(settings)
        address = os.environ.get(KEEPER)
        site = create_site(service, settings, SharedAnswers(Path(address), settings.request_seconds) if address else None)
    except NamndsokError as error:
        print(f"namndsok: {error.message}", file=sys.stderr)
        sys.exit(STARTUP_FAILURE)
    collect_seldom()
    warm_beside(service)
    return site


def _serve_by_several(listener: socket.socket, settings: Settings, workers: int) -> int:
    """Processes that share one port and one data folder; one that dies is started anew. Their figures meet in a folder of files, and
    their answers in this process."""
    with tempfile.TemporaryDirectory(prefix="namndsok-figures-") as folder, _keeper(Path(folder), settings):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        os.environ[sharing_connections.FOLDER] = str(_made(Path(folder, "connections")))
        # glibc reads it when a process starts: two heaps for a worker's threads instead of sixteen are 10 % less memory (docs/load.md).
        os.environ.setdefault("MALLOC_ARENA_MAX", "2")
        if settings.engine == "embedded":
            # Searches of one process take turns anyway (Python runs one at a time), and changing over costs a fifth of each (docs/load.md).
            os.environ.setdefault("NAMNDSOK_CONCURRENCY", "1")
        supervisor = Multiprocess(_config("namndsok.serving:worker_site", settings, workers), sockets=[listener])
        supervisor.run()
    failed = any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes)
    return ConfigurationError.exit_code if failed else 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@contextmanager
def _keeper(folder: Path, settings: Settings) -> Iterator[None]:
    """Keeps the answers that workers share, and tells them where. Without a socket in the folder each keeps its own."""
    if not settings.cache_megabytes:
        yield
        return
    with ExitStack() as stack:
        with suppress(OSError):  # a path too long for a socket, or a system without
            os.environ[KEEPER] = str(stack.enter_context(keeping(folder, settings.cache_megabytes, KEPT_SECONDS)))
        yield


def _config(app: ASGIApp | str, settings: Settings, workers: int = 1) -> uvicorn.Config:
    """The log and the client's address are ours (search_api.observing, search_api.clients), not the server's."""
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=workers,
        loop="namndsok.sharing_connections:SharingLoop" if workers > 1 else "auto",
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_worker_healthcheck=SILENT_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.request_seconds + STOPPING_SECONDS,
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except (OSError, OverflowError) as error:
        raise ConfigurationError(f"Det går inte att lyssna på {host}, port {port}: {error}.") from error
    listener.set_inheritable(True)
    return listener


def _say_where(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    print(f"Nämndsök svarar på http://{shown}:{port} (avsluta med Ctrl-C)", file=sys.stderr, flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """A signal before the server takes it over, or after it has finished its requests: nothing is left to do."""
    sys.exit(0)
