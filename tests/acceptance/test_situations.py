"""What every link checker calls fine and what most call broken, over real sockets: the right word each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.identity.world import HTML, through
from tests.acceptance.command import report, verifier
from tests.runs.builders import write_document
from verifier.demo.pages import article, home_page, short_page
from verifier.demo.world import Answer, ProxyWorld, World

TITLE = "Harbour bridge reopens after two years of repairs"
OTHER = article("Fire brigade trains with a new ladder truck", "Gazette")
MISSING = short_page("Page not found", "Sorry, the page you are looking for could not be found.")
FOR_SALE = short_page("gazette.example is for sale", "This domain is for sale. Buy this domain today.")
CHALLENGE = short_page("Just a moment...", "Checking your browser before accessing this site.")
LOGIN = short_page("Sign in", "Please sign in.", '<form><input type="password" name="p"></form>')
REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=/missing"></head><body></body></html>'
CLOUDFLARE = {**HTML, "Server": "cloudflare", "CF-RAY": "8a1b2c3d4e5f-FRA"}
CLOUDFRONT = {**HTML, "X-Cache": "Error from cloudfront", "Server": "CloudFront"}
AKAMAI = {**HTML, "Server": "AkamaiGHost"}


@dataclass(frozen=True, slots=True)
class Situation:
    name: str
    verdict: str
    code: str
    answer: Answer
    beside: tuple[tuple[str, Answer], ...] = ()
    """Other pages of the site, by path."""
    path: str = "/2024/05/48213"

    @property
    def site(self) -> str:
        return f"https://{self.name}.demo"

    @property
    def url(self) -> str:
        return f"{self.site}{self.path}"


def page(body: bytes, status: int = 200, **headers: str) -> Answer:
    return Answer(status, {**HTML, **headers}, body)


def to(path: str) -> Answer:
    return Answer(302, {"Location": path})


FRONT = (("/", page(home_page("Gazette"))),)
SITUATIONS = (
    Situation("another-document", "problem", "CIT201", page(OTHER)),
    Situation("soft-404", "problem", "CIT102", page(MISSING)),
    Situation("parked", "problem", "CIT103", page(FOR_SALE)),
    Situation("challenge-at-200", "unconfirmed", "CIT401", page(CHALLENGE)),
    Situation("home-page", "unconfirmed", "CIT407", to("/"), FRONT),
    Situation("named-home-page", "problem", "CIT104", to("/"), FRONT, "/2024/05/harbour-bridge-reopens"),
    Situation("login", "unconfirmed", "CIT402", to("/login?next=x"), (("/login", page(LOGIN)),)),
    Situation("refresh-to-404", "unconfirmed", "CIT407", page(REFRESH), (("/missing", page(MISSING, 404)),)),
    Situation("empty", "unconfirmed", "CIT407", page(b"")),
    Situation("challenge", "unconfirmed", "CIT401", page(CHALLENGE, 403, **{"cf-mitigated": "challenge"})),
    Situation("unauthorised", "unconfirmed", "CIT402", page(LOGIN, 401)),
    Situation("legal-reasons", "unconfirmed", "CIT401", page(short_page("Unavailable", "Not here."), 451)),
    Situation("too-many", "unconfirmed", "CIT403", page(short_page("Slow down", "Too many."), 429)),
    Situation("refused-999", "unconfirmed", "CIT401", page(b"", 999)),
    Situation("cloudflare-404", "problem", "CIT101", Answer(404, CLOUDFLARE, MISSING)),
    Situation("cloudfront-404", "problem", "CIT101", Answer(404, CLOUDFRONT, MISSING)),
    Situation("akamai-404", "problem", "CIT101", Answer(404, AKAMAI, MISSING)),
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("situations")
    write_document(folder / "seeds", "doc", [(one.url, TITLE) for one in SITUATIONS])
    pages = {one.url: one.answer for one in SITUATIONS}
    pages |= {one.site + path: answer for one in SITUATIONS for path, answer in one.beside}
    with ProxyWorld(World(pages)) as proxy:
        code, _, err = verifier(folder, "run", *through(proxy, "fetch.retries=0"))
    assert code == 0, err
    return {row["source"]: row for row in report(folder)["citations"]}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_the_word_is_right(rows: dict[str, dict[str, Any]], situation: Situation) -> None:
    row = rows[situation.url]
    assert (row["verdict"], situation.code in row["codes"]) == (situation.verdict, True), row
