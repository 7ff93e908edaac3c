from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento, Replay, ReplayState
from verifier.model.verdict import Access, Identity, PageClass
from verifier.plan.captures import (
    ArchiveCandidate,
    LookupTurn,
    affordable_captures,
    archivable,
    captures_due,
    lookups_due,
)

NOW = datetime(2026, 3, 2, 3, 17, tzinfo=UTC)
MONTH = 30 * 86400.0
LIVE = ArchiveCandidate(
    "https://a.example/1",
    "a.example",
    near="2021-04",
    access=Access.OK,
    page_class=PageClass.DOCUMENT,
    identities=frozenset({Identity.MATCH}),
    importance=5,
)


COPY = Memento(
    "20210504120000", LIVE.source, f"https://web.archive.org/web/20210504120000/{LIVE.source}", 200
)


def candidate(number: int, host: str = "a.example", **different: object) -> ArchiveCandidate:
    return replace(LIVE, source=f"https://{host}/{number}", host=host, **different)  # type: ignore[arg-type]


def looked_up(state: LookupState, ago: timedelta = timedelta(), source: str = LIVE.source) -> Holding:
    memento = COPY if state is LookupState.CAPTURED else None
    lookup = Lookup(source, NOW - ago, state, memento)
    return Holding(source, None if state is LookupState.FAILED else lookup, lookup)


def attempted(state: CaptureState, ago: timedelta, known: timedelta = timedelta()) -> Holding:
    capture = Capture(LIVE.source, NOW - ago, state)
    return replace(looked_up(LookupState.NONE, known), capture=capture)


def due(holding: Holding | None, who: ArchiveCandidate = LIVE) -> bool:
    holdings = {} if holding is None else {who.source: holding}
    return captures_due([who], holdings, NOW, 9) == [who.source]


def lookup_due(holding: Holding | None, who: ArchiveCandidate = LIVE) -> bool:
    holdings = {} if holding is None else {who.source: holding}
    turns = lookups_due([who], holdings, NOW, MONTH, 9)
    return [(turn.source, turn.near) for turn in turns] == [(who.source, who.near)]


def test_what_was_never_looked_up_is_looked_up_with_its_date() -> None:
    assert lookups_due([LIVE], {}, NOW, MONTH, 9) == [LookupTurn(LIVE.source, "2021-04")]


@pytest.mark.parametrize("state", list(LookupState))
def test_a_lookup_is_repeated_when_it_failed_or_grew_old(state: LookupState) -> None:
    assert lookup_due(looked_up(state, timedelta(days=29))) is (state is LookupState.FAILED)
    assert lookup_due(looked_up(state, timedelta(days=30)))


@pytest.mark.parametrize("access", [None, *Access])
def test_a_source_is_looked_up_whatever_its_page_is_like(access: Access | None) -> None:
    assert lookup_due(None, replace(LIVE, access=access, page_class=None, identities=frozenset()))


def test_an_attempt_whose_outcome_is_open_is_looked_up_once_it_could_show() -> None:
    for state in (CaptureState.WANTED, CaptureState.OUTCOME_UNKNOWN, CaptureState.DEFERRED):
        assert not lookup_due(attempted(state, timedelta(minutes=59), known=timedelta(hours=2)))
        assert lookup_due(attempted(state, timedelta(hours=1), known=timedelta(hours=2)))
        assert not lookup_due(attempted(state, timedelta(hours=1)))
    for state in (CaptureState.SUBMITTED, CaptureState.REPORTED, CaptureState.REFUSED):
        assert not lookup_due(attempted(state, timedelta(days=2), known=timedelta(days=3)))


def test_gone_sources_are_looked_up_first_then_only_sources_then_by_importance() -> None:
    plain, weighty, alone = candidate(1), candidate(2, importance=9), candidate(3, only_source=True)
    gone, unasked = candidate(4, access=Access.GONE, importance=1), candidate(5, importance=None)
    turns = lookups_due([plain, unasked, weighty, alone, gone], {}, NOW, MONTH, 9)
    assert [turn.source[-1] for turn in turns] == ["4", "3", "2", "1", "5"]


def test_lookups_that_fail_again_and_again_do_not_hold_up_the_others() -> None:
    failing = {f"https://a.example/{n}": looked_up(LookupState.FAILED) for n in range(3)}
    turns = lookups_due([candidate(n, importance=9 - n) for n in range(6)], failing, NOW, MONTH, 4)
    assert [turn.source[-1] for turn in turns] == ["3", "4", "5", "0"]


