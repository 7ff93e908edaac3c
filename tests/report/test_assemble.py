from __future__ import annotations

from dataclasses import replace

from tests.report.reports import GONE, Filed, fell, open_one, report_of, stands
from verifier.model.citation import Claim, Place, Unreadable
from verifier.model.finding import Finding, Severity
from verifier.model.verdict import Verdict


def test_the_totals_count_every_citation_once() -> None:
    report = report_of(
        Filed(
            "a.md", [stands("https://one.test/"), fell("https://two.test/"), open_one("https://two.test/x")]
        ),
        Filed("b.md", [stands("https://one.test/")]),
        unreadable=[Unreadable("c.md", Place(3, 1), "no closing fence")],
    )
    totals = report.totals
    assert totals.verdicts == {Verdict.VERIFIED: 2, Verdict.PROBLEM: 1, Verdict.UNCONFIRMED: 1}
    assert (totals.documents, totals.citations, totals.sources, totals.hosts) == (2, 4, 3, 2)
    assert totals.access == {"ok": 2, "gone": 1, "blocked": 1}
    assert totals.preservation == {"unknown": 4}
    assert totals.codes == {"CIT101": 1}
    assert (totals.unreadable, totals.unchecked) == (1, 0)


def test_a_source_that_was_never_asked_is_unchecked_and_one_without_source_is_not() -> None:
    never_asked = replace(stands("https://one.test/"), check=None)
    no_source = replace(fell("New York Times"), source=None, check=None)
    assert report_of(Filed("a.md", [never_asked, no_source])).totals.unchecked == 1


def test_findings_about_documents_and_unreadable_files_are_counted_too() -> None:
    finding = Finding("CIT031", "single-source", Severity.INFO, "a.md", Place(1, 1), "One.")
    report = report_of(Filed("a.md", [fell("https://one.test/")], findings=(finding,)))
    assert report.totals.codes == {"CIT031": 1, "CIT101": 1}
    assert report.documents[0].findings == (finding,)


def test_only_the_texts_of_rules_that_fired_are_kept() -> None:
    assert report_of(Filed("a.md", [stands("https://one.test/")])).rules == {}
    assert report_of(Filed("a.md", [fell("https://one.test/")])).rules == {"CIT101": GONE}


def test_a_claim_of_verified_is_contradicted_by_a_problem_only() -> None:
    claimed = Claim("https://one.test/", "One", verified="True")
    report = report_of(
        Filed("a.md", [fell("https://one.test/", verified="true"), fell("https://two.test/")]),
        Filed("b.md", [replace(open_one("https://one.test/"), claim=claimed)]),
        Filed("c.md", [replace(stands("https://one.test/"), claim=claimed)]),
        Filed("d.md", [fell("https://three.test/", verified="false")]),
    )
    assert [(row.citation.path, row.citation.index) for row in report.contradicted] == [("a.md", 0)]


def test_an_empty_corpus_has_a_report() -> None:
    report = report_of()
    assert report.totals.citations == 0
    assert report.attention == ()
