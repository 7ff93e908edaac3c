"""A small web archive on a loopback port: what `verifier demo` and the tests archive into.

It behaves as the Internet Archive was seen to behave (design: wayback), in its index (CDX), its
replay and Save Page Now, and has every trouble that it is told to have. It keeps everything in
memory, and records every request. It is no part of a normal run.
"""

from __future__ import annotations

import ssl
import threading
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from verifier.clock import Clock, SystemClock
from verifier.demo.archive_copies import ALWAYS, Copies, Copy, Life, url_key
from verifier.demo.archive_jobs import Jobs, Origin, SaveScript
from verifier.demo.archive_replies import Reply, Service, as_json, page, text
from verifier.demo.archive_server import ArchiveServer, SeenRequest
from verifier.demo.archive_troubles import Troubles

_WITH_KEYS = (Service.SAVE, Service.STATUS, Service.SYSTEM, Service.ACCOUNT)
_LOGIN = {"message": "You need to be logged in to use Save Page Now."}


def _empty_page(url: str) -> tuple[int, str, bytes]:
    return 200, "text/html", f"<html><title>{url_key(url)}</title></html>".encode()


class StandInArchive:
    """The archive. A context manager: it listens inside the `with` block, at `base`.

    with StandInArchive() as archive:
        archive.add_copy("https://example.org/a", "20210405060708", 200, b"<title>A</title>")
        archive.trouble(Service.INDEX, rate_limited("120"), times=1)
        …
        assert archive.violations == []
    """

    def __init__(
        self,
        *,
        access: str = "stand-in-access-key",
        secret: str = "stand-in-secret-key",  # noqa: S107 - opens nothing but this archive
        clock: Clock | None = None,
        origin: Origin = _empty_page,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`origin` gives what a page holds when it is captured; with `tls` it speaks https."""
        self.access = access
        self.secret = secret
        self.requests: list[SeenRequest] = []
        """Everything that was received, in order."""
        self.violations: list[str] = []
        """Every place other than the Authorization header of a request to Save Page Now where the
        secret was seen. Whoever uses the archive asserts that there is none."""
        self._copies = Copies()
        self._clock = clock or SystemClock()
        self._jobs = Jobs(self._copies, self._clock, origin)
        self._lock = threading.Lock()
        self._server = ArchiveServer(self.answer, tls)
        self._troubles = Troubles(self._server.refuse)

    @property
    def base(self) -> str:
        """Its address, for `archive.base`."""
        return self._server.base

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    def close(self) -> None:
        """Give back the port of an archive that is asked by `answer` alone and never listened."""
        self._server.server_close()

    def add_copy(
        self,
        url: str,
        timestamp: str,
        status: int = 200,
        body: bytes = b"",
        media_type: str = "text/html",
        *,
        revisit: bool = False,
        packed: bool = False,
        life: Life = ALWAYS,
    ) -> None:
        """Hold a copy. Adding one twice lists it twice, as the real index does."""
        with self._lock:
            self._copies.hold(Copy(url, timestamp, status, body, media_type, revisit, packed, life))

    def exclude(self, url: str, reply: Reply | None = None) -> None:
        """Show no copy of `url`; `reply` is the index' answer instead of the usual exclusion."""
        with self._lock:
            self._copies.exclude(url, reply)

    def trouble(
        self, service: Service, reply: Reply, *, url: str | None = None, times: int | None = None
    ) -> None:
        """Answer requests to `service` (about `url`, where given; `times` of them, where given) with
        `reply`, whatever they ask. The first trouble that applies counts."""
        with self._lock:
            self._troubles.add(service, reply, url, times)

    def limit_rate(self, service: Service, per_minute: int, tolerance: int) -> None:
        """From so many requests to `service` within a minute on answer 429; after `tolerance` of these take
        no connection at all until `recover`, as the archive's firewall does."""
        with self._lock:
            self._troubles.limit_rate(service, per_minute, tolerance)

    def refuse_connections(self) -> None:
        """Take no connection until `recover`."""
        self._server.refuse()

    def recover(self) -> None:
        """Have no trouble any more."""
        with self._lock:
            self._troubles.clear()
        self._server.accept_again()

    def script_save(self, url: str, script: SaveScript) -> None:
        """Let the captures of `url` go as scripted."""
        with self._lock:
            self._jobs.script(url, script)

    def limit_account(self, sessions: int, a_day: int = 30_000) -> None:
        """Let the account have so many captures under way at once, and so many a day (UTC)."""
        with self._lock:
            self._jobs.sessions, self._jobs.a_day = sessions, a_day

    def answer(self, request: SeenRequest) -> Reply:
        """What a request is answered with."""
        with self._lock:
            self.requests.append(request)
            self._watch(request)
            service = request.service
            if service is None:
                return text("Not Found\n", 404)
            troubled = self._troubles.reply(service, request.url, self._clock.now())
            return troubled or self._serve(service, request)

    def _watch(self, request: SeenRequest) -> None:
        elsewhere = {f"header {name}": value for name, value in request.headers.items()}
        authorization = elsewhere.pop("header authorization", "")
        elsewhere |= {"target": request.target, "body": request.body.decode("utf-8", "replace")}
        where = [place for place, value in elsewhere.items() if self.secret in value + unquote(value)]
        if authorization and request.service not in _WITH_KEYS:
            where.append("Authorization header of a request that needs none")
        self.violations += [f"{request.method} {request.service}: secret in {place}" for place in where]

    def _serve(self, service: Service, request: SeenRequest) -> Reply:
        if service is Service.INDEX:
            return self._copies.index(request.query, self._clock.now())
        if service is Service.REPLAY:
            return self._copies.replay(request.target, self.base, self._clock.now())
        wants_json = "application/json" in request.headers.get("accept", "")
        if request.headers.get("authorization") != f"LOW {self.access}:{self.secret}":
            return as_json(_LOGIN, 401) if wants_json else page(b"<html><title>Log in</title></html>")
        if service is Service.SAVE:
            return self._jobs.submit(request.url, wants_json)
        if service is Service.SYSTEM:
            return as_json({"recent_captures": 941, "status": "ok", "queues": {"spn2-captures": 0}})
        return as_json(self._jobs.account()) if service is Service.ACCOUNT else self._status(request)

    def _status(self, request: SeenRequest) -> Reply:
        if request.method == "GET":
            return as_json(self._jobs.status(request.target.rpartition("/")[2]))
        jobs = [job for job in request.form.get("job_ids", [""])[0].split(",") if job]
        if not jobs:
            return as_json({"status": "error", "message": "No job_ids found."})
        return as_json([self._jobs.status(job) for job in jobs])
