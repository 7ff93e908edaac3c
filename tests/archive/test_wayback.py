from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
import trustme

from tests.archive.world import PAGE, WaitingClock, World
from verifier.archive.interface import Archive
from verifier.archive.wayback import POLLS_PER_MINUTE, Wayback
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import Service, rate_limited, text
from verifier.errors import ConfigError
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState


async def several(wayback: Wayback, count: int) -> list[Lookup]:
    return [await wayback.look_up(PAGE, None) for _ in range(count)]


def test_it_is_an_archive(world: World) -> None:
    async def as_archive(wayback: Archive) -> bool:
        return wayback.can_capture

    assert world.visit(as_archive)
    world.keys = None
    assert not world.visit(as_archive)


def test_lookups_keep_the_configured_pace(world: World) -> None:
    world.config["lookups_per_minute"] = 24
    world.visit(lambda wayback: several(wayback, 4))
    assert world.clock.waited == [2.5, 2.5, 2.5]


def test_time_that_passes_anyway_is_not_waited_again(world: World) -> None:
    async def slowly(wayback: Wayback) -> None:
        for _ in range(3):
            await wayback.look_up(PAGE, None)
            world.clock.pass_by(2)

    world.visit(slowly)
    assert world.clock.waited == [0.5, 0.5]


def test_lookups_asked_for_at_once_are_sent_one_after_the_other(world: World) -> None:
    async def at_once(wayback: Wayback) -> list[Lookup]:
        return await asyncio.gather(*(wayback.look_up(PAGE, None) for _ in range(3)))

    assert {found.state for found in world.visit(at_once)} == {LookupState.NONE}
    assert world.clock.waited == [2.5, 2.5]


def test_only_one_lookup_is_under_way_so_a_rate_limit_spares_those_that_wait(world: World) -> None:
    async def at_once(wayback: Wayback) -> list[Lookup]:
        return await asyncio.gather(*(wayback.look_up(PAGE, None) for _ in range(5)))

    world.index_trouble(rate_limited())
    assert all(found.stop for found in world.visit(at_once))
    assert len(world.archive.requests) == 1


def test_captures_and_polls_keep_their_own_pace(world: World) -> None:
    async def captures(wayback: Wayback) -> None:
        submitted = [await wayback.submit(world.wanted(f"{PAGE}/{n}")) for n in range(3)]
        await wayback.poll(submitted)
        await wayback.poll(submitted)

    world.config["captures_per_minute"] = 6
    world.visit(captures)
    assert world.clock.waited == [10.0, 10.0, 60 / POLLS_PER_MINUTE]


def test_after_a_rate_limit_no_lookup_is_sent_until_the_pause_ends(world: World) -> None:
    async def visit(wayback: Wayback) -> list[Lookup]:
        found = await several(wayback, 3)
        world.clock.pass_by(119)
        found += await several(wayback, 1)
        world.clock.pass_by(1)
        return found + await several(wayback, 1)

    world.index_trouble(rate_limited("120"), times=1)
    found = world.visit(visit)
    assert [one.state for one in found] == [LookupState.FAILED] * 4 + [LookupState.NONE]
    assert [one.stop for one in found] == [True] * 4 + [False]
    assert found[1].detail == "the archive asked to be left alone until 2026-03-01 03:02:00 UTC"
    assert found[3].retry_after == 1.0
    assert len(world.archive.requests) == 2
    assert world.clock.waited == []


def test_three_refusals_in_a_row_mean_more_than_an_hour(world: World) -> None:
    async def visit(wayback: Wayback) -> list[float | None]:
        pauses = []
        for _ in range(8):
            found = await wayback.look_up(PAGE, None)
            pauses.append(found.retry_after)
            world.clock.pass_by(found.retry_after or 0)
        return pauses

    world.index_trouble(rate_limited())
    pauses = world.visit(visit)
    assert pauses == [60.0, 60.0, 3900.0, 7800.0, 15600.0, 21600.0, 21600.0, 21600.0]


