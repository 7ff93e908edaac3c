from __future__ import annotations

from datetime import UTC, datetime

import pytest

from verifier.archive.links import links_in

ORIGINAL = "https://news.example/a,b;c?q=1"
COPY = f"http://archive.example/coll/20210405060708/{ORIGINAL}"


def test_commas_and_semicolons_in_addresses_and_dates_end_nothing() -> None:
    header = (
        f'<{ORIGINAL}>; rel="original", <{COPY}>; rel="first last memento"; '
        'datetime="Mon, 05 Apr 2021 06:07:08 GMT"; collection="coll",\n'
        '<timemap>;REL=TimeMap ;type="application/link-format"'
    )
    original, copy, timemap = links_in(header)
    assert (original.uri, set(original.relations), original.at) == (ORIGINAL, {"original"}, None)
    assert (copy.uri, set(copy.relations)) == (COPY, {"first", "last", "memento"})
    assert copy.at == datetime(2021, 4, 5, 6, 7, 8, tzinfo=UTC)
    assert (timemap.uri, set(timemap.relations)) == ("timemap", {"timemap"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        "<",
        ">",
        "<>",
        "<a",
        "a>; rel=memento",
        '<a>; rel="',
        "<a>;;;=,=",
        '"<"',
        "<a>b<c>",
        "\0",
    ],
)
def test_what_is_no_link_is_skipped(text: str) -> None:
    assert all(not link.relations and link.at is None for link in links_in(text))


@pytest.mark.parametrize(
    "piece", ["<", "<a>;", "<a>; ", " ", '<a>; b="', "<a>;b=", "<>", '<a>; rel="memento", ']
)
def test_a_megabyte_of_anything_is_read_to_its_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert sum(1 for _ in links_in(text)) <= len(text) // 2


@pytest.mark.parametrize("date", ["yesterday", "", f"Mon, 05 Apr {'9' * 20} 06:07:08 GMT", "9" * 10_000])
def test_a_date_that_is_none_leaves_the_link(date: str) -> None:
    (link,) = links_in(f'<a>; rel="memento"; datetime="{date}"')
    assert (set(link.relations), link.at) == ({"memento"}, None)
