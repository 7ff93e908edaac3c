"""A report of any size with texts as long as real ones (measured: URLs 93 characters, titles 62)."""

from __future__ import annotations

from itertools import cycle, islice

from tests.report.reports import Cited, Filed, answered, fell, open_one, report_of
from verifier.model.citation import Claim
from verifier.model.report import Report
from verifier.model.verdict import (
    Access,
    Identity,
    IdentityJudgement,
    PageClass,
    Preservation,
    Verdict,
)

_STORY = """
senate committee report finds officials knew about surveillance contracts before vote court orders release
of records agency settles lawsuit over data sharing with private firm board approves merger despite warnings
journalists trace payments to offshore accounts
"""
_PER_DOCUMENT = 4


def synthetic_report(citations: int) -> Report:
    """`citations` citations in documents of four, every text of each different from the others'."""
    numbers = range(0, citations, _PER_DOCUMENT)
    return report_of(*(_file(first, min(_PER_DOCUMENT, citations - first)) for first in numbers))


def _file(first: int, size: int) -> Filed:
    path = f"events/{1970 + first % 55}-03-18--{'-'.join(_words(first, 6))}-{first}.md"
    cited = [_cited(first + offset) for offset in range(size)]
    return Filed(path, cited, importance=5 + first % 6, title=" ".join(_words(first, 9)).title())


def _words(seed: int, count: int) -> list[str]:
    story = _STORY.split()
    return list(islice(cycle(story), seed * 7 % len(story), seed * 7 % len(story) + count))


def _cited(number: int) -> Cited:
    title = f"{' '.join(_words(number, 9)).capitalize()} {number}"
    path = f"{2000 + number % 25}/{'-'.join(_words(number, 8))}-{number}.html"
    url = f"https://www.host{number % 3000}.example/{path}"
    kinds = (*[_verified] * 5, _gone, _other_page, open_one)
    return kinds[number % len(kinds)](url, title)


def _verified(url: str, title: str) -> Cited:
    host = url.split("/")[2]
    found = f"{title} | {host}"
    identity = IdentityJudgement(Identity.MATCH, "affix", 97.0, "og:title", found)
    reasons = (
        f"{host} answers at the cited address.",
        f"The page's title “{found}” is the cited one, “{title}”, with the name of the site.",
        f"An archive reports a copy of {url}.",
    )
    return Cited(
        Claim(url, title, f"Publisher {len(title)}", "2021-03-18", tier="2"),
        identity=identity,
        preservation=Preservation.REPORTED,
        reasons=reasons,
        check=answered(url, final_url=f"{url}?moved=1"),
        memento_uri=f"https://web.archive.org/web/20210318{len(url) * 7919 % 1_000_000:06}/{url}",
        source=url,
    )


def _gone(url: str, title: str) -> Cited:
    return fell(url, title, verified="true")


def _other_page(url: str, title: str) -> Cited:
    found = " ".join(_words(len(title) * 31 + len(url), 9)).capitalize() + title[-5:]
    return Cited(
        Claim(url, title),
        Verdict.PROBLEM,
        Access.OK,
        PageClass.DOCUMENT,
        IdentityJudgement(Identity.MISMATCH, "title-differs", 31.0, "title", found),
        reasons=(f"The page is “{found}”, the citation names “{title}”.",),
        check=answered(url),
        source=url,
    )
