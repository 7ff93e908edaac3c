from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from tests.archive.world import PAGE, World
from tests.shared_data import shared_data
from verifier.archive.spn2_codes import CODES, STATES, STOPPING
from verifier.archive.wayback import Wayback
from verifier.demo.archive_jobs import SaveScript
from verifier.demo.archive_replies import (
    Reply,
    Service,
    as_json,
    offline,
    page,
    rate_limited,
    server_error,
    silence,
)
from verifier.model.memento import Capture, CaptureState, LookupState
from verifier.model.outcome import OutcomeClass

JOB = f"spn2-{hashlib.sha1(PAGE.encode()).hexdigest()}"


def test_a_capture_goes_from_wanted_to_submitted_to_reported(world: World) -> None:
    submitted = world.submit()
    options = "capture_all=0&skip_first_archive=1&js_behavior_timeout=0"
    asked = replace(world.wanted(), state=CaptureState.SUBMITTED, job_id=JOB, http_status=200)
    assert submitted == replace(asked, options=options)
    assert world.poll(submitted) == [submitted]
    (reported,) = world.poll(submitted)
    assert reported.state is CaptureState.REPORTED
    assert reported.timestamp == f"{world.clock.now():%Y%m%d%H%M%S}"
    assert reported.memento_uri == f"{world.archive.base}/web/{reported.timestamp}/{PAGE}"
    assert reported.id == 7


def test_a_reported_copy_is_found_by_the_next_lookup(world: World) -> None:
    assert world.look_up().state is LookupState.NONE
    reported = world.save()
    found = world.look_up()
    assert found.memento is not None
    assert found.memento.timestamp == reported.timestamp


@pytest.mark.parametrize(
    ("source", "further"),
    [(PAGE, {}), ("https://news.example/Report.PDF?x=1", {"force_get": ["1"]})],
)
def test_a_submission_asks_for_the_page_alone_with_the_keys_in_one_header(
    world: World, source: str, further: dict[str, list[str]]
) -> None:
    world.submit(source)
    (request,) = world.archive.requests
    assert (request.method, request.target) == ("POST", "/save")
    assert request.form == {
        "url": [source],
        "capture_all": ["0"],
        "skip_first_archive": ["1"],
        "js_behavior_timeout": ["0"],
        **further,
    }
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == f"LOW {world.archive.access}:{world.archive.secret}"


@pytest.mark.parametrize("at_submission", [True, False])
@pytest.mark.parametrize("code", [*CODES, "error:brand-new"])
def test_every_error_has_its_state_at_submission_and_at_status(
    world: World, code: str, at_submission: bool
) -> None:
    world.archive.script_save(PAGE, SaveScript(0, code, "Said\x1b so.", at_submission=at_submission))
    ended = world.save()
    found = CODES.get(code, OutcomeClass.UNKNOWN)
    assert ended.state is STATES[found]
    assert ended.outcome is found
    assert ended.stop is (found in STOPPING)
    assert (ended.status_ext, ended.message) == (code, "Said so.")
    assert (ended.timestamp, ended.memento_uri) == (None, None)


def test_while_all_sessions_are_in_use_it_waits_and_tries_again(world: World) -> None:
    busy = as_json({"status": "error", "status_ext": "error:user-session-limit", "message": "wait"})
    world.archive.trouble(Service.SAVE, busy, times=2)
    assert world.submit().state is CaptureState.SUBMITTED
    assert world.clock.waited == [60.0, 60.0]


def test_a_second_submission_within_an_hour_gets_the_same_job(world: World) -> None:
    first = world.submit()
    world.clock.pass_by(180)
    second = world.submit()
    assert second.job_id == first.job_id
    assert second.state is CaptureState.SUBMITTED
    assert "The same snapshot had been made 3 minutes ago" in second.message


def test_a_null_job_id_leaves_the_outcome_to_a_lookup(world: World) -> None:
    world.archive.script_save(PAGE, SaveScript(no_job=True))
    answered = world.submit()
    assert (answered.state, answered.job_id) == (CaptureState.OUTCOME_UNKNOWN, None)
    assert "The same snapshot" in answered.message


@pytest.mark.parametrize(
    ("script", "state", "says"),
    [
        (SaveScript(0, archived_status=404), CaptureState.REFUSED, "HTTP 404"),
        (SaveScript(0, archived_status=503), CaptureState.DEFERRED, "HTTP 503"),
        (
            SaveScript(0, original_url="https://news.example/login?next=/2021/04/story"),
            CaptureState.REFUSED,
            "another page: https://news.example/login",
        ),
        (SaveScript(0, original_url="https://news.example/favicon.ico"), CaptureState.REFUSED, "favicon"),
    ],
)
def test_a_success_of_another_page_or_of_an_error_is_not_reported_as_a_copy(
    world: World, script: SaveScript, state: CaptureState, says: str
) -> None:
    world.archive.script_save(PAGE, script)
    ended = world.save()
    assert (ended.state, ended.timestamp, ended.memento_uri) == (state, None, None)
    assert says in ended.message


