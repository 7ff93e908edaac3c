"""The index (CDX) as it behaves, and what a user reads the next morning: one behaviour a test.

In the order of the design's list ("A faithful stand-in for tests"), and named by it.
"""

from __future__ import annotations

import json

import pytest

from tests.archive.behaviours.night import AFTER, BEFORE, NEAR, OTHER, RIGHT, URL, ArchivedNight
from tests.runs.builders import titled
from tests.simulator import SimulatedPage
from verifier.demo.archive_copies import Copy
from verifier.demo.archive_replies import Service, false_empty, offline, rate_limited, silence, slow, text

ROW = " ".join(Copy(URL, NEAR, 200, RIGHT).row)
NO_COPY = "The archive was asked and has no usable copy."
AGAIN = "1 look-up in the archive failed; the next run tries again."
MORE = [(f"https://herald.demo/{number}", titled(number)) for number in range(10, 14)]


def asked(night: ArchivedNight, service: Service = Service.INDEX) -> int:
    return sum(request.service is service for request in night.archive.requests)


def is_said_to_have_failed(night: ArchivedNight) -> None:
    """Nothing is concluded: no word about copies, none made, and the next night asks again."""
    assert (night.preservation(), night.row()["codes"], night.row()["verdict"]) == ("unknown", [], "verified")
    assert AGAIN in night.notes
    assert asked(night, Service.SAVE) == 0
    night.archive.recover()
    night.run(days_later=1)
    assert (night.preservation(), night.copy()) == ("preserved", NEAR)


def test_seven_columns_as_text(onlooker: ArchivedNight) -> None:
    onlooker.archive.trouble(Service.INDEX, text(ROW + "\n"))
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_json_is_no_list_for_one_who_asked_for_text(night: ArchivedNight) -> None:
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, text(json.dumps([ROW.split(" ")])))
    night.run()
    is_said_to_have_failed(night)


def test_closest(onlooker: ArchivedNight) -> None:
    url, title = MORE[0]
    onlooker.cite(url, title, date="2024-05-07")
    for timestamp in (BEFORE, NEAR, AFTER):
        onlooker.archive.add_copy(url, timestamp, body=onlooker.page(url))
    onlooker.run()
    assert (onlooker.preservation(url), onlooker.copy(url)) == ("preserved", NEAR)


def test_limit_from_and_filter(onlooker: ArchivedNight) -> None:
    """More copies of errors near the date than one answer holds hide no good one after it."""
    url, title = MORE[0]
    onlooker.cite(url, title, date="2024-05-07")
    for minute in range(250):
        onlooker.archive.add_copy(url, f"2024050706{minute // 60:02}{minute % 60:02}", 404)
    onlooker.archive.add_copy(url, AFTER, body=onlooker.page(url))
    onlooker.run()
    assert (onlooker.preservation(url), onlooker.copy(url)) == ("preserved", AFTER)


def test_negative_limit_and_filter(onlooker: ArchivedNight) -> None:
    """Without a date the last copies are asked for: 250 of errors hide no good one before them."""
    for minute in range(250):
        onlooker.archive.add_copy(URL, f"2025050706{minute // 60:02}{minute % 60:02}", 404)
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_folding_of_spellings(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy("http://www.gazette.demo:80/2024/05/vote/", NEAR, body=RIGHT)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_duplicates(onlooker: ArchivedNight) -> None:
    for _ in range(3):
        onlooker.archive.add_copy(URL, NEAR, body=OTHER)
    onlooker.archive.add_copy(URL, BEFORE, body=RIGHT)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", BEFORE)
    assert asked(onlooker, Service.REPLAY) == 2


def test_revisits(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy(URL, BEFORE, body=RIGHT)
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT, revisit=True)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_revisits_of_what_nobody_can_tell(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT, revisit=True)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.row()["codes"]) == ("none", ["CIT301"])


def test_bad_rows(onlooker: ArchivedNight) -> None:
    bad = [ROW.replace(NEAR, "20249999999999"), ROW.replace(" 200 ", " 200 200 "), "com,gazette", ""]
    onlooker.archive.trouble(Service.INDEX, text("\n".join([*bad, ROW, ""])))
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_empty(onlooker: ArchivedNight) -> None:
    onlooker.run()
    row = onlooker.row()
    assert (row["preservation"], row["memento"], row["codes"]) == ("none", None, ["CIT301"])
    assert NO_COPY in row["reasons"]


