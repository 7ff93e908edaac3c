from __future__ import annotations

import asyncio
import gc
import ssl
from pathlib import Path

import pytest

from tests.fetch.asking import Names, ask, config, failure, fetcher, run
from tests.loopback.certificates import Authority, self_signed
from tests.loopback.servers import Line, LoopbackServer, Request, answer, redirect
from verifier.clock import SystemClock
from verifier.config import FetchConfig
from verifier.errors import ConfigError
from verifier.fetch.client import HttpFetcher
from verifier.fetch.interface import Fetched
from verifier.model.observation import Failure, FailureKind
from verifier.model.source import parse_source


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_the_guarded_connection_keeps_the_name_of_the_host(authority: Authority) -> None:
    """SNI picks the certificate, the certificate is checked against the URL's host."""
    contexts = {host: authority.context(host) for host in ("site.example", "other.example")}

    async def scene() -> None:
        async with LoopbackServer({"*": answer(b"page")}, authority.by_name(contexts)) as server:
            settings = config(server, ca_file=authority.file)
            for host in ("site.example", "SITE.example.", "other.example"):
                assert (await ask(settings, server.url("/", host))).body == b"page"
            assert failure(await ask(settings, server.url("/", "third.example"))).kind is FailureKind.TLS

    run(scene())


def test_a_certificate_for_an_address_counts_for_that_address(authority: Authority) -> None:
    async def scene() -> Fetched:
        context = authority.context("127.0.0.1")
        async with LoopbackServer({"*": answer(b"page")}, context) as server:
            return await ask(config(server, ca_file=authority.file), server.url("/", "127.0.0.1"))

    assert run(scene()).body == b"page"


def test_a_redirect_from_http_to_https_is_followed(authority: Authority) -> None:
    async def scene() -> None:
        async with (
            LoopbackServer({"*": answer(b"page")}, authority.context("site.example")) as secure,
            LoopbackServer({"*": redirect(secure.url("/end"))}) as plain,
        ):
            fetched = await ask(config(secure, plain, ca_file=authority.file), plain.url())
            assert fetched.body == b"page"
            assert fetched.exchange.final_url == secure.url("/end")

    run(scene())


def tls_failure(context: ssl.SSLContext | None, ca_file: str) -> Failure:
    async def scene() -> Fetched:
        async with LoopbackServer({"*": answer(b"page")}, context) as server:
            url = f"https://site.example:{server.port}/"
            return await ask(config(server, ca_file=ca_file), url)

    return failure(run(scene()))


def test_broken_certificates_are_a_class_of_their_own(authority: Authority, tmp_path: Path) -> None:
    (tmp_path / "unknown").mkdir()
    unknown = Authority(tmp_path / "unknown")
    for context, detail in (
        (authority.expired("site.example"), "the certificate has expired"),
        (authority.context("other.example"), "the certificate is for another host"),
        (self_signed("site.example"), "the certificate is self-signed"),
        (unknown.context("site.example"), "signed by an unknown authority"),
    ):
        failed = tls_failure(context, authority.file)
        assert failed.kind is FailureKind.TLS
        assert detail in failed.detail
        assert not failed.mine


def test_a_server_without_tls_on_a_tls_port_is_a_tls_failure(authority: Authority) -> None:
    async def scene() -> Fetched:
        async with LoopbackServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
            return await ask(config(server), f"https://site.example:{server.port}/")

    assert failure(run(scene())).detail == "the server does not speak TLS on this port"


def test_a_handshake_that_is_cut_off_is_refused_and_a_silent_one_times_out() -> None:
    async def scene() -> None:
        for server, kind in (
            (LoopbackServer(hangs_up=True), FailureKind.REFUSED),
            (LoopbackServer(), FailureKind.TIMEOUT),
        ):
            async with server:
                url = f"https://site.example:{server.port}/"
                assert failure(await ask(config(server, deadline=0.3), url)).kind is kind

    run(scene())


def test_cancelling_closes_the_socket(authority: Authority) -> None:
    async def scene() -> None:
        heard, gone = asyncio.Event(), asyncio.Event()

        async def silent(request: Request, line: Line) -> None:
            heard.set()
            await line.hear_out()
            gone.set()

        async with (
            LoopbackServer({"*": silent}, authority.context("site.example")) as server,
            fetcher(config(server, ca_file=authority.file)) as client,
        ):
            task = asyncio.create_task(client.fetch(parse_source(server.url())))
            await heard.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await gone.wait()

    run(scene())
    gc.collect()  # an unclosed socket would warn here, and a warning fails the test


def test_a_ca_file_that_cannot_be_used_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for name in ("empty.pem", "absent.pem"):
        with pytest.raises(ConfigError, match="ca_file") as caught:
            HttpFetcher(FetchConfig(ca_file=str(tmp_path / name)), SystemClock(), lookup=Names())
        assert caught.value.hint
