"""A server that speaks as Elasticsearch does, and says what a test tells it to."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[str, str], tuple[int, Mapping[str, object]]]


@contextmanager
def pretended(
    answer: Answer, sent: list[bytes] | None = None, *, keys: list[str] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """A server that answers each request (method, path) as told, and notes what it was sent and with which key."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            got = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if sent is not None:
                sent.append(got)
            if keys is not None:
                keys.append(self.headers.get("Authorization", ""))
            status, body = answer(self.command, self.path)
            told = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: object) -> None:
            """Say nothing on stderr."""

    for method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)
    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        running.socket = tls.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{running.server_port}"
    finally:
        running.shutdown()
        running.server_close()
        thread.join()