def test_hosts_take_turns_among_equals() -> None:
    sources = [candidate(n, host) for host in ("a.example", "b.example", "c.example") for n in range(2)]
    holdings = {s.source: looked_up(LookupState.NONE, source=s.source) for s in sources}
    expected = ["a0", "b0", "c0", "a1", "b1", "c1"]
    assert [t.source[8] + t.source[-1] for t in lookups_due(sources, {}, NOW, MONTH, 9)] == expected
    assert [s[8] + s[-1] for s in captures_due(sources, holdings, NOW, 9)] == expected


def test_a_live_matching_document_without_a_good_copy_is_captured() -> None:
    assert due(looked_up(LookupState.NONE))
    assert due(looked_up(LookupState.CAPTURED_BAD_ONLY))
    assert due(looked_up(LookupState.NONE), replace(LIVE, access=Access.MOVED))


@pytest.mark.parametrize("state", [LookupState.CAPTURED, LookupState.EXCLUDED, LookupState.FAILED, None])
def test_without_a_successful_lookup_that_found_nothing_good_nothing_is_captured(
    state: LookupState | None,
) -> None:
    assert not due(None if state is None else looked_up(state))


def test_while_the_archive_cannot_be_asked_an_older_answer_starts_no_capture() -> None:
    holding = looked_up(LookupState.NONE, timedelta(days=40))
    assert not due(replace(holding, last=Lookup(LIVE.source, NOW, LookupState.FAILED)))


@pytest.mark.parametrize("access", [None, *(a for a in Access if a not in (Access.OK, Access.MOVED))])
def test_what_does_not_answer_is_never_captured(access: Access | None) -> None:
    assert not due(looked_up(LookupState.NONE), replace(LIVE, access=access))


@pytest.mark.parametrize("page_class", [None, *(p for p in PageClass if p is not PageClass.DOCUMENT)])
def test_what_is_no_document_is_never_captured(page_class: PageClass | None) -> None:
    assert not due(looked_up(LookupState.NONE), replace(LIVE, page_class=page_class))


@pytest.mark.parametrize(
    ("identities", "captured"),
    [
        ({Identity.MISMATCH}, False),
        ({Identity.MISMATCH, Identity.CANNOT_TELL}, False),
        ({Identity.MISMATCH, Identity.MATCH}, True),
        ({Identity.CANNOT_TELL}, True),
        (set(), True),
    ],
)
def test_another_page_than_the_cited_one_is_not_captured(identities: set[Identity], captured: bool) -> None:
    assert due(looked_up(LookupState.NONE), replace(LIVE, identities=frozenset(identities))) is captured


@pytest.mark.parametrize("state", list(CaptureState))
def test_an_attempt_is_repeated_only_where_it_may_and_after_a_lookup(state: CaptureState) -> None:
    open_ended = state in (CaptureState.WANTED, CaptureState.DEFERRED, CaptureState.OUTCOME_UNKNOWN)
    assert due(attempted(state, timedelta(days=1))) is open_ended
    assert not due(attempted(state, timedelta(days=1), known=timedelta(hours=23, minutes=30)))
    assert not due(attempted(state, timedelta(hours=2)))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("news.example", True),
        ("archive.org.example", True),
        ("myarchive.org", True),
        ("8.8.8.8", True),
        ("web.archive.org", False),
        ("archive.org", False),
        ("archive.ph", False),
        ("archive.is", False),
        ("archive.today", False),
        ("perma.cc", False),
        ("www.webcitation.org", False),
        ("localhost", False),
        ("intranet", False),
        ("wiki.internal", False),
        ("printer.local", False),
        ("127.0.0.1", False),
        ("10.0.0.7", False),
        ("::1", False),
        ("fd00::1", False),
    ],
)
def test_archives_and_private_networks_are_not_for_a_public_archive(host: str, expected: bool) -> None:
    assert archivable(host) is expected
    who = candidate(1, host)
    assert bool(lookups_due([who], {}, NOW, MONTH, 9)) is expected
    assert due(looked_up(LookupState.NONE, source=who.source), who) is expected


candidates = st.lists(
    st.builds(
        candidate,
        st.integers(0, 50),
        st.sampled_from(["a.example", "b.example", "c.example"]),
        access=st.sampled_from([Access.OK, Access.GONE]),
        importance=st.sampled_from([None, 1, 9]),
        only_source=st.booleans(),
    ),
    max_size=30,
    unique_by=lambda c: c.source,
)


