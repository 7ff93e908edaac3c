"""The stand-in archive itself: what the demo and other tests rely on."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from tests.archive.world import PAGE, World
from verifier.archive.keys import Keys
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_copies import Life
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_origin import fetched_origin
from verifier.demo.archive_replies import Service, server_error
from verifier.demo.world import Answer, ProxyWorld
from verifier.demo.world import World as PagesByUrl
from verifier.model.memento import CaptureState


def get(world: World, path: str, **headers: str) -> httpx.Response:
    return httpx.get(world.archive.base + path, headers=headers, trust_env=False)


def test_a_copy_is_replayed_byte_for_byte_under_its_own_timestamp(world: World) -> None:
    body = bytes(range(256))
    world.archive.add_copy(PAGE, "20210405060708", 404, body, "application/octet-stream")
    replayed = get(world, f"/web/20210405060708id_/{PAGE}")
    assert (replayed.status_code, replayed.content) == (404, body)
    assert replayed.headers["Memento-Datetime"] == "Mon, 05 Apr 2021 06:07:08 GMT"


def test_another_timestamp_leads_to_the_nearest_copy(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708")
    world.archive.add_copy(PAGE, "20250405060708")
    nearest = get(world, f"/web/2022id_/{PAGE}")
    assert nearest.status_code == 302
    assert nearest.headers["Location"] == f"{world.archive.base}/web/20210405060708id_/{PAGE}"
    assert "Memento-Datetime" not in nearest.headers


def test_what_is_excluded_or_never_archived_has_no_memento_datetime(world: World) -> None:
    world.archive.exclude("https://excluded.example/")
    never = get(world, f"/web/2021id_/{PAGE}")
    excluded = get(world, "/web/2021id_/https://excluded.example/")
    assert (never.status_code, excluded.status_code) == (404, 200)
    assert "Memento-Datetime" not in {*never.headers, *excluded.headers}


def test_a_capture_holds_what_the_page_held() -> None:
    def origin(url: str) -> tuple[int, str, bytes]:
        return 200, "text/plain", f"bytes of {url}".encode()

    with StandInArchive(origin=origin) as archive:
        headers = {"Authorization": f"LOW {archive.access}:{archive.secret}", "Accept": "application/json"}
        archive.script_save(PAGE, SaveScript(pending=0))
        with httpx.Client(base_url=archive.base, headers=headers, trust_env=False) as client:
            job = client.post("/save", data={"url": PAGE}).json()["job_id"]
            status = client.get(f"/save/status/{job}").json()
        replayed = httpx.get(f"{archive.base}/web/{status['timestamp']}id_/{PAGE}", trust_env=False)
    assert status["status"] == "success"
    assert replayed.text == f"bytes of {PAGE}"


def test_without_keys_a_browser_gets_html_and_a_program_gets_401(world: World) -> None:
    save = f"{world.archive.base}/save"
    assert (
        httpx.post(save, data={"url": PAGE}, trust_env=False).headers["Content-Type"].startswith("text/html")
    )
    refused = httpx.post(save, data={"url": PAGE}, headers={"Accept": "application/json"}, trust_env=False)
    assert refused.status_code == 401


@pytest.mark.parametrize(
    "index",
    [
        ("limit=1", ["2019"]),
        ("limit=-1", ["2023"]),
        ("from=2020&to=2021", ["2021"]),
        ("filter=!statuscode:200", ["2021"]),
        ("sort=closest&closest=2022", ["2021", "2023", "2019"]),
        ("collapse=timestamp:2", ["2019"]),
        ("collapse=statuscode", ["2019", "2021", "2023"]),
        ("collapse=statuscode:1&filter=statuscode:200", ["2019"]),
        ("collapse=digest&to=2021", ["2019"]),
    ],
)
def test_the_index_limits_filters_and_sorts(world: World, index: tuple[str, list[str]]) -> None:
    query, years = index
    for year, status in (("2019", 200), ("2021", 404), ("2023", 200)):
        world.archive.add_copy(PAGE, f"{year}0405060708", status)
    rows = get(world, f"/cdx/search/cdx?url={PAGE}&{query}").text.splitlines()
    assert [row.split(" ")[1][:4] for row in rows] == years


def test_the_index_gives_its_seven_columns_as_json_too(world: World) -> None:
    asked = f"/cdx/search/cdx?url={PAGE}&output=json"
    assert get(world, asked).json() == []
    world.archive.add_copy(PAGE, "20210405060708", body=b"text", media_type="text/html; charset=utf-8")
    columns, row = get(world, asked).json()
    as_text = get(world, f"/cdx/search/cdx?url={PAGE}").text
    assert columns == ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    assert as_text == " ".join(row) + "\n"
    assert dict(zip(columns, row, strict=True))["mimetype"] == "text/html"


def test_a_copy_that_was_kept_compressed_is_replayed_so(world: World) -> None:
    world.archive.add_copy(PAGE, "20210405060708", body=b"text", packed=True)
    replayed = get(world, f"/web/20210405060708id_/{PAGE}")
    assert (replayed.headers["Content-Encoding"], replayed.content) == ("gzip", b"text")


def test_a_copy_is_listed_and_shown_from_and_until_a_time_of_its_own(world: World) -> None:
    hour = timedelta(hours=1)
    stamp = f"{world.clock.now():%Y%m%d%H%M%S}"
    world.archive.add_copy(PAGE, "20210405060708")
    world.archive.add_copy(PAGE, stamp, life=Life(2 * hour, hour, 3 * hour))
    seen = []
    for _ in range(4):
        listed = get(world, f"/cdx/search/cdx?url={PAGE}").text.count("\n") == 2
        seen.append((listed, get(world, f"/web/{stamp}id_/{PAGE}").status_code == 200))
        world.clock.pass_by(3600)
    assert seen == [(False, False), (False, True), (True, True), (False, False)]


def test_an_error_may_have_captured_all_the_same(world: World) -> None:
    world.archive.script_save(PAGE, SaveScript(0, "error:bad-gateway", captured_anyway=True))
    assert world.save().state is CaptureState.DEFERRED
    assert get(world, f"/cdx/search/cdx?url={PAGE}").text.count("\n") == 1


def test_over_its_rate_it_answers_429_and_then_takes_no_connection_until_it_recovers(world: World) -> None:
    asked = f"/cdx/search/cdx?url={PAGE}"
    world.archive.limit_rate(Service.INDEX, per_minute=2, tolerance=1)
    assert [get(world, asked).status_code for _ in range(2)] == [200, 200]
    world.clock.pass_by(61)
    assert [get(world, asked).status_code for _ in range(4)] == [200, 200, 429, 429]
    for _ in range(2):
        with pytest.raises(httpx.ConnectError):
            get(world, asked)
    world.archive.recover()
    assert get(world, asked).status_code == 200


def test_captures_fetch_the_page_from_its_own_server(world: World) -> None:
    """What the page holds when it is captured, over the wire, redirects followed."""
    pages = {PAGE: Answer(301, {"Location": "/new"}), "https://news.example/new": Answer(200, {}, b"\xff\0")}
    with ProxyWorld(PagesByUrl(pages)) as web, fetched_origin(web.url, web.ca_file) as origin:
        assert origin(PAGE) == (200, "", b"\xff\0")
        with StandInArchive(clock=world.clock, origin=origin) as archive:
            there = World(archive, world.clock, keys=Keys(archive.access, archive.secret))
            saved = there.save()
            replayed = get(there, f"/web/{saved.timestamp}id_/{PAGE}")
        assert (saved.state, replayed.content) == (CaptureState.REPORTED, b"\xff\0")
        assert [asked.url for asked in web.asked] == [PAGE, "https://news.example/new"] * 2


def test_a_secret_anywhere_but_in_its_header_is_a_violation() -> None:
    with StandInArchive() as archive:
        secret, base = archive.secret, archive.base
        for path, headers in (
            (f"/cdx/search/cdx?url={secret.replace('-', '%2D')}", {}),
            ("/cdx/search/cdx?url=x", {"Authorization": f"LOW {archive.access}:{secret}"}),
            (f"/web/2021/{PAGE}", {"Cookie": secret}),
        ):
            httpx.get(base + path, headers=headers, trust_env=False)
        httpx.post(f"{base}/save", data={"key": secret}, trust_env=False)
        assert len(archive.violations) == 4
        assert secret not in str(archive.violations)


def test_trouble_can_be_limited_to_a_page_and_a_number_of_times(world: World) -> None:
    world.archive.trouble(Service.INDEX, server_error(), url=PAGE, times=1)
    statuses = [
        get(world, f"/cdx/search/cdx?url={url}").status_code for url in ("https://b.example/", PAGE, PAGE)
    ]
    assert statuses == [200, 503, 200]
    assert get(world, "/elsewhere").status_code == 404
