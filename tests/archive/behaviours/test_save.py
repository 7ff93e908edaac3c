"""Save Page Now (SPN2) as it behaves, and what a user reads the next mornings: one behaviour a test.

In the order of the design's list ("A faithful stand-in for tests"), and named by it. `mornings` says what
the report says of the page after each night; a copy that was just made is "reported" until two looks at it,
a day apart, showed the document.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.archive.behaviours.night import LOGIN, RIGHT, SOFT_404, TITLE, URL, ArchivedNight
from tests.runs.builders import titled
from verifier.archive.keys import Keys
from verifier.demo.archive_copies import NEVER, Life
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import Service, as_json, page, rate_limited, silence
from verifier.model.memento import CaptureState
from verifier.runs.events import Captured

MORE = [(f"https://herald.demo/{number}", titled(number)) for number in range(10, 14)]
FOREVER = 10**6


def mornings(night: ArchivedNight, count: int, *, apart: float = 1.0) -> list[str]:
    """What the report says of the page after so many nights."""
    said = []
    for number in range(count):
        night.run(days_later=apart if number else 0)
        said.append(night.preservation())
    return said


def submissions(night: ArchivedNight, url: str | None = None) -> int:
    saves = [request for request in night.archive.requests if request.service is Service.SAVE]
    return sum(url is None or request.url == url for request in saves)


def outcomes(night: ArchivedNight) -> list[tuple[str, str]]:
    """Shown as progress: how attempts ended, and what the archive said."""
    captures = [event.capture for event in night.simulated.events if isinstance(event, Captured)]
    return [(capture.state, capture.message) for capture in captures]


def test_with_the_keys_a_copy_is_made_and_proven(night: ArchivedNight) -> None:
    assert mornings(night, 3) == ["reported", "reported", "preserved"]
    assert (night.copy(), submissions(night)) == ("20260301031735", 1)


def test_401(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.world.keys = Keys("wrong", "keys")
    night.run()
    assert (outcomes(night), night.preservation(), submissions(night)) == ([], "none", 0)
    assert (
        "No more copies are asked for in this run: the archive does not accept the keys (HTTP 401): check "
        "IA_ACCESS_KEY_ID and its secret" in night.notes
    )


def test_html_without_json(night: ArchivedNight) -> None:
    """An answer for browsers names no job that could be relied on: looked up again before it is repeated."""
    for_browsers = page(b'<h2>Saving page</h2><script>spn.watchJob("spn2-1")</script>')
    night.archive.trouble(Service.SAVE, for_browsers, times=1)
    night.run()
    assert (night.preservation(), night.row()["codes"]) == ("none", ["CIT301"])
    assert outcomes(night)[0][0] == "outcome-unknown"
    assert mornings(night, 1, apart=0) == ["none"]
    assert submissions(night) == 1
    night.run(days_later=1)
    assert (night.preservation(), submissions(night)) == ("reported", 2)


def test_deterministic_ids_and_the_same_snapshot_message(night: ArchivedNight) -> None:
    """Somebody with the same keys asked for it half an hour ago: one job, one copy."""
    night.world.submit(URL)
    night.run(days_later=1 / 48)
    ((state, message),) = outcomes(night)
    assert (state, night.preservation()) == ("reported", "reported")
    assert "The same snapshot had been made 30 minutes ago" in message


def test_null_id(night: ArchivedNight) -> None:
    """There is no job to ask about: the outcome is found out by looking, and nothing is sent twice."""
    night.archive.script_save(URL, SaveScript(no_job=True))
    night.run()
    assert (night.preservation(), outcomes(night)[0][0]) == ("none", "outcome-unknown")
    night.archive.add_copy(URL, "20260222180800", body=RIGHT)
    night.run(days_later=1)
    assert (night.preservation(), night.copy(), submissions(night)) == ("preserved", "20260222180800", 1)


@pytest.mark.parametrize("at_submission", [True, False], ids=["at POST", "at status"])
@pytest.mark.parametrize(
    ("code", "preservation", "codes"),
    [
        ("error:blocked-url", "refused", ["CIT304"]),
        ("error:no-access", "refused", ["CIT304"]),
        ("error:bad-gateway", "none", ["CIT301"]),
        ("error:brand-new", "none", ["CIT301"]),
    ],
)
def test_errors(
    night: ArchivedNight, code: str, preservation: str, codes: list[str], *, at_submission: bool
) -> None:
    night.archive.script_save(URL, SaveScript(1, code, "The site says no.", at_submission=at_submission))
    night.run()
    assert (night.preservation(), night.row()["codes"]) == (preservation, codes)
    assert [message for _, message in outcomes(night)] == ["The site says no."]

    night.archive.script_save(URL, SaveScript())
    night.run(days_later=2)
    assert submissions(night) == (1 if preservation == "refused" else 2)


def test_pending_some_times(night: ArchivedNight) -> None:
    night.archive.script_save(URL, SaveScript(pending=7))
    assert mornings(night, 1) == ["reported"]


def test_pending_for_ever(night: ArchivedNight) -> None:
    """It is given up after `archive.job_deadline`, does not keep the night, and is looked up before it is
    repeated."""
    night.archive.script_save(URL, SaveScript(pending=FOREVER))
    begun = night.simulated.clock.now()
    night.run()
    assert night.simulated.clock.now() - begun < timedelta(minutes=15)
    assert (night.preservation(), outcomes(night)[-1][0]) == ("none", "outcome-unknown")
    night.archive.script_save(URL, SaveScript())
    night.run(days_later=1)
    assert (night.preservation(), submissions(night)) == ("reported", 2)
    assert [lookup.state for lookup in night.lookups] == ["none"]


def test_retry_after(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.archive.trouble(Service.SAVE, rate_limited("14400"))
    night.run()
    assert (night.preservation(), submissions(night)) == ("none", 1)
    night.archive.recover()
    night.run(days_later=1)
    night.run(days_later=1)
    assert {night.preservation(url) for url, _ in [(URL, TITLE), *MORE]} <= {"reported", "preserved"}


def test_batch_status(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.run()
    assert {night.preservation(url) for url, _ in [(URL, TITLE), *MORE]} == {"reported"}
    polls = [request for request in night.archive.requests if request.service is Service.STATUS]
    assert len(polls[0].form["job_ids"][0].split(",")) == 1 + len(MORE)


def test_success_with_another_original_url(night: ArchivedNight) -> None:
    elsewhere = "https://gazette.demo/login?next=/2024/05/vote"
    night.archive.script_save(URL, SaveScript(original_url=elsewhere))
    night.run()
    ((state, message),) = outcomes(night)
    assert (state, night.preservation(), night.row()["memento"]) == ("refused", "refused", None)
    assert elsewhere in message


def test_success_with_404(night: ArchivedNight) -> None:
    night.archive.script_save(URL, SaveScript(archived_status=404))
    night.run()
    ((state, message),) = outcomes(night)
    assert (state, night.preservation(), night.row()["memento"]) == ("refused", "refused", None)
    assert "HTTP 404" in message


@pytest.mark.parametrize("body", [LOGIN, SOFT_404], ids=["login", "soft-404"])
def test_success_with_a_page_that_only_the_archive_gets(night: ArchivedNight, body: bytes) -> None:
    """The archive says success and 200; what it keeps is never called safe."""
    night.archive_gets[URL] = body
    assert mornings(night, 3)[-1] == "none"
    assert (night.row()["codes"], night.row()["verdict"]) == (["CIT301"], "verified")


def test_errors_that_did_capture(night: ArchivedNight) -> None:
    """The next look-up finds the copy: it is not asked for again, and proven as any other."""
    night.archive.script_save(URL, SaveScript(1, "error:bad-gateway", captured_anyway=True))
    assert mornings(night, 3) == ["none", "reported", "preserved"]
    assert submissions(night) == 1


def test_silence_that_did_capture(night: ArchivedNight) -> None:
    """The connection breaks after the archive heard of it."""
    night.world.config["deadline"] = 0.2
    night.archive.trouble(Service.SAVE, silence(), times=1)
    night.run()
    assert (night.preservation(), outcomes(night)[0][0]) == ("none", "outcome-unknown")
    night.archive.add_copy(URL, "20260301031730", body=RIGHT)
    assert mornings(night, 3)[1:] == ["reported", "preserved"]
    assert submissions(night) == 1


def test_success_that_never_becomes_loadable(night: ArchivedNight) -> None:
    night.archive.script_save(URL, SaveScript(life=Life(shown_after=NEVER)))
    assert mornings(night, 4) == ["reported", "reported", "none", "none"]
    assert (submissions(night), night.row()["codes"]) == (1, ["CIT301"])

    night.archive.script_save(URL, SaveScript())
    assert mornings(night, 4, apart=3)[-1] == "preserved"
    assert submissions(night) == 2


def test_a_copy_that_never_can_be_loaded_is_asked_for_three_times_and_then_after_half_a_year(
    night: ArchivedNight,
) -> None:
    never = SaveScript(life=Life(shown_after=NEVER))
    for _ in range(40):
        night.archive.script_save(URL, never)
        night.run(days_later=2)
    assert submissions(night) == 3
    assert night.preservation() == "none"
    assert "Of 1 source 3 copies in a row were made that do not serve: the next is asked for 180 days" in (
        night.notes
    )
    assert "source still waits for a copy" not in night.notes

    night.archive.script_save(URL, SaveScript())
    night.run(days_later=180)
    night.run(days_later=4)
    assert (submissions(night), night.preservation()) == (4, "preserved")


def test_listed_then_vanished(night: ArchivedNight) -> None:
    """It is there for a day: seen once, it was never called safe, and its loss is told."""
    night.archive.script_save(URL, SaveScript(life=Life(gone_after=timedelta(hours=30))))
    assert mornings(night, 5) == ["reported", "reported", "reported", "none", "none"]
    assert sorted(night.row()["codes"]) == ["CIT301", "CIT305"]


def test_vanished_after_it_was_proven(night: ArchivedNight) -> None:
    """Copies that are safe are looked at again after half a year; one miss is not yet a loss."""
    night.archive.script_save(URL, SaveScript(life=Life(gone_after=timedelta(days=90))))
    assert mornings(night, 3)[-1] == "preserved"
    night.run(days_later=181)
    assert "CIT305" not in night.row()["codes"]
    night.run(days_later=2)
    assert "CIT305" in night.row()["codes"]


def test_index_lag(night: ArchivedNight) -> None:
    """That the index does not have it yet is no reason to have it made again."""
    night.archive.script_save(URL, SaveScript(life=Life(listed_after=timedelta(days=2))))
    assert mornings(night, 3) == ["reported", "reported", "preserved"]
    assert submissions(night) == 1


def test_delayed_availability(night: ArchivedNight) -> None:
    """Half a day during which the replay sends elsewhere is waited for, and not held against the copy."""
    later = Life(listed_after=timedelta(hours=12), shown_after=timedelta(hours=12))
    night.archive.script_save(URL, SaveScript(delayed=True, life=later))
    assert mornings(night, 2, apart=0.25) == ["reported", "reported"]
    assert night.said_of_copies == []
    assert mornings(night, 3)[-1] == "preserved"
    assert submissions(night) == 1


def test_the_origin_is_what_it_captures(night: ArchivedNight) -> None:
    """The copy holds what the page held when the archive came, and is judged by that."""
    changed = RIGHT.replace(TITLE.encode(), b"Fire brigade trains recruits")
    night.archive_gets[URL] = changed
    night.run()
    night.run(days_later=1)
    assert night.archive_holds(URL) == changed
    assert night.preservation() == "reported"


def test_a_secret_that_the_archive_repeats_is_shown_to_nobody(night: ArchivedNight) -> None:
    """The fixture looks for it in the report, in what is shown while the run works, and in all requests."""
    repeated = f"key {night.archive.secret} of {night.archive.access} is over its limit"
    night.archive.trouble(Service.SAVE, as_json({"message": repeated}, 400))
    night.run()
    assert outcomes(night) == [(CaptureState.DEFERRED, "key *** of *** is over its limit")]


def test_all_sessions_in_use(night: ArchivedNight) -> None:
    night.archive.limit_account(sessions=0)
    night.run()
    assert (night.preservation(), submissions(night)) == ("none", 0)
    assert (
        "No more copies are asked for in this run: all sessions of the archive's account are in"
        in night.notes
    )
    night.archive.limit_account(sessions=3)
    night.run(days_later=1)
    assert (night.preservation(), submissions(night)) == ("reported", 1)


def test_fewer_sessions_than_pages(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.archive.limit_account(sessions=1)
    night.run()
    assert [state for state, _ in outcomes(night)] == [CaptureState.REPORTED] * 5


def test_captures_of_the_day_used_up_until_midnight(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.archive.limit_account(sessions=3, a_day=2)
    night.run()
    assert submissions(night) == 2
    assert "the account's 2 captures of this day (UTC) are used up" in night.notes
    night.run(days_later=0.5)
    assert submissions(night) == 2
    night.run(days_later=0.5)
    assert submissions(night) == 4
    night.run(days_later=1)
    assert submissions(night) == 5


def test_overloaded(night: ArchivedNight) -> None:
    """The status of the system is asked before anything is sent."""
    night.archive.trouble(
        Service.SYSTEM, as_json({"status": "Save Page Now servers are overloaded."}), times=1
    )
    night.run()
    assert (night.preservation(), submissions(night)) == ("none", 0)
    assert "No more copies are asked for in this run: the archive says: Save Page Now servers" in night.notes