@given(candidates, st.integers(-1, 40))
def test_a_budget_takes_the_most_urgent_and_never_more(who: list[ArchiveCandidate], budget: int) -> None:
    holdings = {c.source: looked_up(LookupState.NONE, source=c.source) for c in who}
    everything = lookups_due(who, {}, NOW, MONTH, 99)
    assert {turn.source for turn in everything} == {c.source for c in who}
    assert lookups_due(who, {}, NOW, MONTH, budget) == everything[: max(budget, 0)]
    captures = captures_due(who, holdings, NOW, 99)
    assert {*captures} == {c.source for c in who if c.access is Access.OK}
    assert captures_due(who, holdings, NOW, budget) == captures[: max(budget, 0)]


def test_a_nights_captures_are_bounded_by_bytes_too() -> None:
    assert affordable_captures(200, 2 * 1000**3) == 200
    assert affordable_captures(2000, 300_000_000) == 100
    assert affordable_captures(200, 0) == 0


AHEAD = timedelta(days=-3650)
"""How long ago a moment is that was written with the clock ten years ahead."""


def test_a_look_up_made_with_the_clock_ahead_does_not_keep_from_the_next() -> None:
    assert lookup_due(looked_up(LookupState.NONE, AHEAD))
    assert not due(looked_up(LookupState.NONE, AHEAD))


@pytest.mark.parametrize(
    "state",
    [
        CaptureState.WANTED,
        CaptureState.SUBMITTED,
        CaptureState.DEFERRED,
        CaptureState.REFUSED,
        CaptureState.UNARCHIVABLE,
        CaptureState.OUTCOME_UNKNOWN,
    ],
)
def test_an_attempt_made_with_the_clock_ahead_is_made_again_after_a_look_up(state: CaptureState) -> None:
    assert due(attempted(state, AHEAD, known=timedelta(hours=1)))
    is_open = state not in (CaptureState.DEFERRED, CaptureState.REFUSED, CaptureState.UNARCHIVABLE)
    assert lookup_due(attempted(state, AHEAD, known=timedelta(days=2))) is is_open
    assert due(attempted(state, AHEAD, known=timedelta(days=2))) is not is_open


def test_a_copy_reported_with_the_clock_ahead_is_not_asked_for_again() -> None:
    reported = attempted(CaptureState.REPORTED, AHEAD)
    assert reported.capture is not None
    reported = replace(reported, capture=replace(reported.capture, timestamp="20260301120000"))
    assert not due(reported)


def test_an_attempt_put_off_by_a_clock_ahead_is_made_again() -> None:
    deferred = attempted(CaptureState.DEFERRED, timedelta(days=1))
    assert deferred.capture is not None
    assert due(replace(deferred, capture=replace(deferred.capture, due=NOW - AHEAD)))
    assert not due(replace(deferred, capture=replace(deferred.capture, due=NOW + timedelta(days=180))))


def made_in_vain(times: int, ago: timedelta) -> Holding:
    """So many copies were made and are not there, the last one so long ago."""
    made = [NOW - ago - timedelta(days=8 * number) for number in range(times)]
    stamps = [f"{at:%Y%m%d%H%M%S}" for at in made]
    copies = [Memento(stamp, LIVE.source, f"https://web.archive.org/web/{stamp}/", 200) for stamp in stamps]
    replays = tuple(
        Replay(LIVE.source, memento, at + timedelta(hours=hours), ReplayState.ABSENT)
        for memento, at in zip(copies, made, strict=True)
        for hours in (30, 2)
    )
    capture = Capture(
        LIVE.source, made[0], CaptureState.REPORTED, timestamp=stamps[0], memento_uri=copies[0].uri
    )
    known = looked_up(LookupState.NONE)
    return replace(known, capture=capture, replays=replays, all_made=tuple(stamps))


@pytest.mark.parametrize(
    ("times", "days", "again"),
    [
        (1, 6, False),
        (1, 7, True),
        (2, 7, True),
        (3, 7, False),
        (3, 179, False),
        (3, 180, True),
        (4, 179, False),
    ],
)
def test_a_copy_that_does_not_serve_is_made_again_twice_within_weeks(
    times: int, days: int, *, again: bool
) -> None:
    assert due(made_in_vain(times, timedelta(days=days))) is again


def test_a_copy_that_served_ends_the_row_of_those_that_do_not() -> None:
    vain = made_in_vain(3, timedelta(days=7))
    first = tuple(stamp for stamp in vain.all_made if stamp != vain.all_made[1])
    assert due(replace(vain, all_made=(first[0], "20240101000000", *first[1:])))