@pytest.mark.parametrize("original", ["http://www.news.example:80/2021/04/story/", PAGE + "#top"])
def test_another_spelling_of_the_same_page_is_the_page(world: World, original: str) -> None:
    world.archive.script_save(PAGE, SaveScript(0, original_url=original))
    assert world.save().state is CaptureState.REPORTED


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "success"},
        {"status": "success", "timestamp": "20260000000000", "original_url": PAGE},
        {"status": "success", "timestamp": 20260101000000, "original_url": PAGE},
    ],
)
def test_a_success_that_names_no_copy_leaves_the_outcome_open(
    world: World, fields: dict[str, object]
) -> None:
    submitted = world.submit()
    world.archive.trouble(Service.STATUS, as_json([fields]))
    (ended,) = world.poll(submitted)
    assert (ended.state, ended.memento_uri) == (CaptureState.OUTCOME_UNKNOWN, None)


def test_an_unknown_job_is_pending_for_ever(world: World) -> None:
    lost = Capture(PAGE, world.clock.now(), CaptureState.SUBMITTED, job_id="spn2-never-heard-of")
    for _ in range(3):
        assert world.poll(lost) == [lost]


def test_wrong_keys_stop_submissions_and_say_what_to_check(world: World) -> None:
    world.archive.access = "another"
    refused = world.submit()
    assert (refused.state, refused.stop, refused.http_status) == (CaptureState.DEFERRED, True, 401)
    assert "IA_ACCESS_KEY_ID" in refused.message
    submitted = replace(refused, state=CaptureState.SUBMITTED, job_id=JOB)
    (still,) = world.poll(submitted)
    assert (still.state, still.stop) == (CaptureState.SUBMITTED, True)


def test_without_keys_nothing_is_sent(world: World) -> None:
    world.keys = None
    answered = world.submit()
    assert (answered.state, answered.stop) == (CaptureState.DEFERRED, True)
    assert "IA_ACCESS_KEY_ID" in answered.message
    assert world.poll(answered) == [answered]
    assert world.archive.requests == []


@pytest.mark.parametrize(
    ("reply", "state", "stop"),
    [
        (offline(), CaptureState.OUTCOME_UNKNOWN, False),
        (page(b'<script>spn.watchJob("spn2-1")</script>'), CaptureState.OUTCOME_UNKNOWN, False),
        (Reply(200), CaptureState.OUTCOME_UNKNOWN, False),
        (as_json([]), CaptureState.OUTCOME_UNKNOWN, False),
        (as_json({"url": PAGE, "job_id": "a,b"}), CaptureState.OUTCOME_UNKNOWN, False),
        (as_json({"url": PAGE, "job_id": "x" * 201}), CaptureState.OUTCOME_UNKNOWN, False),
        (Reply(200, body=b"[" * 100_000), CaptureState.OUTCOME_UNKNOWN, False),
        (server_error(500), CaptureState.OUTCOME_UNKNOWN, False),
        (server_error(520), CaptureState.OUTCOME_UNKNOWN, False),
        (Reply(302, {"Location": "/save/"}), CaptureState.OUTCOME_UNKNOWN, False),
        (page(b"<h1>Bad</h1>", 400), CaptureState.DEFERRED, False),
        (as_json({"message": "This URL is in the exclusion list."}, 403), CaptureState.REFUSED, False),
        (rate_limited(), CaptureState.DEFERRED, True),
        (as_json({"message": "You cannot make more than 9 captures per day"}), CaptureState.DEFERRED, True),
    ],
)
def test_every_odd_answer_to_a_submission_has_an_honest_state(
    world: World, reply: Reply, state: CaptureState, stop: bool
) -> None:
    world.archive.trouble(Service.SAVE, reply)
    answered = world.submit()
    assert (answered.state, answered.stop, answered.job_id) == (state, stop, None)
    assert answered.http_status == reply.status
    assert answered.message


def test_a_silent_answer_leaves_the_outcome_open(world: World) -> None:
    world.config["deadline"] = 0.2
    world.archive.trouble(Service.SAVE, silence())
    answered = world.submit()
    assert (answered.state, answered.stop) == (CaptureState.OUTCOME_UNKNOWN, False)


def test_an_excluded_page_is_refused(world: World) -> None:
    world.archive.exclude(PAGE)
    assert world.submit().state is CaptureState.REFUSED


