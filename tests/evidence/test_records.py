"""What a record says: what was sent, nothing secret, and nothing that a server put there to deceive."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.visits import (
    ASKED,
    HTML,
    NOW,
    URL,
    Found,
    extracted,
    files_of,
    head,
    later,
    opened,
    records_in,
    require_sound,
    visit,
    write,
)
from verifier.evidence.heads import answer_head, request_head, uri
from verifier.model.evidence import EvidenceKind, Visit


def kept(folder: Path, one: Visit) -> list[Found]:
    """The records of the one file that a visit makes."""
    keeper = opened(folder)
    write(keeper, one)
    keeper.close()
    require_sound(folder)
    (path,) = files_of(folder)
    return records_in(path)


def test_a_page_is_kept_with_its_head_its_request_and_what_wrote_it(tmp_path: Path) -> None:
    info, page, request = kept(tmp_path, visit(b"<p>Harbour</p>"))

    assert info.kind == "warcinfo"
    assert b"software: verifier/" in info.body
    assert b"format: WARC File Format 1.1" in info.body
    assert info.fields["WARC-Filename"] == files_of(tmp_path)[0].name
    assert (page.kind, page.status, page.body) == ("response", "200 OK", b"<p>Harbour</p>")
    assert page.fields["WARC-Target-URI"] == URL
    assert page.fields["WARC-Date"] == "2026-03-01T03:17:21Z"
    assert page.header == [("content-type", "text/html; charset=utf-8"), ("content-length", "14")]
    assert "WARC-Truncated" not in page.fields
    assert request.kind == "request"
    assert request.fields["WARC-Concurrent-To"] == page.fields["WARC-Record-ID"]
    assert request.header == [("host", "gazette.example"), ("user-agent", "verifier")]


def test_the_place_of_a_record_is_what_warcio_extract_wants(tmp_path: Path) -> None:
    keeper = opened(tmp_path)
    way = (head("https://gazette.example/old", 301, (b"Location", URL.encode())), head(URL, 200, HTML))
    for body in (b"one", b"two", b"three"):
        place = write(keeper, visit(body, *way)).place
    keeper.close()

    assert extracted(tmp_path / place.file, place.offset, "--payload") == b"three"
    assert place.record_id.encode() in extracted(tmp_path / place.file, place.offset)
    assert place.offset + place.length <= (tmp_path / place.file).stat().st_size


def test_what_was_sent_compressed_says_so_without_breaking_the_record(tmp_path: Path) -> None:
    sent = [(b"Content-Encoding", b"gzip"), (b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"9")]
    page = kept(tmp_path, visit(b"decoded text", head(URL, 200, HTML, *sent)))[1]

    assert page.body == b"decoded text"
    assert page.header[1:] == [
        ("x-archive-orig-content-encoding", "gzip"),
        ("x-archive-orig-transfer-encoding", "chunked"),
        ("x-archive-orig-content-length", "9"),
        ("content-length", "12"),
    ]


def test_no_cookie_and_no_credential_is_kept(tmp_path: Path) -> None:
    secrets = ("Set-Cookie", "set-cookie2", "COOKIE", "Authorization", "Proxy-Authorization")
    fields = [(name.encode(), b"hunter2") for name in secrets]
    way = head("https://gazette.example/", 302, (b"Location", URL.encode()), *fields)
    page = head(URL, 200, HTML, *fields, asked=(*ASKED, *fields))

    for record in kept(tmp_path, visit(b"<p>Text.</p>", way, page)):
        assert "hunter2" not in str(record)


def test_redirects_are_kept_as_what_they_are(tmp_path: Path) -> None:
    moved = "https://gazette.example/moved"
    chain = (
        head("https://gazette.example/", 301, (b"Location", moved.encode()), (b"Content-Length", b"170")),
        head(moved, 302, (b"Location", URL.encode()), (b"Content-Length", b"0"), reason=b"Found"),
        head(URL, 200, HTML),
    )
    answers = [one for one in kept(tmp_path, visit(b"<p>Text.</p>", *chain)) if one.kind == "response"]

    assert [one.fields["WARC-Target-URI"] for one in answers] == [chain[0].url, moved, URL]
    assert [one.status for one in answers] == ["301 OK", "302 Found", "200 OK"]
    assert ("location", moved) in answers[0].header
    # A redirect's body is never read; the one that has none is whole.
    assert [one.fields.get("WARC-Truncated") for one in answers] == ["unspecified", None, None]


def test_the_same_bytes_again_are_a_revisit_of_a_kilobyte(tmp_path: Path) -> None:
    keeper = opened(tmp_path)
    body = bytes(range(256)) * 400
    first = write(keeper, visit(body))
    known = replace(first, id=1)
    again = keeper.write(visit(body, at=later(1)), EvidenceKind.IDENTICAL, known, later(1))
    keeper.sync()
    keeper.close()

    require_sound(tmp_path)
    assert again is not None
    _, page, _, revisit, _ = records_in(files_of(tmp_path)[0])
    assert revisit.kind == "revisit"
    assert revisit.fields["WARC-Profile"].endswith("/1.1/revisit/identical-payload-digest")
    assert revisit.fields["WARC-Payload-Digest"] == page.fields["WARC-Payload-Digest"]
    assert revisit.fields["WARC-Refers-To"] == page.fields["WARC-Record-ID"]
    assert revisit.fields["WARC-Refers-To-Target-URI"] == URL
    assert revisit.fields["WARC-Refers-To-Date"] == page.fields["WARC-Date"]
    assert revisit.fields["WARC-Date"] == "2026-03-02T03:17:21Z"
    assert revisit.body == b""
    assert (again.kind, again.refers_to) == (EvidenceKind.IDENTICAL, 1)
    assert again.place.length < 1000


def test_not_modified_is_a_revisit_that_claims_no_bytes(tmp_path: Path) -> None:
    keeper = opened(tmp_path)
    known = replace(write(keeper, visit()), id=1)
    asked = (*ASKED, (b"If-None-Match", b'"a"'))
    unchanged = visit(b"", head(URL, 304, (b"ETag", b'"a"'), asked=asked), at=later(1))
    keeper.write(unchanged, EvidenceKind.NOT_MODIFIED, known, later(1))
    keeper.sync()
    keeper.close()

    require_sound(tmp_path)
    *_, revisit, request = records_in(files_of(tmp_path)[0])
    assert revisit.fields["WARC-Profile"].endswith("/1.1/revisit/server-not-modified")
    assert (revisit.fields["Content-Length"], revisit.status) == ("0", "")
    assert ("if-none-match", '"a"') in request.header
    assert "WARC-Payload-Digest" not in revisit.fields
    assert revisit.fields["WARC-Refers-To"] == known.place.record_id


def test_a_body_that_was_cut_says_so(tmp_path: Path) -> None:
    assert kept(tmp_path, visit(b"half", complete=False))[1].fields["WARC-Truncated"] == "length"


def test_a_body_beyond_the_limit_is_cut_and_says_so(tmp_path: Path) -> None:
    keeper = opened(tmp_path, record_limit=1000)
    record = write(keeper, visit(b"x" * 1001))
    whole = write(keeper, visit(b"x" * 1000))
    keeper.close()

    require_sound(tmp_path)
    cut, untouched = (one for one in records_in(files_of(tmp_path)[0]) if one.kind == "response")
    assert (len(cut.body), cut.fields["WARC-Truncated"]) == (1000, "length")
    assert ("content-length", "1000") in cut.header
    assert "WARC-Truncated" not in untouched.fields
    assert (record.complete, whole.complete) == (False, True)


@pytest.mark.parametrize(
    "fields",
    [
        [(b"X", b"a\r\nSet-Cookie: hunter2\r\n\r\n<html>")],
        [(b"X\r\nY", b"a"), (b"", b"empty"), (b"Bad Name", b"b"), (b"X:", b"c")],
        [(b"X", b"\x00\x1b[31m\n\r")],
        [(b"X-Name", "Größe ☃".encode()), (b"X-Latin", b"Gr\xf6\xdfe")],
        [(b"X%d" % number, b"y" * 50) for number in range(10_000)],
        [(b"X", b"y" * 100_000)],
        [(b"Content-Length", b"-1"), (b"content-length", b"99999999999999")],
        [(b"WARC-Type", b"warcinfo"), (b"Transfer-Encoding", b"gzip, chunked")],
    ],
    ids=["split", "names", "controls", "bytes", "many", "long", "lengths", "posing"],
)
def test_no_header_makes_a_record_that_cannot_be_read(
    tmp_path: Path, fields: list[tuple[bytes, bytes]]
) -> None:
    hostile = head(URL, 200, HTML, *fields, reason=b"OK\r\nX: y\xff", asked=(*ASKED, *fields))
    page = kept(tmp_path, visit(b"<p>Text.</p>", hostile))[1]

    assert page.body == b"<p>Text.</p>"
    assert page.fields["WARC-Type"] == "response"
    assert "set-cookie" not in dict(page.header)
    assert dict(page.header)["content-length"] == "12"


def test_a_header_is_kept_byte_for_byte() -> None:
    field = (b"X-Latin", b"Gr\xf6\xdfe, \xe2\x98\x83")

    assert b"X-Latin: Gr\xf6\xdfe, \xe2\x98\x83\r\n" in answer_head(head(URL, 200, field), 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/a b",
        "https://gazette.example/\r\nWARC-Type: warcinfo\r\n\r\n",
        "https://gazette.example/größe☃\ud800",
        'https://gazette.example/\x00<>"`{}|^',
        "https://gazette.example/" + "a" * 8000,
        "https://gazette.example?only=query",
    ],
    ids=["blank", "split", "unicode", "controls", "long", "pathless"],
)
def test_no_url_makes_a_record_that_cannot_be_read(tmp_path: Path, url: str) -> None:
    page, request = kept(tmp_path, visit(b"<p>Text.</p>", head(url, 200, HTML)))[1:]

    assert page.fields["WARC-Target-URI"] == uri(url)
    assert page.fields["WARC-Type"] == "response"
    assert page.body == b"<p>Text.</p>"
    assert request.kind == "request"


header_fields = st.tuples(st.binary(max_size=20), st.binary(max_size=40))


@given(st.lists(header_fields, max_size=8), st.binary(max_size=20), st.text(max_size=30))
def test_a_head_has_as_many_lines_as_it_has_fields(
    fields: list[tuple[bytes, bytes]], reason: bytes, path: str
) -> None:
    hostile = head(f"https://gazette.example/{path}", 200, *fields, reason=reason, asked=tuple(fields))

    for block in (answer_head(hostile, 5), request_head(hostile)):
        lines = block.split(b"\r\n")
        assert lines[-2:] == [b"", b""]
        assert all(lines[:-2])
        assert b"\n" not in b"".join(lines)
        assert b"\r" not in b"".join(lines)
        assert len(lines) <= len(fields) + 4


def test_the_moment_is_written_in_utc(tmp_path: Path) -> None:
    assert kept(tmp_path, visit(at=NOW))[1].fields["WARC-Date"] == "2026-03-01T03:17:21Z"
