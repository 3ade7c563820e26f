# SPDX-License-Identifier: MIT
"""A server that keeps transactions as FHIR says, and fails in a chosen way at a chosen request."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

OUTCOME = json.dumps(
    {
        "resourceType": "OperationOutcome",
        "issue": [
            {"severity": "error", "code": "invalid", "diagnostics": "no \x1b[31msuch thing"}
        ],
    }
).encode()
# What a failing server may do with a request: with its answer, or without one.
Failure = Callable[["Handler"], None]


class Stub(ThreadingHTTPServer):
    """The server. `failures` are by the number of the request, from 0."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.kept: dict[str, dict[str, Any]] = {}
        self.failures: dict[int, Failure] = {}
        self.requests = 0
        self.tokens: list[str | None] = []
        self.released = threading.Event()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/fhir"

    def take(self, bundle: dict[str, Any]) -> bytes:
        """Keep what is not there; return the answer."""
        assert bundle["type"] == "transaction"
        codes = []
        for entry in bundle["entry"]:
            request = entry["request"]
            key = f"{request['url']}?{request['ifNoneExist']}"
            codes.append("200 OK" if key in self.kept else "201 Created")
            self.kept.setdefault(key, entry["resource"])
        answer = {
            "resourceType": "Bundle",
            "type": "transaction-response",
            "entry": [{"response": {"status": code}} for code in codes],
        }
        return json.dumps(answer).encode()


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Stub

    def do_POST(self) -> None:
        number = self.server.requests
        self.server.requests += 1
        self.server.tokens.append(self.headers.get("Authorization"))
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        failure = self.server.failures.get(number)
        if failure is not None:
            failure(self)
        else:
            self.answer(200, self.server.take(json.loads(self.body)))

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def stub() -> Iterator[Stub]:
    """Run the server."""
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(10)


def silent(handler: Handler) -> None:
    """Say nothing."""
    handler.server.released.wait(30)


def trickling(handler: Handler) -> None:
    """Send a byte now and then, so that no single wait is long."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    while not handler.server.released.wait(0.02):
        try:
            handler.wfile.write(b"a")
        except OSError:
            return


def hanging_up(handler: Handler) -> None:
    """Close without an answer."""
    handler.close_connection = True


def kept_and_gone(handler: Handler) -> None:
    """Keep everything, and close before the answer."""
    handler.server.take(json.loads(handler.body))
    handler.close_connection = True


def half_an_answer(handler: Handler) -> None:
    """Promise more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"resourceType"')


def answering(status: int, body: bytes = b"", **headers: str) -> Failure:
    """Return a failure that is an answer."""
    return lambda handler: handler.answer(status, body, **headers)