@pytest.mark.parametrize("reply", [offline(), server_error(), page(b"", 404), rate_limited(), as_json({})])
def test_a_status_that_cannot_be_had_changes_no_state(world: World, reply: Reply) -> None:
    submitted = world.submit()
    world.archive.trouble(Service.STATUS, reply, times=1)
    (still,) = world.poll(submitted)
    assert (still.state, still.job_id) == (CaptureState.SUBMITTED, JOB)
    assert still.stop is (reply.status == 429)


def test_a_poll_that_succeeds_lifts_the_stop_of_one_that_did_not(world: World) -> None:
    submitted = world.submit()
    world.archive.trouble(Service.STATUS, rate_limited(), times=1)
    (held,) = world.poll(submitted)
    assert held.stop
    (pending,) = world.poll(held)
    assert (pending.state, pending.stop) == (CaptureState.SUBMITTED, False)
    (reported,) = world.poll(replace(pending, stop=True))
    assert (reported.state, reported.stop) == (CaptureState.REPORTED, False)


def test_many_jobs_are_polled_together_and_come_back_in_order(world: World) -> None:
    pages = [f"https://news.example/{n}" for n in range(45)]
    world.archive.script_save(pages[3], SaveScript(0, "error:no-access"))
    for url in pages[4:]:
        world.archive.script_save(url, SaveScript(0))

    async def together(wayback: Wayback) -> list[Capture]:
        captures = [await wayback.submit(world.wanted(url)) for url in pages]
        return await wayback.poll([world.wanted(), *captures])

    ended = world.visit(together)
    assert [capture.source for capture in ended] == [PAGE, *pages]
    states = [capture.state for capture in ended]
    assert states[:5] == [
        CaptureState.WANTED,
        CaptureState.SUBMITTED,
        CaptureState.SUBMITTED,
        CaptureState.SUBMITTED,
        CaptureState.REFUSED,
    ]
    assert set(states[5:]) == {CaptureState.REPORTED}
    polls = [request for request in world.archive.requests if request.service is Service.STATUS]
    assert len(polls) == 3


def test_a_page_that_no_archive_can_be_asked_about_is_never_tried_again(world: World) -> None:
    answered = world.submit("New York Times")
    assert answered.state is CaptureState.UNARCHIVABLE
    assert world.archive.requests == []


def test_every_recorded_answer_to_a_submission_has_the_right_state(world: World) -> None:
    expected = {
        "capture_accepted": CaptureState.SUBMITTED,
        "capture_again_within_1h": CaptureState.SUBMITTED,
        "capture_delayed": CaptureState.SUBMITTED,
        "capture_skipped_if_not_archived_within": CaptureState.OUTCOME_UNKNOWN,
        "capture_rejected_daily_per_url": CaptureState.DEFERRED,
        "capture_rejected_no_auth": CaptureState.DEFERRED,
        "capture_excluded": CaptureState.REFUSED,
        "capture_invalid_url": CaptureState.UNARCHIVABLE,
        "capture_session_limit": CaptureState.DEFERRED,
        "capture_host_paused": CaptureState.DEFERRED,
        "capture_daily_account_limit": CaptureState.DEFERRED,
        "save_429_html": CaptureState.DEFERRED,
        "save_form_html_anonymous": CaptureState.OUTCOME_UNKNOWN,
    }
    seen = {}
    for recorded in json.loads(shared_data("wayback", "spn2", "responses.json").read_text("utf-8")):
        if recorded["name"] in expected:
            body = recorded["body"]
            raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            world.archive.recover()
            world.archive.trouble(Service.SAVE, Reply(recorded["status"], recorded["headers"], raw))
            seen[recorded["name"]] = world.submit().state
    assert seen == expected


def test_every_recorded_job_status_has_the_right_state(world: World) -> None:
    source_of = {"status_success": "https://dserver.bundestag.de/btp/21/21089.pdf"}
    expected = {
        "status_pending": CaptureState.SUBMITTED,
        "status_success": CaptureState.REPORTED,
        "status_success_of_404": CaptureState.REFUSED,
        "status_success_wrong_page": CaptureState.REFUSED,
        "status_error_dns": CaptureState.REFUSED,
        "status_error_404": CaptureState.REFUSED,
        "status_error_live_page": CaptureState.DEFERRED,
        "status_outlinks_none": CaptureState.SUBMITTED,
    }
    seen = {}
    for recorded in json.loads(shared_data("wayback", "spn2", "responses.json").read_text("utf-8")):
        name = recorded["name"]
        if name in expected:
            world.archive.recover()
            world.archive.trouble(Service.STATUS, as_json(recorded["body"]))
            job = recorded["body"].get("job_id", JOB)
            source = source_of.get(name, PAGE)
            (ended,) = world.poll(Capture(source, world.clock.now(), CaptureState.SUBMITTED, job_id=job))
            seen[name] = ended.state
    assert seen == expected
