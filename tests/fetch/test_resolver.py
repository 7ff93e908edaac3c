from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
from ipaddress import ip_address

import pytest

from tests.fetch.asking import run
from verifier.fetch.failures import Failed
from verifier.fetch.resolver import Resolver
from verifier.model.observation import FailureKind


def test_a_name_that_failed_is_asked_again() -> None:
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        if len(asked) == 1:
            raise socket.gaierror(socket.EAI_AGAIN, "later")
        return ["8.8.8.8", "8.8.8.8"]

    async def scene() -> None:
        resolver = Resolver(lookup, patience=5)
        with pytest.raises(Failed) as caught:
            await resolver.resolve("site.example")
        assert caught.value.failure.mine
        for _ in range(3):
            assert await resolver.resolve("site.example") == (ip_address("8.8.8.8"),)
        resolver.close()
        assert len(asked) == 2

    run(scene())


def test_a_name_without_an_address_is_a_dns_failure() -> None:
    async def scene() -> None:
        resolver = Resolver(lambda _: [], patience=5)
        with pytest.raises(Failed) as caught:
            await resolver.resolve("site.example")
        assert caught.value.failure.kind is FailureKind.DNS
        resolver.close()

    run(scene())


class DeadNames:
    """A resolver that hangs over names that begin with "dead" until it is released."""

    def __init__(self) -> None:
        self.release = threading.Event()

    def __call__(self, host: str) -> list[str]:
        if host.startswith("dead"):
            self.release.wait(30)
        return ["8.8.8.8"]


def test_dead_names_do_not_delay_a_living_one() -> None:
    names = DeadNames()

    async def scene() -> None:
        resolver = Resolver(names, patience=30)
        dead = [asyncio.ensure_future(resolver.resolve(f"dead{i}.example")) for i in range(60)]
        assert await resolver.resolve("good.example") == (ip_address("8.8.8.8"),)
        assert not any(one.done() for one in dead)
        names.release.set()
        await asyncio.gather(*dead)
        resolver.close()

    run(scene())


def test_a_resolver_that_does_not_answer_in_time_is_our_trouble() -> None:
    names = DeadNames()

    async def scene() -> None:
        resolver = Resolver(names, patience=0.1)
        with pytest.raises(Failed, match="in time") as caught:
            await resolver.resolve("dead.example")
        assert (caught.value.failure.kind, caught.value.failure.mine) == (FailureKind.DNS, True)
        names.release.set()
        resolver.close()

    run(scene())


def test_at_most_64_look_ups_run_at_once() -> None:
    running, most, lock = 0, 0, threading.Lock()
    full = threading.Event()

    def lookup(host: str) -> list[str]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == 64:
                full.set()
        full.wait(5)
        with lock:
            running -= 1
        return ["8.8.8.8"]

    async def scene() -> None:
        resolver = Resolver(lookup, patience=10)
        await asyncio.gather(*(resolver.resolve(f"h{i}.example") for i in range(300)))
        resolver.close()

    run(scene())
    assert most == 64


def test_one_waiter_that_gives_up_takes_no_answer_from_the_others() -> None:
    async def scene() -> None:
        release = threading.Event()

        def lookup(host: str) -> list[str]:
            release.wait(5)
            return ["8.8.8.8"]

        resolver = Resolver(lookup, patience=5)
        impatient, patient = (asyncio.ensure_future(resolver.resolve("site.example")) for _ in range(2))
        await asyncio.wait([impatient], timeout=0.01)
        impatient.cancel()
        release.set()
        assert await patient == (ip_address("8.8.8.8"),)
        resolver.close()

    run(scene())


def test_a_look_up_that_hangs_does_not_keep_the_program_from_ending() -> None:
    program = """
import asyncio, threading
from verifier.fetch.resolver import Resolver
async def main():
    resolver = Resolver(lambda host: threading.Event().wait(60) and [], patience=0.05)
    try:
        await resolver.resolve("site.example")
    except Exception as error:
        print(error)
    resolver.close()
asyncio.run(main())
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=15, check=True
    )
    assert ended.stdout == "the resolver does not answer in time\n"
    assert ended.stderr == ""
