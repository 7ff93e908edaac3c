from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from tests.report.reports import NOW, RUN, answered
from verifier.model.citation import Citation, Claim, Corpus, Document, Place, Unreadable
from verifier.model.finding import Finding, Severity
from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento
from verifier.model.report import Report
from verifier.model.source import Unusable
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, PageJudgement, Verdict
from verifier.report.build import build_report

URL = "https://www.example.org/2021/a-story"
TITLE = "A story of some length about a committee"
CITED = Citation("a.md", "sources", 0, Place(5, 10), Claim(URL, TITLE), URL, key="k0")
LOCAL = Citation(
    "a.md",
    "citations",
    0,
    Place(9, 5),
    Claim("/home/me/a.pdf"),
    None,
    unusable=Unusable.LOCAL_PATH,
    key="k1",
)
CORPUS = Corpus(
    "seeds",
    (Document("a.md", "a", citations=(CITED, LOCAL)),),
    (Unreadable("b.md", Place(3, 1), "no closing fence"),),
)
MATCH = PageJudgement(
    Access.OK, PageClass.DOCUMENT, IdentityJudgement(Identity.MATCH, "exact", 100.0, "title", TITLE)
)
COPY = Memento("20210401000000", URL, f"https://web.archive.org/web/20210401000000/{URL}", 200)


def _built(
    *,
    findings: Sequence[Finding] = (),
    judgements: Mapping[str, PageJudgement] | None = None,
    holding: Holding | None = None,
    complete: bool = True,
) -> Report:
    return build_report(
        CORPUS,
        claim_findings=findings,
        checks={URL: answered(URL)} if judgements else {},
        judgements=judgements or {},
        holdings={} if holding is None else {URL: holding},
        ever_answered={URL} if judgements else (),
        first_seen={"k0": NOW - timedelta(days=3)},
        run=RUN,
        now=NOW,
        complete=complete,
    )


def _found(path: str, field: str | None = None, index: int | None = None) -> Finding:
    return Finding("CIT031", "single-source", Severity.INFO, path, Place(1, 1), "!", index=index, field=field)


def test_a_source_that_matches_its_citation_is_verified_with_its_evidence() -> None:
    row, _ = _built(judgements={"k0": MATCH}).citations
    assert row.conclusion.verdict is Verdict.VERIFIED
    assert row.check == answered(URL)
    assert row.host == "www.example.org"
    assert row.first_seen == NOW - timedelta(days=3)


def test_what_was_never_asked_is_unconfirmed_and_counted_as_unchecked() -> None:
    report = _built()
    assert report.citations[0].conclusion.verdict is Verdict.UNCONFIRMED
    assert report.citations[0].check is None
    assert report.totals.unchecked == 1


def test_a_citation_without_a_source_has_no_check_no_host_and_no_copy() -> None:
    _, row = _built(judgements={"k0": MATCH, "k1": MATCH}).citations
    assert (row.check, row.host, row.memento_uri) == (None, None, None)
    assert row.conclusion.verdict is not Verdict.VERIFIED


def test_a_claim_finding_goes_to_its_citation_else_to_its_document_else_to_the_totals() -> None:
    findings = [
        _found("a.md", "sources", 0),
        _found("a.md", "citations", 0),
        _found("a.md", "sources", 7),
        _found("a.md"),
        _found("b.md"),
    ]
    report = _built(findings=findings)
    assert [
        row.conclusion.findings.count(finding)
        for row, finding in zip(report.citations, findings[:2], strict=True)
    ] == [1, 1]
    assert report.documents[0].findings == tuple(findings[2:4])
    assert report.totals.codes["CIT031"] == 5
    assert report.rules["CIT031"].name == "single-source"


def test_the_copy_that_the_index_lists_is_shown_else_the_one_that_was_made() -> None:
    listed = Lookup(URL, NOW, LookupState.CAPTURED, COPY)
    made = Capture(URL, NOW, CaptureState.REPORTED, memento_uri="https://web.archive.org/web/2026/x")
    assert _built(holding=Holding(URL, listed, listed, made)).citations[0].memento_uri == COPY.uri
    assert _built(holding=Holding(URL, capture=made)).citations[0].memento_uri == made.memento_uri
    assert _built(holding=Holding(URL)).citations[0].memento_uri is None


def test_an_interrupted_run_makes_an_incomplete_report() -> None:
    assert _built(complete=False).complete is False
    assert _built().run is RUN
    assert _built().unreadable == CORPUS.unreadable