def test_exclusion(night: ArchivedNight) -> None:
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.exclude(URL)
    night.run()
    row = night.row()
    assert (row["preservation"], row["codes"]) == ("refused", ["CIT304"])
    assert "The archive does not keep this page." in row["reasons"]
    assert asked(night, Service.SAVE) == 0


def test_429_with_retry_after(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, rate_limited("14400"))
    night.run()
    assert asked(night) == 1
    assert (
        "No more look-ups in this run: HTTP 429; nothing more is asked until 2026-03-01 07:17:" in night.notes
    )
    is_said_to_have_failed(night)


@pytest.mark.parametrize("retry_after", [f"Mon, 05 Apr {'9' * 20} 06:07:08 GMT", "9" * 5000, "soon", ""])
def test_429_with_a_retry_after_that_says_nothing(night: ArchivedNight, retry_after: str) -> None:
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, rate_limited(retry_after))
    night.run()
    is_said_to_have_failed(night)


def test_429_without_retry_after(night: ArchivedNight) -> None:
    for url, title in MORE:
        night.cite(url, title)
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, rate_limited())
    night.run()
    assert 1 <= asked(night) <= 3
    assert "No more look-ups in this run: " in night.notes
    is_said_to_have_failed(night)


def test_offline_html(night: ArchivedNight) -> None:
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, offline())
    night.run()
    assert "a page instead of the index: " in night.lookups[-1].detail
    is_said_to_have_failed(night)


def test_false_empty_has_a_copy_made_that_nobody_needed(night: ArchivedNight) -> None:
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, false_empty())
    night.run()
    assert (night.preservation(), asked(night, Service.SAVE)) == ("reported", 1)


def test_false_empty_about_a_page_that_is_gone_is_not_held_against_it(onlooker: ArchivedNight) -> None:
    onlooker.serve(SimulatedPage(404, b"<title>Not Found</title>"))
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.archive.trouble(Service.INDEX, false_empty())
    onlooker.run()
    assert (onlooker.preservation(), "CIT110" in onlooker.row()["codes"]) == ("unknown", False)
    assert onlooker.lookups[-1].detail == "the index lists no copy, but the archive has one"
    assert AGAIN in onlooker.notes

    onlooker.archive.recover()
    onlooker.run(days_later=1)
    assert (onlooker.preservation(), "CIT110" in onlooker.row()["codes"]) == ("preserved", False)


def test_empty_about_a_page_that_is_gone_is_held_against_it_once_both_services_say_so(
    onlooker: ArchivedNight,
) -> None:
    onlooker.serve(SimulatedPage(404, b"<title>Not Found</title>"))
    onlooker.archive.trouble(Service.REPLAY, offline())
    onlooker.run()
    assert (onlooker.preservation(), "CIT110" in onlooker.row()["codes"]) == ("unknown", False)
    assert "whether that is so could not be asked: " in onlooker.lookups[-1].detail

    onlooker.archive.recover()
    onlooker.run(days_later=1)
    assert (onlooker.preservation(), "CIT110" in onlooker.row()["codes"]) == ("none", True)
    assert asked(onlooker, Service.REPLAY) == 2


def test_empty_about_a_page_that_answers_is_asked_for_once(onlooker: ArchivedNight) -> None:
    onlooker.run()
    assert (onlooker.preservation(), asked(onlooker, Service.REPLAY)) == ("none", 0)


def test_slow(onlooker: ArchivedNight) -> None:
    onlooker.archive.add_copy(URL, NEAR, body=RIGHT)
    onlooker.archive.trouble(Service.INDEX, slow(text(ROW + "\n"), 0.3))
    onlooker.run()
    assert (onlooker.preservation(), onlooker.copy()) == ("preserved", NEAR)


def test_silent(night: ArchivedNight) -> None:
    night.world.config["deadline"] = 0.2
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.trouble(Service.INDEX, silence())
    night.run()
    assert night.lookups[-1].detail == "no answer within 0.2 s"
    is_said_to_have_failed(night)


def test_refused_after_over_rate(night: ArchivedNight) -> None:
    """Somebody else at our address asked too much: first 429, then no connection for a day."""
    night.world.config["lookups_per_minute"] = 600
    for url, title in MORE:
        night.cite(url, title)
    night.archive.add_copy(URL, NEAR, body=RIGHT)
    night.archive.limit_rate(Service.INDEX, per_minute=0, tolerance=0)
    night.run()
    reached = asked(night)
    night.run(days_later=1)
    assert asked(night) == reached
    assert "no connection to the archive" in night.notes
    is_said_to_have_failed(night)
