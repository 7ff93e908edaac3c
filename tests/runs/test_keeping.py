"""Our own copies of a night: what is written, what is not, and what a disk that fails costs."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.visits import Found, extracted, files_of, records_in, require_sound
from tests.runs.builders import SimulatedNight
from tests.simulator import SimulatedPage
from verifier.demo.pages import article, short_page
from verifier.model.evidence import EvidenceKind, EvidenceRecord
from verifier.model.exitcode import ExitCode
from verifier.model.observation import Failure, FailureKind
from verifier.runs.events import Note, Trouble
from verifier.runs.keeping import FULL
from verifier.store.database import Database
from verifier.store.evidence import evidence_of

URL = "https://gazette.demo/2024/05/story"
TITLE = "Old harbour opens after vote of the northern district"
PAGE = SimulatedPage(body=article(TITLE, "Gazette"))


@pytest.fixture
def night(tmp_path: Path) -> SimulatedNight:
    keeper = SimulatedNight(tmp_path, settings={"evidence": {"mode": "warc"}})
    keeper.cite((URL, TITLE))
    return keeper


def with_text(text: str, noise: str = "", etag: str = "") -> SimulatedPage:
    body = article(TITLE, "Gazette").replace(b"</body>", f"<p>{text}</p><!-- {noise} --></body>".encode())
    return SimulatedPage(body=body, headers={"etag": etag} if etag else {})


def next_night(night: SimulatedNight, page: SimulatedPage | None = None) -> None:
    night.clock.advance(days=1)
    if page is not None:
        night.web.pages[URL] = page
    assert night.run() is ExitCode.PASS


def kept(night: SimulatedNight, url: str = URL) -> list[EvidenceRecord]:
    """Newest first, as the database knows them."""
    database = Database.open("sqlite:///night.db", night.folder)
    with closing(database), database.read() as connection:
        return evidence_of(connection, url)


def written(night: SimulatedNight) -> list[Found]:
    """The records of all files but what files are begun with, and requests."""
    folder = night.folder / "evidence"
    require_sound(folder)
    found = [record for path in files_of(folder) for record in records_in(path)]
    return [record for record in found if record.kind not in ("warcinfo", "request")]


def payload(night: SimulatedNight, record: EvidenceRecord) -> bytes:
    return extracted(night.folder / "evidence" / record.place.file, record.place.offset, "--payload")


def test_nothing_is_written_unless_it_is_asked_for(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    night.run()

    assert night.verdicts() == {URL: "verified"}
    assert not (tmp_path / "evidence").exists()
    assert kept(night) == []


def test_a_page_that_was_read_is_kept_and_the_database_knows_where(night: SimulatedNight) -> None:
    night.run()

    (record,) = kept(night)
    assert (record.kind, record.uri, record.status, record.complete) == (
        EvidenceKind.RESPONSE,
        URL,
        200,
        True,
    )
    assert payload(night, record) == PAGE.body
    assert [one.kind for one in written(night)] == ["response"]


def test_the_same_bytes_the_next_night_are_a_revisit(night: SimulatedNight) -> None:
    night.run()
    next_night(night)

    revisit, page = kept(night)
    assert (revisit.kind, revisit.refers_to) == (EvidenceKind.IDENTICAL, page.id)
    assert page.last_seen == revisit.at
    assert [one.kind for one in written(night)] == ["response", "revisit"]


def test_other_bytes_with_the_same_text_write_nothing(night: SimulatedNight) -> None:
    night.web.pages[URL] = with_text("The text.", noise="token 1")
    night.run()
    before = files_of(night.folder / "evidence")[0].read_bytes()
    next_night(night, with_text("The text.", noise="token 2"))

    assert files_of(night.folder / "evidence")[0].read_bytes() == before
    (page,) = kept(night)
    assert page.last_seen is not None
    assert page.last_seen.date() > page.at.date()


def test_a_new_text_is_a_new_record(night: SimulatedNight) -> None:
    night.web.pages[URL] = with_text("The text.")
    night.run()
    next_night(night, with_text("Another text."))

    new, old = kept(night)
    assert (new.kind, old.kind) == (EvidenceKind.RESPONSE, EvidenceKind.RESPONSE)
    assert b"Another text." in payload(night, new)
    assert b"The text." in payload(night, old)


def test_not_modified_is_a_revisit(night: SimulatedNight) -> None:
    night.web.pages[URL] = with_text("The text.", etag='"one"')
    night.run()
    next_night(night)

    revisit, page = kept(night)
    assert (revisit.kind, revisit.refers_to, revisit.status) == (EvidenceKind.NOT_MODIFIED, page.id, 304)
    assert written(night)[-1].fields["WARC-Refers-To"] == page.place.record_id


def test_a_page_of_which_nothing_is_kept_is_asked_for_whole(tmp_path: Path) -> None:
    night = SimulatedNight(tmp_path)
    night.cite((URL, TITLE))
    night.web.pages[URL] = with_text("The text.", etag='"one"')
    night.run()
    night.settings = {"evidence": {"mode": "warc"}}
    next_night(night)

    assert [one.kind for one in kept(night)] == [EvidenceKind.RESPONSE]


def test_a_page_whose_file_was_taken_away_is_kept_again(night: SimulatedNight) -> None:
    night.web.pages[URL] = with_text("The text.", etag='"one"')
    night.run()
    files_of(night.folder / "evidence")[0].unlink()
    next_night(night)

    new, _ = kept(night)
    assert new.kind is EvidenceKind.RESPONSE
    assert b"The text." in payload(night, new)


def test_the_way_to_a_page_is_kept_with_it(night: SimulatedNight) -> None:
    final = "https://gazette.demo/2024/05/moved"
    night.web.pages[URL] = SimulatedPage(301, location=final)
    night.web.pages[final] = PAGE
    night.run()

    assert [one.fields["WARC-Target-URI"] for one in written(night)] == [URL, final]
    (record,) = kept(night)
    assert record.uri == final
    assert payload(night, record) == PAGE.body


def test_an_error_page_is_evidence_too(night: SimulatedNight) -> None:
    night.web.pages[URL] = SimulatedPage(404, short_page("404 Not Found", "There is no such page."))
    night.run()

    assert {one.status for one in kept(night)} == {404}
    assert [one.kind for one in written(night)] == ["response", "revisit"]


@pytest.mark.parametrize(
    "page",
    [
        SimulatedPage(failure=Failure(FailureKind.TIMEOUT, "no answer")),
        SimulatedPage(204),
    ],
    ids=["no answer", "no body"],
)
def test_where_there_is_nothing_to_read_nothing_is_kept(night: SimulatedNight, page: SimulatedPage) -> None:
    night.web.pages[URL] = page
    night.run()

    assert kept(night) == []
    assert files_of(night.folder / "evidence") == []


def test_the_limit_of_all_files_is_told_once_and_the_checks_go_on(night: SimulatedNight) -> None:
    urls = [f"https://host{number}.demo/a" for number in range(20)]
    for number, url in enumerate(urls):
        night.cite((url, TITLE), name=f"doc{number}")
        night.web.pages[url] = replace(PAGE, body=PAGE.body + os.urandom(1000).hex().encode())
    night.settings["evidence"]["total_limit"] = "12 kB"
    assert night.run() is ExitCode.PASS

    assert [event.text for event in night.events if isinstance(event, Note)].count(FULL) == 1
    assert set(night.verdicts().values()) == {"verified"}
    assert sum(path.stat().st_size for path in files_of(night.folder / "evidence")) <= 12_000
    assert 1 <= len(written(night)) < 20


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What writes beyond is refused, as by a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_is_full_costs_the_copies_and_no_check(night: SimulatedNight) -> None:
    night.run()
    sound = files_of(night.folder / "evidence")[0].read_bytes()
    night.cite(("https://big.demo/a", TITLE), name="big", page=False)
    big = article(TITLE, "Gazette") + os.urandom(2_000_000).hex().encode()
    night.web.pages["https://big.demo/a"] = SimulatedPage(body=big)
    night.clock.advance(days=1)
    with files_no_larger_than(1_000_000):
        assert night.run() is ExitCode.PASS

    assert night.verdicts() == {URL: "verified", "https://big.demo/a": "verified"}
    troubles = [event.text for event in night.events if isinstance(event, Trouble)]
    assert len(troubles) == 1
    assert "not written any more in this run" in troubles[0]
    assert files_of(night.folder / "evidence")[0].read_bytes().startswith(sound)
    require_sound(night.folder / "evidence")
    assert kept(night, "https://big.demo/a") == []

    next_night(night)
    assert [one.kind for one in kept(night, "https://big.demo/a")] == [EvidenceKind.RESPONSE]
    require_sound(night.folder / "evidence")
