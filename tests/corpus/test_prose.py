from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.corpus.prose import ProseCitation, read_prose

_URL_END = st.text(st.sampled_from("abcXYZ019-_~/%+=&"), min_size=1, max_size=20).map(lambda tail: tail + "z")


@pytest.mark.parametrize(
    "url",
    [
        "https://en.wikipedia.org/wiki/A_(2023)",
        "https://en.wikipedia.org/wiki/Apple_Inc.",
        "https://x.org/what?",
        "HTTPS://x.org/a,b;c",
        "http://x.org/a)",
        "https://x.org/a…",
        "https://x.org/ä'b\"c",
    ],
)
def test_a_text_that_is_a_url_is_never_cut(url: str) -> None:
    assert read_prose(f"  {url} ") == ProseCitation(url, None, None)


@pytest.mark.parametrize(
    ("text", "url", "title", "date"),
    [
        (
            "Reuters — Words (Jun 9, 2025): https://x.org/a/",
            "https://x.org/a/",
            "Reuters — Words",
            "Jun 9, 2025",
        ),
        (
            "Words (order, Jul 23, 2025) (PDF): https://x.org/a",
            "https://x.org/a",
            "Words (order, Jul 23, 2025) (PDF)",
            None,
        ),
        ("Words (2024): https://x.org/a", "https://x.org/a", "Words", "2024"),
        ("See https://x.org/a.", "https://x.org/a", "See", None),
        ("See https://x.org/a, which says so.", "https://x.org/a", "See which says so.", None),
        (
            "Apple: https://en.wikipedia.org/wiki/Apple_Inc.",
            "https://en.wikipedia.org/wiki/Apple_Inc.",
            "Apple",
            None,
        ),
        ("Capital https://x.org/Washington,_D.C.", "https://x.org/Washington,_D.C.", "Capital", None),
        ("Film (https://x.org/A_(2023))", "https://x.org/A_(2023)", "Film", None),
        ("Film (https://x.org/A_(2023)).", "https://x.org/A_(2023)", "Film", None),
        ("[A title](https://x.org/a_(b))", "https://x.org/a_(b)", "A title", None),
        ("- [A title](https://x.org/a) (May 2024)", "https://x.org/a", "A title", "May 2024"),
        ("<https://x.org/a>", "https://x.org/a", None, None),
        ("Words <https://x.org/a>", "https://x.org/a", "Words", None),
        ('Words "https://x.org/a"', "https://x.org/a", "Words", None),
        ("https://x.org/a (May 7, 2024)", "https://x.org/a", None, "May 7, 2024"),
        ("https://x.org/a - Words", "https://x.org/a", "Words", None),
        ("https://x.org/a https://x.org/b", "https://x.org/a", "https://x.org/b", None),
        ("SEC v. Jarkesy, No. 22-859 (2024)", None, "SEC v. Jarkesy, No. 22-859 (2024)", None),
        ("Order (January 30, 2017)", None, "Order (January 30, 2017)", None),
        ("   ", None, None, None),
    ],
)
def test_url_title_and_date_of_prose(text: str, url: str | None, title: str | None, date: str | None) -> None:
    assert read_prose(text) == ProseCitation(url, title, date)


@given(
    _URL_END, st.sampled_from(["{}", "Words: {}", "({})", "[Words]({})", "See {}.", "<{}>", "{}, and more"])
)
def test_a_url_comes_out_of_any_setting_as_it_went_in(tail: str, setting: str) -> None:
    url = f"https://x.org/{tail}"

    assert read_prose(setting.format(url)).url == url


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = read_prose(text)

    assert found.url is None or found.url in text


@pytest.mark.parametrize("unit", ["(", "[", ".", "https://", "x) ", "[a](", " ", "https://a."])
def test_long_hostile_text_is_read_in_linear_time(unit: str) -> None:
    before = time.process_time()
    read_prose("Words " + unit * 300_000)
    read_prose("https://x.org/" + unit * 300_000 + " x")

    assert time.process_time() - before < 2
