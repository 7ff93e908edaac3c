"""The sockets of the stand-in archive: HTTP/1.1 on a loopback port, a connection per request."""

from __future__ import annotations

import socket
import ssl
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from urllib.parse import parse_qs, urlsplit

from verifier.demo.archive_replies import Reply, Service

_BODY_LIMIT = 100_000
_SERVICES = {
    "/save": Service.SAVE,
    "/save/status/system": Service.SYSTEM,
    "/save/status/user": Service.ACCOUNT,
    "/cdx/search/cdx": Service.INDEX,
}


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """A request that the archive received."""

    method: str
    target: str
    """Path and query as sent."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def service(self) -> Service | None:
        """Which part of the archive it is for."""
        path = urlsplit(self.target).path
        if path.startswith("/web/"):
            return Service.REPLAY
        if path in _SERVICES:
            return _SERVICES[path]
        return Service.STATUS if path.startswith("/save/status") else None

    @property
    def query(self) -> dict[str, list[str]]:
        """The parameters of the URL."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of the body."""
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)

    @property
    def url(self) -> str:
        """The page that it is about, "" where none is named."""
        if self.service is Service.REPLAY:
            return self.target.split("/", 3)[-1]
        return (self.query.get("url") or self.form.get("url") or [""])[0]


class ArchiveServer(ThreadingTCPServer):
    """Hands every request to `answer`, in a thread of its own, and sends what it returns."""

    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, answer: Callable[[SeenRequest], Reply], tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.base = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.server_address[1]}"
        self.stopping = threading.Event()
        self._refuses = False
        self._tls = tls
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def start(self) -> None:
        """Listen."""
        self._thread = threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close everything, connections that are kept silent too."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        self.server_close()

    def refuse(self) -> None:
        """Refuse connections from now on; those that there are go on. May be called while answering."""
        if not self._refuses:
            self._refuses = True
            self.socket.shutdown(socket.SHUT_RDWR)

    def accept_again(self) -> None:
        """Take connections again, at the same address."""
        if self._refuses:
            self.shutdown()
            self._thread.join()
            self.socket.close()
            self.socket = self._listening()
            self._refuses = False
            self.start()

    def _listening(self) -> socket.socket:
        listener = socket.socket(self.address_family, self.socket_type)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.server_address[1]))
        listener.listen(self.request_queue_size)
        return listener if self._tls is None else self._tls.wrap_socket(listener, server_side=True)

    def service_actions(self) -> None:
        """A socket that refuses is always ready: do not spin."""
        if self._refuses:
            self.stopping.wait(0.005)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no error; anything else is printed."""
        if not isinstance(sys.exception(), OSError):
            traceback.print_exc()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5.0
    server: ArchiveServer

    def do_GET(self) -> None:
        """Answer one request and close."""
        length = min(int(self.headers.get("Content-Length") or 0), _BODY_LIMIT)
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = SeenRequest(self.command, self.path, headers, self.rfile.read(length))
        reply = self.server.answer(request)
        self.close_connection = True
        if reply.silent:
            self.server.stopping.wait()
        elif not (reply.delay and self.server.stopping.wait(reply.delay)):
            self._send(reply)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + reply.missing))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server has
        """Say nothing: `StandInArchive.requests` has everything."""
