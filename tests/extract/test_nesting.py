from __future__ import annotations

import pytest

from verifier.extract.nesting import too_deep


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 49_000,
        "<ul><li>" * 20_000,
        "<div><span>" * 3_000 + "x" + "</span></div>" * 3_000,
        "".join(f"<font a={number}>" for number in range(3_000)) + "<p>x" * 3_000,
        '<div a="<">' * 49_000,
        "<DIV\n>" * 5_000,
    ],
)
def test_markup_that_would_cost_seconds_or_gigabytes_is_refused(html: str) -> None:
    assert too_deep(html)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a" * 50_000,
        "<ul>" + "<li>a" * 50_000,
        "<table>" + "<tr><td>a" * 20_000,
        "<div>a</div>" * 50_000,
        "<svg>" + "<path d='M0 0'/>" * 50_000 + "</svg>",
        "<br>" * 50_000,
        "<b>a<p>b" * 3,
        "<i class=icon></i>" * 20_000,
        "<b>" * 2_000 + "<p>a" * 2_000,
    ],
)
def test_long_and_sloppy_pages_are_not(html: str) -> None:
    assert not too_deep(html)


@pytest.mark.parametrize(
    "html", ["<" * 1_000_000, "<div " * 200_000, '<b x="' * 100_000, "<div" + " " * 1_000_000]
)
def test_the_guard_itself_ends(html: str) -> None:
    assert too_deep(html) in (True, False)
