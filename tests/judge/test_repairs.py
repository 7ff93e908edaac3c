"""Which cited copies are replaced unseen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from verifier.judge.archive_rules import archive_url_dead, archive_url_shows_another_page
from verifier.judge.claim_rules import archive_url_malformed
from verifier.judge.repairs import propose
from verifier.model.citation import Citation, Claim, Place
from verifier.model.finding import Rule, raise_on_citation
from verifier.model.holding import Holding
from verifier.model.memento import Memento, Replay, ReplayJudgement, ReplayState
from verifier.model.repair import Proposal
from verifier.model.report import CitationRow
from verifier.model.verdict import Conclusion, Identity, IdentityJudgement, PageClass, Preservation, Verdict

SOURCE, STAMP = "https://news.example.com/a/1", "20240507120000"
COPY = Memento(STAMP, SOURCE, f"https://web.archive.org/web/{STAMP}/{SOURCE}", 200)
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
IS_IT = IdentityJudgement(Identity.MATCH, "exact", 100.0, "title", "A title")
REPLAY = Replay(
    SOURCE, COPY, NOW, ReplayState.LOADED, 200, "", PageClass.DOCUMENT, (ReplayJudgement("k", IS_IT),)
)
HOLDINGS = {SOURCE: Holding(SOURCE, replays=(REPLAY,))}


def proposed(cited: str, rule: Rule) -> Proposal:
    claim = Claim(SOURCE, "A title", archive_url=cited)
    citation = Citation("a.md", "sources", 0, Place(6, 3), claim, SOURCE, None, "k")
    findings = (raise_on_citation(rule, citation, "What is wrong with the copy."),)
    conclusion = Conclusion(
        Verdict.VERIFIED, None, PageClass.DOCUMENT, IS_IT, Preservation.PRESERVED, findings, ()
    )
    (proposal,) = propose([CitationRow(citation, conclusion, None)], HOLDINGS, {}, with_date=True)
    return proposal


@pytest.mark.parametrize(
    ("cited", "rule"),
    [
        (f"https://web.archive.org/web/2024*/{SOURCE}", archive_url_malformed.RULE),
        (f"http://wayback.archive.org/web/20240101000000/{SOURCE}", archive_url_malformed.RULE),
        (f"https://web.archive.org/web/20240307120000/{SOURCE}", archive_url_dead.RULE),
        (f"http://web.archive.org/web/20240307120000/{SOURCE}", archive_url_shows_another_page.RULE),
    ],
)
def test_an_address_of_the_archive_that_was_asked_is_replaced_unseen(cited: str, rule: Rule) -> None:
    assert proposed(cited, rule).is_safe


@pytest.mark.parametrize("rule", [archive_url_dead.RULE, archive_url_shows_another_page.RULE])
def test_what_one_archive_lacks_another_may_have(rule: Rule) -> None:
    cited = f"https://archive.ph/20240307120000/{SOURCE}"

    assert proposed(cited, rule).doubt == (
        f"the cited copy “{cited}” is not in the archive that was asked (web.archive.org)"
    )


@pytest.mark.parametrize("cited", ["perma.cc/AB12-CD34", "web.archive.org/web/2024/https://x.example.com"])
def test_an_address_without_its_scheme_may_be_right(cited: str) -> None:
    assert "may be one" in proposed(cited, archive_url_malformed.RULE).doubt
