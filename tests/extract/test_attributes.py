from __future__ import annotations

import pytest

from tests.extract.observing import HTML, URL
from verifier.extract.attributes import too_many_attributes
from verifier.extract.page import read_page

MANY = [f"a{number}" for number in range(20_000)]


@pytest.mark.parametrize(
    "html",
    [
        f"<div {' '.join(MANY)}>",
        f"<DIV\n{'/'.join(MANY)}>",
        f"<script {' '.join(MANY)}>",
        "<div " + '=""'.join(MANY) + ">",
        "<div " + " ".join(f"{name}='>'" for name in MANY) + ">",
        f'<div " {" ".join(MANY)}>',
        f'<div=" {" ".join(MANY)}">',
        f'<!-- <a b=" --><div {" ".join(MANY)}>',
        f"""<script>"<a b='"</script><div c="'>" {" ".join(MANY)}>""",
        f'<div a=\u00a0" {" ".join(MANY)}>',
        "".join(f"<body {name}>" for name in MANY),
        f"<p {' '.join(MANY[:1_500])}>x</p>" * 20,
    ],
    ids=range(12),
)
def test_attributes_that_would_cost_the_parser_seconds_are_refused(html: str) -> None:
    assert too_many_attributes(html)
    assert read_page(html.encode(), HTML, URL) is None


@pytest.mark.parametrize(
    "html",
    [
        f"<div {' '.join(MANY[:1_700])}>",
        f"<p {' '.join(MANY[:20])}>x</p>" * 20_000,
        f'<div data-state="{" ".join(MANY)}">',
        f"<p>{' '.join(MANY)}",
        "<html lang=en class=a>" * 3,
    ],
    ids=range(5),
)
def test_the_busiest_of_real_pages_are_not(html: str) -> None:
    assert not too_many_attributes(html)


@pytest.mark.parametrize(
    "html",
    [
        "<a" * 1_000_000,
        '<a b="' * 500_000,
        "<a b='\"" * 500_000,
        "<a " * 700_000,
        "<a" + " =" * 1_000_000,
        "<a/b=" * 500_000,
    ],
)
def test_the_guard_itself_ends(html: str) -> None:
    assert too_many_attributes(html) in (True, False)
