"""A proxy between Nämndsök and Elasticsearch that counts requests, delays them, or refuses them as a busy or a tight cluster does."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FORBIDDEN = b'{"error":{"type":"security_exception","reason":"action is unauthorized"},"status":403}'
BUSY = b'{"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429}'
METHODS = ("GET", "POST", "PUT", "HEAD", "DELETE")


class Between:
    """What stands in between: the address to use, how it behaves now, and the paths asked for so far."""

    def __init__(self, target: str) -> None:
        self.target = urllib.parse.urlsplit(target).netloc
        self.url = ""
        self.delay = 0.0
        self.refusals = 0
        self.forbidden = ""
        self.asked: list[str] = []

    def answer(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of a request."""
        self.asked.append(path.partition("?")[0])
        time.sleep(self.delay)
        if self.refusals > 0 and "_msearch" in path:
            self.refusals -= 1
            return 429, {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}, BUSY
        if self.forbidden and self.forbidden in path:
            return 403, {"X-Elastic-Product": "Elasticsearch", "Content-Type": "application/json"}, FORBIDDEN
        connection = http.client.HTTPConnection(self.target, timeout=60)
        connection.request(method, path, body or None, headers)
        got = connection.getresponse()
        told = got.read()
        connection.close()
        return got.status, {name: got.headers[name] for name in ("X-Elastic-Product", "Content-Type") if name in got.headers}, told


@contextmanager
def between(target: str) -> Iterator[Between]:
    """Stand between here and a server."""
    proxy = Between(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kept = {name: value for name, value in self.headers.items() if name.lower() in {"content-type", "accept"}}
            status, headers, told = proxy.answer(self.command, self.path, body, kept)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)
            except OSError:
                self.close_connection = True  # whoever asked has stopped waiting

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    for method in METHODS:
        setattr(Handler, f"do_{method}", Handler.handle_any)
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    proxy.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
