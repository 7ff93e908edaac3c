"""Any archive with a TimeGate serves: what it says is told from what it does not say."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from tests.archive.timegate import TimeGateWorld, timegate_world
from tests.archive.world import PAGE
from verifier.archive.interface import Archive
from verifier.archive.wire import BODY_LIMIT
from verifier.demo.archive_replies import Reply, cut_off, page, rate_limited, server_error, silence, text
from verifier.judge.cited_copy import cited_copy
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, ReplayState

FIRST, SECOND, THIRD = "20210405060708", "20220405060708", "20230405060708"
ELSEWHERE = f"https://elsewhere.example/coll/{FIRST}/{PAGE}"
DATE = "Mon, 05 Apr 2021 06:07:08 GMT"
FOREVER = f"Mon, 05 Apr {'9' * 20} 06:07:08 GMT"


@pytest.fixture
def world() -> Iterator[TimeGateWorld]:
    with timegate_world() as world:
        yield world


def chosen(found: Lookup) -> str | None:
    return None if found.memento is None else found.memento.timestamp


@pytest.mark.parametrize("answers_itself", [False, True])
def test_the_timegate_names_the_copy_and_the_copy_its_status(
    world: TimeGateWorld, *, answers_itself: bool
) -> None:
    world.hold(FIRST, SECOND, THIRD)
    world.answers_itself = answers_itself
    found = world.look_up("2022-04-01")

    assert (found.state, found.stop, found.at) == (LookupState.CAPTURED, False, world.clock.now())
    assert found.memento is not None
    assert (found.memento.timestamp, found.memento.uri) == (SECOND, world.uri(SECOND))
    assert (found.memento.original, found.memento.status) == (PAGE, 200)
    assert world.asked == [PAGE, f"{SECOND}id_/{PAGE}"]
    assert world.requests[0].headers["accept-datetime"] == "Fri, 01 Apr 2022 00:00:00 GMT"


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ("2021-04-01", FIRST),
        ("2021-05-01", SECOND),  # the nearest is the first one, which the author cannot have read
        ("2024", THIRD),
        (None, THIRD),
        ("no date", THIRD),
    ],
)
def test_the_copy_is_chosen_by_the_date_of_the_citation(
    world: TimeGateWorld, near: str | None, expected: str
) -> None:
    world.hold(FIRST, SECOND, THIRD)
    assert chosen(world.look_up(near)) == expected


def test_copies_of_errors_are_passed_over_for_the_next(world: TimeGateWorld) -> None:
    world.hold(FIRST, status=404)
    world.hold(SECOND, THIRD)
    found = world.look_up("2021-04-01")
    assert (chosen(found), found.captures) == (SECOND, 3)


def test_copies_of_errors_alone_are_no_good_copy(world: TimeGateWorld) -> None:
    world.hold(FIRST, status=404)
    world.hold(SECOND, status=301)
    found = world.look_up()
    assert (found.state, found.captures, found.memento) == (LookupState.CAPTURED_BAD_ONLY, 2, None)
    assert found.detail == "no copy with status 200; found: 301, 404"


def test_of_many_copies_of_errors_only_some_are_asked_for_and_that_is_said(world: TimeGateWorld) -> None:
    world.hold(*(f"2021{day:04}000000" for day in range(101, 121)), status=404)
    found = world.look_up()
    assert (found.state, found.captures) == (LookupState.CAPTURED_BAD_ONLY, 20)
    assert found.detail == "no copy with status 200; found: 404; 17 further not asked for"
    assert len(world.requests) == 5


def test_copies_that_did_not_serve_are_not_given_again(world: TimeGateWorld) -> None:
    world.hold(FIRST, SECOND, THIRD)
    assert chosen(world.look_up("2021-04-01", FIRST)) == SECOND
    assert chosen(world.look_up("2021-04-01", FIRST, SECOND)) == THIRD
    nothing = world.look_up("2021-04-01", FIRST, SECOND, THIRD)
    assert (nothing.state, nothing.captures) == (LookupState.CAPTURED_BAD_ONLY, 3)
    assert nothing.detail == "no copy that shows the document"


def test_what_it_does_not_have_is_no_copy(world: TimeGateWorld) -> None:
    found = world.look_up()
    assert (found.state, found.captures, found.detail) == (LookupState.NONE, 0, "")


def test_once_it_has_shown_itself_a_404_suffices(world: TimeGateWorld) -> None:
    async def two(archive: Archive) -> list[LookupState]:
        return [(await archive.look_up(f"{PAGE}/{number}", None)).state for number in range(2)]

    assert world.visit(two) == [LookupState.NONE] * 2
    assert world.asked == [f"{PAGE}/0", f"timemap/link/{PAGE}/0", f"{PAGE}/1"]


def test_a_wrong_prefix_is_never_taken_for_no_copy(world: TimeGateWorld) -> None:
    """pywb 2.10 answers 404 below `/coll/timegate/` and below a collection that it does not have."""
    world.hold(FIRST)
    world.config["base"] = world.base.replace("coll", "nocoll")
    found = world.look_up()
    assert (found.state, found.stop) == (LookupState.FAILED, False)
    assert "archive.base" in found.detail


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (page(b"<h1>Welcome</h1>"), "a page instead of a copy's address: Welcome"),
        (text("", 406), "HTTP 406"),
        (page(b"<h1>Bad\x1b[31m date</h1>", 400), "HTTP 400 instead of a copy's address: Bad [31m date"),
        (page(b"", 403), "HTTP 403"),
        (server_error(500), "HTTP 500"),
        (Reply(302), "HTTP 302"),
        (
            Reply(302, {"Location": "https://elsewhere.example/"}),
            "another host, which is not asked: https://el",
        ),
        (Reply(302, {"Location": "http://[::1"}), "the exchange failed"),
        (Reply(302, {"Location": "file:///etc/passwd"}), "another host"),
        (Reply(302, {"Location": f"/coll/{PAGE}"}), "more than 3 redirects"),
        (Reply(200, {"Memento-Datetime": DATE}), "without an address"),
        (Reply(200, {"Memento-Datetime": "yesterday", "Content-Location": "/coll/x"}), "without an address"),
        (Reply(200, {"Memento-Datetime": FOREVER, "Content-Location": "/coll/x"}), "without an address"),
        (Reply(200, {"Memento-Datetime": DATE, "Content-Location": ELSEWHERE}), "without an address"),
        (
            Reply(200, {"Memento-Datetime": DATE, "Link": '<https://news.example/login>; rel="original"'}),
            "without an address",
        ),
        (cut_off("half"), "failed"),
        (Reply(302, {"Location": "/x", "Link": "<a>; rel=memento, " * 600_000}), "failed"),
    ],
)
def test_an_answer_that_names_no_copy_is_a_failed_lookup_and_never_no_copy(
    world: TimeGateWorld, reply: Reply, says: str
) -> None:
    world.hold(FIRST)
    world.plays["https:"] = reply
    found = world.look_up()
    assert (found.state, found.memento, found.stop) == (LookupState.FAILED, None, False)
    assert says in found.detail
    assert found.detail.isprintable()


@pytest.mark.parametrize(
    "link",
    ["", "garbage", '<a>; rel="memento"; datetime="yesterday"', f'<b>; rel="memento"; datetime="{FOREVER}"'],
)
def test_a_redirect_without_links_is_followed_to_the_copy(world: TimeGateWorld, link: str) -> None:
    world.hold(FIRST)
    world.plays["https:"] = Reply(302, {"Location": world.uri(FIRST), "Link": link})
    found = world.look_up()
    assert (found.state, chosen(found)) == (LookupState.CAPTURED, FIRST)


def test_another_timegate_below_the_prefix_is_asked_for_the_same_date(world: TimeGateWorld) -> None:
    world.hold(FIRST, SECOND)
    world.plays["http:"] = Reply(302, {"Location": f"/coll/{PAGE}"})
    assert chosen(world.look_up("2021-04-01", source=PAGE.replace("https", "http"))) == FIRST
    assert [request.headers.get("accept-datetime") for request in world.requests[:2]] == [
        "Thu, 01 Apr 2021 00:00:00 GMT"
    ] * 2


@pytest.mark.parametrize(
    "to", ["/admin?x=1", "../../../../../../../admin?x=1", "/coll/../admin", "/coll/%2E%2e/admin"]
)
def test_nothing_but_the_prefix_is_asked_wherever_an_answer_points_to(world: TimeGateWorld, to: str) -> None:
    link = f'<{to}>; rel="memento"; datetime="{DATE}", <{to}>; rel="timemap"'
    for reply in (
        Reply(302, {"Location": to}),
        Reply(302, {"Location": to, "Link": link}),
        Reply(200, {"Memento-Datetime": DATE, "Link": link}),
        Reply(200, {"Memento-Datetime": DATE, "Content-Location": to}),
    ):
        world.plays["https:"] = reply
        assert world.look_up("2021-04-01").state is LookupState.FAILED
    assert world.load(FIRST, f"{world.base}/../admin").state is ReplayState.FAILED
    assert world.load(FIRST, world.base.replace("coll", "admin")).state is ReplayState.FAILED
    assert {request.target for request in world.requests} == {f"/coll/{PAGE}"}


@pytest.mark.parametrize("year", ["2099", "9999"])
def test_a_copy_of_a_time_to_come_is_none(world: TimeGateWorld, year: str) -> None:
    timestamp = f"{year}0407000000"
    world.hold(timestamp)
    for itself in (False, True):
        world.answers_itself = itself
        found = world.look_up()
        assert (found.state, found.memento) == (LookupState.FAILED, None)
        assert "of a time to come: " in found.detail
    world.hold(FIRST)
    world.answers_itself = False
    assert chosen(world.look_up("2024")) == FIRST


@pytest.mark.parametrize(
    "address",
    [
        f"/coll/{FIRST}/https://other.example.com/zzz",
        f"/coll/{FIRST}mp_/https:/other.example.com/zzz",
        f"/coll/{FIRST}/other.example.com/zzz",
        f"/coll/{FIRST}/https%3A%2F%2Fother.example.com%2Fzzz",
        "/coll/x/https://other.example.com/zzz",
    ],
)
def test_a_copy_whose_address_names_another_page_is_not_loaded(world: TimeGateWorld, address: str) -> None:
    headers = {"Memento-Datetime": DATE, "Link": f'<{address}>; rel="memento"; datetime="{DATE}"'}
    world.plays["https:"] = Reply(200, headers, b"Another page")
    found = world.look_up("2021-04-01")
    assert (found.state, found.memento) == (LookupState.FAILED, None)
    assert "of another page: " in found.detail
    assert len(world.requests) == 1


@pytest.mark.parametrize(
    "address",
    [
        f"{FIRST}/http://www.news.example/2021/04/story/",
        f"{FIRST}/https:/news.example/2021/04/story",
        f"{FIRST}/news.example/2021/04/story",
        "copies/17",
    ],
)
def test_a_copy_whose_address_names_the_page_or_none_serves(world: TimeGateWorld, address: str) -> None:
    link = f'<{world.base}/{address}>; rel="memento"; datetime="{DATE}"'
    world.plays["https:"] = Reply(302, {"Location": f"/coll/{address}", "Link": link})
    for beginning in (FIRST, "copies"):
        world.plays[beginning] = Reply(200, {"Memento-Datetime": DATE}, b"<title>Story</title>")
    assert chosen(world.look_up("2021-04-01")) == FIRST


def test_a_copy_has_the_address_at_which_it_was_asked_for(world: TimeGateWorld) -> None:
    """Servers behind another one often call themselves https."""
    world.hold(FIRST)
    link = f'<{world.uri(FIRST).replace("http:", "https:", 1)}>; rel="memento"; datetime="{DATE}"'
    world.plays["https:"] = Reply(302, {"Location": world.uri(FIRST), "Link": link})
    found = world.look_up("2021-04-01")
    assert found.memento is not None
    assert found.memento.uri == world.uri(FIRST)


def test_copies_of_an_aggregator_on_another_host_are_not_asked_for(world: TimeGateWorld) -> None:
    link = world.memento_link(ELSEWHERE, FIRST)
    world.plays["https:"] = Reply(302, {"Location": ELSEWHERE, "Link": link})
    found = world.look_up()
    assert (found.state, found.memento) == (LookupState.FAILED, None)
    assert f"another host, which is not asked: {ELSEWHERE}" in found.detail
    assert world.load(FIRST, ELSEWHERE).state is ReplayState.FAILED
    assert len(world.requests) == 1


def test_of_an_aggregator_s_copies_those_on_its_own_host_serve(world: TimeGateWorld) -> None:
    world.hold(THIRD)
    near, own = world.memento_link(ELSEWHERE, FIRST), world.memento_link(world.uri(THIRD), THIRD)
    world.plays["https:"] = Reply(302, {"Location": world.uri(THIRD), "Link": f"{near}, {own}"})
    assert chosen(world.look_up("2021-04-01")) == THIRD


@pytest.mark.parametrize(
    "timemap",
    [
        page(b"<h1>Not here</h1>", 404),
        page(b"<h1>Welcome</h1>"),
        Reply(200, {"Content-Type": "application/link-format"}, b"\0garbage<<<>>>" * 1000),
        Reply(200, {"Content-Type": "application/link-format"}, b'<x>; rel="memento"' * 600_000),
    ],
)
def test_a_timemap_that_says_nothing_leaves_what_the_timegate_said(
    world: TimeGateWorld, timemap: Reply
) -> None:
    world.hold(FIRST)
    world.plays["timemap"] = timemap
    assert chosen(world.look_up("2024")) == FIRST


def test_of_an_endless_timemap_the_beginning_is_read(world: TimeGateWorld) -> None:
    world.hold(FIRST, SECOND, THIRD)
    body = ",\n".join(
        [world.link(FIRST, SECOND, THIRD), world.memento_link(world.uri(FIRST), FIRST)] * 40_000
    )
    assert len(body) > 5 * BODY_LIMIT
    world.plays["timemap"] = Reply(200, {"Content-Type": "application/link-format"}, body.encode())
    found = world.look_up("2021-05-01")
    assert (chosen(found), found.captures) == (SECOND, 3)


@pytest.mark.parametrize("place", ["https:", "timemap", FIRST])
def test_a_request_for_peace_ends_the_lookup_wherever_it_is_said(world: TimeGateWorld, place: str) -> None:
    world.hold(FIRST)
    world.plays[place] = rate_limited("120")
    found = world.look_up("2024")
    assert (found.state, found.stop, found.retry_after) == (LookupState.FAILED, True, 120.0)


@pytest.mark.parametrize("place", ["https:", "timemap", FIRST])
def test_silence_is_a_failed_lookup_wherever_it_is_kept(world: TimeGateWorld, place: str) -> None:
    world.hold(FIRST)
    world.config["deadline"] = 0.2
    world.plays[place] = silence()
    found = world.look_up("2024")
    assert (found.state, found.stop) == (LookupState.FAILED, False)
    assert "no answer within 0.2 s" in found.detail


@pytest.mark.parametrize("reply", [page(b"", 451), page(b"<p>This URL has been excluded.</p>")])
def test_what_it_does_not_show_is_excluded(world: TimeGateWorld, reply: Reply) -> None:
    world.hold(FIRST)
    world.plays["https:"] = reply
    assert world.look_up().state is LookupState.EXCLUDED


def test_a_copy_that_is_listed_and_not_there_does_not_serve(world: TimeGateWorld) -> None:
    world.hold(FIRST, SECOND)
    world.plays[FIRST] = page(b"", 404)
    assert chosen(world.look_up("2021-04-01")) == SECOND


def test_requests_keep_the_pace_of_lookups(world: TimeGateWorld) -> None:
    world.hold(FIRST)
    world.config["lookups_per_minute"] = 24
    world.look_up("2021-04-01")
    assert world.clock.waited == [2.5]


def test_a_source_that_no_archive_can_be_asked_about_costs_no_request(world: TimeGateWorld) -> None:
    assert world.look_up(source="New York Times").state is LookupState.FAILED
    assert world.requests == []


@pytest.mark.parametrize("source", ["https://news.example/a?q=a%20b&x=%C3%BC", "https://news.example/ü?a=1"])
def test_the_address_of_the_page_is_sent_as_any_archive_is_asked(world: TimeGateWorld, source: str) -> None:
    world.page = source
    world.hold(FIRST)
    assert world.look_up().state is LookupState.CAPTURED
    assert all(request.target.isascii() for request in world.requests)


def test_a_copy_comes_as_its_site_sent_it(world: TimeGateWorld) -> None:
    world.hold(FIRST)
    loaded = world.load(FIRST)
    assert (loaded.state, loaded.status, loaded.content_type) == (ReplayState.LOADED, 200, "text/html")
    assert loaded.body == world.copies[FIRST][1]
    assert world.asked == [f"{FIRST}id_/{PAGE}"]


def test_a_copy_with_an_address_of_another_build_is_loaded_as_it_is(world: TimeGateWorld) -> None:
    headers = {"Memento-Datetime": DATE, "Content-Type": "text/html", "Content-Encoding": "gzip"}
    world.plays["copies/17"] = Reply(200, headers, gzip.compress(b"<title>Story</title>"))
    loaded = world.load(FIRST, f"{world.base}/copies/17")
    assert (loaded.state, loaded.body) == (ReplayState.LOADED, b"<title>Story</title>")


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        (page(b"<title>A page of the archive</title>"), ReplayState.FAILED),
        (page(b"", 404), ReplayState.ABSENT),
        (page(b"", 451), ReplayState.EXCLUDED),
        (Reply(302, {"Location": "/coll/elsewhere"}), ReplayState.ELSEWHERE),
        (Reply(200, {"Memento-Datetime": FOREVER}), ReplayState.ELSEWHERE),
        (Reply(404, {"Memento-Datetime": DATE}), ReplayState.BAD_STATUS),
        (server_error(503), ReplayState.FAILED),
    ],
)
def test_what_is_not_the_copy_is_told_from_it(world: TimeGateWorld, reply: Reply, state: ReplayState) -> None:
    world.hold(FIRST)
    world.plays[FIRST] = reply
    assert world.load(FIRST).state is state


def test_it_makes_no_copies_and_says_so(world: TimeGateWorld) -> None:
    wanted = Capture(PAGE, world.clock.now(), CaptureState.WANTED)

    async def visit(archive: Archive) -> tuple[bool, Capture, list[Capture]]:
        return archive.can_capture, await archive.submit(wanted), await archive.poll([wanted])

    can_capture, answered, polled = world.visit(visit)
    assert (can_capture, answered.state, answered.stop) == (False, CaptureState.DEFERRED, True)
    assert "makes none" in answered.message
    assert polled == [wanted]
    assert world.requests == []


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("{base}/20210405060708/https://news.example/a?b=c", True),
        ("{base}/20210405060708mp_/https://news.example/a?b=c", True),
        ("{base}x/20210405060708/https://news.example/a?b=c", False),
        ("https://web.archive.org/web/20210405060708/https://news.example/a?b=c", False),
    ],
)
def test_the_copies_that_citations_name_are_its_own_below_its_prefix(
    world: TimeGateWorld, written: str, *, own: bool
) -> None:
    copy = cited_copy(written.format(base=world.base))
    assert copy is not None

    async def cited(archive: Archive) -> str | None:
        memento = archive.cited(copy)
        return None if memento is None else memento.uri

    expected = f"{world.base}/20210405060708/https://news.example/a?b=c"
    assert world.visit(cited) == (expected if own else None)


CLIMBING = [
    "https://news.example/a/../../../../../../admin/reload",
    "https://news.example/%2e%2e/%2E./.%2e/../admin/reload",
]


@pytest.mark.parametrize("source", CLIMBING)
def test_a_cited_address_does_not_lead_out_of_the_collection(world: TimeGateWorld, source: str) -> None:
    world.page = "https://news.example/admin/reload"
    world.hold(FIRST)
    assert chosen(world.look_up(source=source)) == FIRST
    assert world.asked == [world.page, f"{FIRST}id_/{world.page}"]

    copy = cited_copy(f"{world.base}/{FIRST}/{source}")
    assert copy is not None

    async def loaded(archive: Archive) -> ReplayState:
        memento = archive.cited(copy)
        assert memento is not None
        return (await archive.load(memento)).state

    assert world.visit(loaded) is ReplayState.LOADED
    assert world.asked[2:] == [f"{FIRST}id_/{world.page}"]


@pytest.mark.parametrize(
    ("held", "says"), [((), ReplayState.ABSENT), ((FIRST, SECOND), ReplayState.ELSEWHERE)]
)
def test_whether_there_is_any_copy_is_asked_of_the_timemap(
    world: TimeGateWorld, held: tuple[str, ...], says: ReplayState
) -> None:
    world.hold(*held)
    assert world.visit(lambda archive: archive.load_nearest(PAGE, None)).state is says
    assert world.asked == [f"timemap/link/{PAGE}"]


def test_a_timemap_that_cannot_be_had_does_not_say_that_there_is_no_copy(world: TimeGateWorld) -> None:
    for reply in (silence(), rate_limited("120"), server_error(500), page(b"<h1>Welcome</h1>")):
        world.config["deadline"] = 0.2
        world.plays["timemap"] = reply
        assert world.visit(lambda archive: archive.load_nearest(PAGE, None)).state is ReplayState.FAILED
