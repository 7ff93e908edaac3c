from __future__ import annotations

import time

from tests.fetch.asking import Names, config, fetcher, run
from tests.loopback.proxy import dead_proxy
from tests.loopback.servers import Line, LoopbackServer, Play, Request, answer
from verifier.fetch.canary import online


async def silence(request: Request, line: Line) -> None:
    await line.hear_out()


def seen(*plays: Play, deadline: float = 5.0) -> bool:
    """Whether one canary a play finds us online."""

    async def scene() -> bool:
        targets = {f"/{i}": play for i, play in enumerate(plays)}
        async with LoopbackServer(targets) as server, fetcher(config(server)) as client:
            return await online(client, [server.url(target) for target in targets], deadline)

    return run(scene())


def test_any_answer_below_500_proves_that_we_are_online() -> None:
    assert seen(answer())
    assert seen(answer(status="404 Not Found"))
    assert seen(answer(status="502 Bad Gateway"), answer(status="403 Forbidden"))


def test_errors_of_all_canaries_prove_nothing() -> None:
    assert not seen(answer(status="502 Bad Gateway"), answer(status="503 Unavailable"), b"SSH-2.0-x\r\n")


def test_the_first_answer_decides_and_nobody_waits_for_the_others() -> None:
    begun = time.perf_counter()
    assert seen(silence, silence, answer())
    assert time.perf_counter() - begun < 1


def test_the_answer_comes_within_the_deadline() -> None:
    begun = time.perf_counter()
    assert not seen(silence, silence, deadline=0.2)
    assert time.perf_counter() - begun < 1


def test_a_dead_proxy_a_dead_name_and_a_bad_address_are_no_answers() -> None:
    async def scene() -> bool:
        async with fetcher(config(proxy=await dead_proxy()), Names()) as client:
            return await online(client, ["https://site.example/", "http://nowhere.invalid/", "nonsense"], 5.0)

    assert not run(scene())


def test_without_canaries_the_check_is_off() -> None:
    async def scene() -> bool:
        async with fetcher(config()) as client:
            return await online(client, [], 5.0)

    assert run(scene())
