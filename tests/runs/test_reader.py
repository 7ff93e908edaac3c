"""Real child processes around the parser: what breaks them breaks nothing else."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from tests.store.builders import NOW
from verifier.clock import SystemClock
from verifier.demo.pages import article
from verifier.errors import ReaderError
from verifier.extract.page import read_page
from verifier.fetch.interface import Fetched
from verifier.model.observation import Exchange, FailureKind, Hop, Observation
from verifier.runs.reader import BoxedReader, observe
from verifier.runs.reader_box import PROGRAM, UnreadablePage

R = TypeVar("R")
SECRET = "hunter2"
URL = "https://gazette.demo/story"
HTML = "text/html; charset=utf-8"
PAGE = article("Old harbour opens", "Gazette")


def with_reader(use: Callable[[BoxedReader], Awaitable[R]], program: str = PROGRAM) -> R:
    async def session() -> R:
        reader = BoxedReader({"PATH": os.defpath, "IA_SECRET_KEY": SECRET}, program)
        try:
            return await use(reader)
        finally:
            await reader.close()

    return asyncio.run(session())


def children() -> list[int]:
    """The process ids of the readers among this process's children."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children")
    if not listed.exists():
        pytest.skip("this system does not list the children of a process in /proc")
    return [int(word) for word in listed.read_text().split() if b"reader_child" in command_of(word)]


def command_of(process: str) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


def environment_of(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE, HTML),
        ("<title>L\ud800ne</title>".encode("utf-8", "surrogatepass"), HTML),
        (b"\x89PNG", "image/png"),
        (b"", HTML),
        (b"<p>" * 100_000, HTML),
    ],
)
def test_a_page_is_the_same_as_without_the_box(body: bytes, content_type: str) -> None:
    assert with_reader(lambda reader: reader.read(body, content_type, URL)) == read_page(
        body, content_type, URL
    )


def test_many_pages_at_once_each_get_their_own_answer() -> None:
    bodies = [article(f"Story number {number}", "Gazette") for number in range(40)]

    async def read_all(reader: BoxedReader) -> list[object]:
        return await asyncio.gather(*(reader.read(body, HTML, URL) for body in bodies))

    assert with_reader(read_all) == [read_page(body, HTML, URL) for body in bodies]


def test_a_child_that_dies_costs_nothing() -> None:
    async def murder(reader: BoxedReader) -> object:
        await reader.read(PAGE, HTML, URL)
        (child,) = children()
        os.kill(child, signal.SIGSTOP)
        dying = asyncio.ensure_future(reader.read(PAGE, HTML, URL))
        await SystemClock().sleep(0.01)
        other = await reader.read(PAGE, HTML, URL)
        os.kill(child, signal.SIGKILL)
        return [other, await dying, await reader.read(PAGE, HTML, URL)]

    assert with_reader(murder) == [read_page(PAGE, HTML, URL)] * 3


READY = (
    "import os, sys; sys.stdout.buffer.write(bytes(4)); sys.stdout.flush(); sys.stdin.buffer.read(4);"
    "answer = lambda said: sys.stdout.buffer.write(len(said).to_bytes(4) + said);"
)


@pytest.mark.parametrize(
    ("death", "ours", "said"),
    [
        ("os.kill(os.getpid(), 9)", True, "broke off with exit code -9, twice"),
        ("os.kill(os.getpid(), 11)", False, "broke off with exit code -11, twice"),
        ("os.kill(os.getpid(), 27)", False, "processor time"),
        ("os._exit(77)", False, "too much memory"),
        ("answer(b'!oops')", True, "a defect of verifier, please report it: oops"),
    ],
)
def test_what_kills_every_child_is_told_from_what_may_be_our_own_trouble(
    death: str, ours: bool, said: str
) -> None:
    async def read(reader: BoxedReader) -> None:
        with pytest.raises(UnreadablePage, match=said) as caught:
            await reader.read(PAGE, HTML, URL)
        assert caught.value.ours is ours

    with_reader(read, READY + death)


def test_where_no_child_can_live_nothing_is_blamed_on_a_page() -> None:
    async def read(reader: BoxedReader) -> None:
        with pytest.raises(ReaderError, match="no process to read pages in can be started"):
            await reader.read(PAGE, HTML, URL)

    with_reader(read, "import nothing_of_that_name")


def test_a_page_that_keeps_the_processor_busy_is_given_up() -> None:
    async def spin(reader: BoxedReader) -> None:
        await reader.read(PAGE, HTML, URL)
        (child,) = children()
        # What the timer does when a page's processor time is used up.
        os.kill(child, signal.SIGPROF)
        with pytest.raises(UnreadablePage, match="processor time"):
            await reader.read(PAGE, HTML, URL)

    with_reader(spin)


def test_a_cancelled_reading_leaves_nothing_of_its_answer_behind() -> None:
    async def cancel(reader: BoxedReader) -> object:
        await reader.read(PAGE, HTML, URL)
        (child,) = children()
        os.kill(child, signal.SIGSTOP)
        reading = asyncio.ensure_future(reader.read(article("Another story", "Gazette"), HTML, URL))
        await SystemClock().sleep(0.01)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        return [await reader.read(PAGE, HTML, URL) for _ in range(3)]

    assert with_reader(cancel) == [read_page(PAGE, HTML, URL)] * 3


def test_the_signals_of_the_process_group_do_not_end_a_reading() -> None:
    async def interrupted(reader: BoxedReader) -> object:
        await reader.read(PAGE, HTML, URL)
        (child,) = children()
        os.kill(child, signal.SIGINT)
        os.kill(child, signal.SIGTERM)
        return await reader.read(PAGE, HTML, URL)

    assert with_reader(interrupted) == read_page(PAGE, HTML, URL)


def test_closing_ends_the_children_whatever_they_do() -> None:
    async def start(reader: BoxedReader) -> None:
        await reader.read(PAGE, HTML, URL)
        os.kill(children()[0], signal.SIGSTOP)

    with_reader(start)
    assert children() == []


def test_a_child_knows_no_secret() -> None:
    async def look(reader: BoxedReader) -> bytes:
        await reader.read(PAGE, HTML, URL)
        return environment_of(children()[0])

    seen = with_reader(look)
    assert b"PATH=" in seen
    assert SECRET.encode() not in seen


@pytest.mark.parametrize(("signal_number", "ours"), [(9, True), (11, False)])
def test_a_body_that_cannot_be_read_makes_the_exchange_a_failure(signal_number: int, ours: bool) -> None:
    exchange = Exchange(URL, NOW, 0.1, (Hop(URL, 200),), None, {"content-type": HTML}, len(PAGE))

    async def observed(reader: BoxedReader) -> Observation:
        return await observe(reader, Fetched(exchange, PAGE))

    observation = with_reader(observed, f"{READY} os.kill(os.getpid(), {signal_number})")
    failure = observation.exchange.failure
    assert observation.page is None
    assert failure is not None
    assert (failure.kind, failure.mine) == (FailureKind.UNSUPPORTED, ours)
    assert failure.detail.startswith("the page could not be read")
