"""The stand-in archive itself: what the demo and other tests rely on."""

from __future__ import annotations

import httpx
import pytest

from tests.archive.world import PAGE, World
from verifier.demo.archive import StandInArchive
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import Service, server_error


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
    ],
)
def test_the_index_limits_filters_and_sorts(world: World, index: tuple[str, list[str]]) -> None:
    query, years = index
    for year, status in (("2019", 200), ("2021", 404), ("2023", 200)):
        world.archive.add_copy(PAGE, f"{year}0405060708", status)
    rows = get(world, f"/cdx/search/cdx?url={PAGE}&{query}").text.splitlines()
    assert [row.split(" ")[1][:4] for row in rows] == years


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
