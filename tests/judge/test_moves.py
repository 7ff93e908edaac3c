"""When a source counts as moved for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from verifier.judge.moves import is_settled, standing_move
from verifier.model.observation import Exchange, Failure, FailureKind, Hop

OLD, NEW = "https://news.example/old/story", "https://news.example/2024/story"
DAY = timedelta(days=1)
TODAY = datetime(2026, 11, 20, 3, tzinfo=UTC)


def led(days_ago: int, *statuses: int, source: str = OLD, target: str = NEW) -> Exchange:
    """A check that went through redirects of these statuses, and then had the page."""
    hops = [Hop(source, status, target) for status in statuses or (301,)]
    return Exchange(source, TODAY - days_ago * DAY, 0.2, (*hops, Hop(target, 200)))


def direct(days_ago: int, status: int = 200) -> Exchange:
    return Exchange(OLD, TODAY - days_ago * DAY, 0.2, (Hop(OLD, status),))


def silent(days_ago: int) -> Exchange:
    failure = Failure(FailureKind.TIMEOUT, "nothing came")
    return Exchange(OLD, TODAY - days_ago * DAY, 0.2, (), failure)


def settled(*exchanges: Exchange) -> bool:
    move = standing_move(exchanges)
    return move is not None and is_settled(move)


def test_two_checks_a_week_apart_settle_a_move() -> None:
    move = standing_move([led(0), led(7)])

    assert move is not None
    assert (move.target, move.times, move.first_seen) == (NEW, 2, TODAY - 7 * DAY)
    assert is_settled(move)


def test_once_or_within_a_week_settles_nothing() -> None:
    assert not settled(led(0))
    assert not settled(led(0), led(1), led(6))


def test_a_temporary_redirect_is_no_move() -> None:
    for statuses in ((302,), (301, 302), (307,)):
        assert standing_move([led(0, *statuses), led(9, *statuses)]) is None


def test_what_counts_is_where_it_leads_now() -> None:
    elsewhere = led(8, target="https://news.example/other/story")

    assert not settled(led(0), elsewhere, led(20))
    assert standing_move([direct(0), led(8), led(20)]) is None
    assert not settled(led(0), direct(1), led(8))


def test_a_night_without_a_page_says_neither_yes_nor_no() -> None:
    assert settled(led(0), silent(3), direct(4, 503), led(8))
    assert standing_move([silent(0), led(8), led(20)]) is None


def test_whoever_changed_their_mind_between_two_checks_may_do_so_again() -> None:
    other = "https://news.example/other/story"
    led_to_nothing = Exchange(OLD, TODAY - 4 * DAY, 0.2, (Hop(OLD, 301, other), Hop(other, 404)))
    led_to_silence = Exchange(OLD, TODAY - 4 * DAY, 0.2, (Hop(OLD, 302, other),), silent(4).failure)

    for between in (direct(4, 404), direct(4, 410), led_to_nothing, led_to_silence):
        assert settled(led(0), led(9))
        assert not settled(led(0), between, led(9))


def test_a_new_address_that_was_down_for_a_night_stays_the_new_address() -> None:
    for status in (403, 503):
        down = Exchange(OLD, TODAY - 4 * DAY, 0.2, (Hop(OLD, 301, NEW), Hop(NEW, status)))
        assert settled(led(0), down, led(8))
    silence = Exchange(OLD, TODAY - 4 * DAY, 0.2, (Hop(OLD, 301, NEW),), silent(4).failure)
    assert settled(led(0), silence, led(8))


def test_a_better_scheme_is_a_move_and_a_slash_is_none() -> None:
    upgrade: Sequence[Exchange] = [
        led(days, source="http://news.example/story", target="https://news.example/story") for days in (0, 8)
    ]

    assert settled(*upgrade)
    assert standing_move([led(0, target=f"{OLD}/"), led(8, target=f"{OLD}/")]) is None


def test_nothing_was_ever_asked() -> None:
    assert standing_move([]) is None