def test_a_good_answer_in_between_ends_the_row_of_refusals(world: World) -> None:
    async def visit(wayback: Wayback) -> list[float | None]:
        pauses = []
        for number in range(6):
            world.archive.recover()
            world.index_trouble(text("") if number == 2 else rate_limited())
            found = await wayback.look_up(PAGE, None)
            pauses.append(found.retry_after)
            world.clock.pass_by(found.retry_after or 0)
        return pauses

    assert world.visit(visit) == [60.0, 60.0, None, 60.0, 60.0, 3900.0]


def test_a_pause_of_captures_does_not_stop_lookups(world: World) -> None:
    async def visit(wayback: Wayback) -> tuple[Capture, Capture, Lookup]:
        first = await wayback.submit(world.wanted())
        second = await wayback.submit(world.wanted())
        return first, second, await wayback.look_up(PAGE, None)

    world.archive.trouble(Service.SAVE, rate_limited())
    first, second, found = world.visit(visit)
    assert [(one.state, one.stop) for one in (first, second)] == [(CaptureState.DEFERRED, True)] * 2
    assert "left alone until" in second.message
    assert found.state is LookupState.NONE
    assert len(world.archive.requests) == 2


def test_the_archive_is_asked_over_verified_tls(world: World, tmp_path: Path) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with StandInArchive(tls=context) as archive:
        secure = World(archive, WaitingClock())
        refused = secure.look_up()
        secure.fetch["ca_file"] = str(tmp_path / "ca.pem")
        trusted = secure.look_up()
    assert (refused.state, refused.stop) == (LookupState.FAILED, True)
    assert "certificate" in refused.detail
    assert trusted.state is LookupState.NONE
    assert len(archive.requests) == 1


def test_an_archive_elsewhere_is_asked_through_the_configured_proxy(world: World) -> None:
    world.keys = None
    world.config["base"] = "http://archive.example"
    world.fetch["proxy"] = world.archive.base
    assert world.look_up().state is LookupState.NONE
    (request,) = world.archive.requests
    assert request.target.startswith("http://archive.example/cdx/search/cdx?")


def test_an_archive_on_this_machine_is_asked_directly(world: World) -> None:
    world.fetch["proxy"] = "http://127.0.0.1:9"
    assert world.look_up().state is LookupState.NONE


def test_the_archive_is_told_whom_to_write_to(world: World) -> None:
    world.fetch["contact"] = "mailto:keeper@news.example\n"
    world.look_up()
    (request,) = world.archive.requests
    assert request.headers["user-agent"].startswith("verifier")
    assert "(+mailto:keeper@news.example" in request.headers["user-agent"]
    assert "cookie" not in request.headers


@pytest.mark.parametrize(
    "base",
    [
        "",
        "web.archive.org",
        "ftp://web.archive.org",
        "https://",
        "https://u:p@web.archive.org",
        "https://[::1",
    ],
)
def test_a_base_that_is_no_archive_is_a_configuration_error(world: World, base: str) -> None:
    world.config["base"] = base
    with pytest.raises(ConfigError, match=r"archive\.base"):
        world.look_up()


@pytest.mark.parametrize(("name", "value"), [("proxy", "nonsense"), ("ca_file", "/nowhere/ca.pem")])
def test_a_proxy_or_ca_file_that_cannot_be_used_is_a_configuration_error(
    world: World, name: str, value: str
) -> None:
    world.keys = None
    world.config["base"] = "https://archive.example"
    world.fetch[name] = value
    with pytest.raises(ConfigError, match=f"fetch.{name}"):
        world.look_up()


def test_a_base_with_a_path_and_a_last_slash_works(world: World) -> None:
    world.config["base"] = f"{world.archive.base}/"
    world.archive.script_save(PAGE, SaveScript(0))
    assert world.save().state is CaptureState.REPORTED
    found = world.look_up()
    assert found.memento is not None
    assert found.memento.uri.startswith(f"{world.archive.base}/web/2026")
