from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.model.source import Unusable, UnusableUrl, parse_source

_LABEL = st.text(st.sampled_from("abcXYZ019-_éß漢"), min_size=1, max_size=10)
_HOST = st.lists(_LABEL, min_size=1, max_size=4).map(".".join)
_TAIL = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"], exclude_characters="\\"), max_size=20
)


@pytest.mark.parametrize(
    ("written", "url", "host"),
    [
        ("https://x.org/a", "https://x.org/a", "x.org"),
        ("  HTTP://X.Org:80 \n", "http://x.org/", "x.org"),
        ("https://x.org:443/", "https://x.org/", "x.org"),
        ("https://x.org:8443/", "https://x.org:8443/", "x.org"),
        ("http://x.org:443/", "http://x.org:443/", "x.org"),
        ("https://x.org?q=1#f", "https://x.org/?q=1#f", "x.org"),
        ("https://x.org/A%2fb/../c/", "https://x.org/A%2fb/../c/", "x.org"),
        ("https://x.org/wiki/A_(2023)", "https://x.org/wiki/A_(2023)", "x.org"),
        ("https://x.org/Inc.", "https://x.org/Inc.", "x.org"),
        ("https://x.org/a b", "https://x.org/a b", "x.org"),
        ("https://x.org./a", "https://x.org./a", "x.org"),
        ("https://München.de/", "https://münchen.de/", "münchen.de"),
        ("https://１２７.0.0.1/", "https://127.0.0.1/", "127.0.0.1"),
        ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/", "2001:db8::1"),
        (
            "https://web.archive.org/web/2021/https://x.org/a",
            "https://web.archive.org/web/2021/https://x.org/a",
            "web.archive.org",
        ),
    ],
)
def test_a_url_is_normalised_where_nothing_can_be_lost(written: str, url: str, host: str) -> None:
    source = parse_source(written)

    assert (source.url, source.host) == (url, host)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        (None, Unusable.NO_URL),
        ("", Unusable.NO_URL),
        (" \n", Unusable.NO_URL),
        ("New York Times", Unusable.MALFORMED),
        ("Reuters: a title", Unusable.MALFORMED),
        ("www.x.org/a", Unusable.MALFORMED),
        ("x.org:443/a", Unusable.MALFORMED),
        ("//x.org/a", Unusable.MALFORMED),
        ("...", Unusable.MALFORMED),
        ("https:x.org", Unusable.MALFORMED),
        ("https:/x.org", Unusable.MALFORMED),
        ("https:///path", Unusable.MALFORMED),
        ("https://", Unusable.MALFORMED),
        ("https://.x.org/", Unusable.MALFORMED),
        ("https://x..org/", Unusable.MALFORMED),
        ("https://x org/", Unusable.MALFORMED),
        ("https://http://x.org/", Unusable.MALFORMED),
        ("https://user:word@x.org/", Unusable.MALFORMED),
        ("https://x.org:99999/", Unusable.MALFORMED),
        ("https://x.org:port/", Unusable.MALFORMED),
        ("https://[::1/", Unusable.MALFORMED),
        ("https://[x]/", Unusable.MALFORMED),
        ("https://" + "a" * 64 + ".org/", Unusable.MALFORMED),
        ("https://" + "a.b" * 100 + "/", Unusable.MALFORMED),
        ("https://x.org\\@y.org/", Unusable.MALFORMED),
        ("https://x.org/\x00", Unusable.MALFORMED),
        ("https://x.org/a\tb", Unusable.MALFORMED),
        ("https://x.org/a\r\nHost: y", Unusable.MALFORMED),
        ("https://x.org/\u202egpj", Unusable.MALFORMED),
        ("https://x.org/\u200b", Unusable.MALFORMED),
        ("https://x.org\u2100y.org/", Unusable.MALFORMED),
        ("<https://x.org/>", Unusable.MALFORMED),
        ("ftp://x.org/a", Unusable.UNSUPPORTED_SCHEME),
        ("mailto:a@x.org", Unusable.UNSUPPORTED_SCHEME),
        ("internal:notes", Unusable.UNSUPPORTED_SCHEME),
        ("doi:10.1000/1", Unusable.UNSUPPORTED_SCHEME),
        ("javascript:alert(1)", Unusable.UNSUPPORTED_SCHEME),
        ("/home/me/a.pdf", Unusable.LOCAL_PATH),
        ("./a.pdf", Unusable.LOCAL_PATH),
        ("../a.pdf", Unusable.LOCAL_PATH),
        ("~/a.pdf", Unusable.LOCAL_PATH),
        ("C:\\a.pdf", Unusable.LOCAL_PATH),
        ("\\\\server\\a.pdf", Unusable.LOCAL_PATH),
        ("file:///home/me/a.pdf", Unusable.LOCAL_PATH),
    ],
)
def test_what_cannot_be_asked_for_says_why(written: str | None, kind: Unusable) -> None:
    with pytest.raises(UnusableUrl) as caught:
        parse_source(written)

    assert caught.value.kind is kind
    assert str(caught.value)


@given(st.sampled_from(["http", "https", "HTTPS"]), _HOST, st.sampled_from(["", "/", "/?", "?", "#"]), _TAIL)
def test_normalising_twice_changes_nothing(scheme: str, host: str, between: str, tail: str) -> None:
    try:
        source = parse_source(f"{scheme}://{host}{between}{tail if between else ''}")
    except UnusableUrl:
        return

    assert parse_source(source.url) == source


@given(_TAIL)
def test_what_goes_over_the_wire_is_ascii_without_a_fragment(tail: str) -> None:
    url = parse_source(f"https://x.org/{tail}").request_url

    assert url.isascii()
    assert " " not in url
    assert urlsplit(url).fragment == ""
    assert not re.search(r"%(?![0-9A-Fa-f]{2})", url)


def test_escapes_that_are_there_are_not_escaped_again() -> None:
    source = parse_source("https://x.org/GA%20Mass/ü?q=50%&r=a b#part")

    assert source.request_url == "https://x.org/GA%20Mass/%C3%BC?q=50%25&r=a%20b"


@given(st.text(max_size=40))
def test_any_text_is_a_source_or_a_reason(text: str) -> None:
    try:
        source = parse_source(text)
    except UnusableUrl:
        return

    assert source.url.startswith(("http://", "https://"))
    assert source.host
