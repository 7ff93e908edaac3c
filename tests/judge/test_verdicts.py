from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.extract.observing import URL, article, failed, html_page, observed
from tests.judge.judging import cited, judged, past
from verifier.judge.claim_rules import no_url, placeholder
from verifier.judge.conclusions import conclude
from verifier.judge.verdicts import judge_page
from verifier.model.check import PastCheck
from verifier.model.citation import Place
from verifier.model.finding import Rule, Severity, raise_on_citation
from verifier.model.holding import Holding
from verifier.model.memento import Capture, CaptureState, Lookup, LookupState, Memento
from verifier.model.observation import FailureKind, Observation
from verifier.model.verdict import (
    Access,
    Conclusion,
    Identity,
    PageClass,
    PageJudgement,
    Preservation,
    Verdict,
)

TITLE = "Harbour bridge reopens after two years of repairs"
NOW = datetime(2026, 1, 2, tzinfo=UTC)
GONE = observed(None, status=404)
FIRE = article(
    "Fire brigade trains recruits", "The brigade showed its vehicle to visitors on the ground. " * 40
)
MISMATCH = observed(FIRE, url="https://news.example.net/a/48213")


def concluded(judgement: PageJudgement | None, holding: Holding | None = None, *rules: Rule) -> Conclusion:
    citation = cited(TITLE)
    findings = [raise_on_citation(rule, citation, rule.means) for rule in rules]
    return conclude(citation, findings, judgement, holding, ever_answered=False)


@pytest.mark.parametrize(
    ("observation", "before"),
    [(GONE, past(Access.GONE)), (MISMATCH, past(Access.OK, mismatched=True))],
    ids=["gone", "mismatch"],
)
def test_a_problem_needs_two_fetches_that_agree(observation: Observation, before: PastCheck) -> None:
    once, twice = judged(cited(TITLE), observation), judged(cited(TITLE), observation, before)

    assert once.needs_second_fetch
    assert concluded(once).verdict is Verdict.UNCONFIRMED
    assert once.findings[0].severity is Severity.WARNING
    assert not twice.needs_second_fetch
    assert concluded(twice).verdict is Verdict.PROBLEM


@pytest.mark.parametrize(
    "before",
    [past(Access.OK), past(Access.TIMEOUT), past(Access.GONE, conclusive=False)],
    ids=["answered", "timeout", "inconclusive"],
)
def test_an_earlier_check_that_said_something_else_confirms_nothing(before: PastCheck) -> None:
    assert judged(cited(TITLE), GONE, before).needs_second_fetch


def test_one_success_resets_what_was_gone_long_ago() -> None:
    history = (past(Access.OK, day=2), past(Access.GONE, day=1))

    assert judged(cited(TITLE), GONE, *history).needs_second_fetch


@pytest.mark.parametrize(
    ("observation", "history"),
    [
        (GONE, (past(Access.OK, mismatched=True),)),
        (MISMATCH, (past(Access.GONE),)),
        (MISMATCH, (past(Access.OK),)),
        (MISMATCH, (past(Access.OK, mismatched=True, mismatched_key="1" * 32),)),
        (MISMATCH, (past(Access.OK, mismatched=True, conclusive=False),)),
        (MISMATCH, (past(Access.OK, day=2), past(Access.OK, mismatched=True, day=1))),
        (GONE, (past(Access.GONE, conclusive=False, day=2), past(Access.OK, day=1))),
        (GONE, ()),
        (MISMATCH, ()),
    ],
    ids=[
        "a mismatch is no gone",
        "gone is no mismatch",
        "a match",
        "another citation's mismatch",
        "an inconclusive mismatch",
        "a match since",
        "gone inconclusively",
        "gone for the first time",
        "a first mismatch",
    ],
)
def test_only_the_same_said_of_the_same_citation_confirms(
    observation: Observation, history: tuple[PastCheck, ...]
) -> None:
    judgement = judged(cited(TITLE), observation, *history)

    assert judgement.needs_second_fetch
    assert concluded(judgement).verdict is Verdict.UNCONFIRMED


@pytest.mark.parametrize(
    ("observation", "before"),
    [(GONE, past(Access.GONE, day=1)), (MISMATCH, past(Access.OK, mismatched=True, day=1))],
    ids=["gone", "mismatch"],
)
def test_an_inconclusive_check_in_between_takes_nothing_back(
    observation: Observation, before: PastCheck
) -> None:
    judgement = judged(cited(TITLE), observation, past(Access.TIMEOUT, conclusive=False, day=2), before)

    assert not judgement.needs_second_fetch
    assert concluded(judgement).verdict is Verdict.PROBLEM


def test_what_is_well_needs_no_second_fetch_whatever_was_before() -> None:
    for history in ((), (past(Access.GONE, mismatched=True),)):
        judgement = judged(cited(TITLE), observed(article(TITLE)), *history)
        assert not judgement.needs_second_fetch
        assert concluded(judgement).verdict is Verdict.VERIFIED


def test_a_saved_page_counts_at_once() -> None:
    judgement = judge_page(cited(TITLE), MISMATCH, PageClass.DOCUMENT, (), single_fetch_suffices=True)

    assert not judgement.needs_second_fetch
    assert concluded(judgement).verdict is Verdict.PROBLEM


@pytest.mark.parametrize("kind", list(FailureKind))
def test_what_could_not_be_asked_is_never_a_problem(kind: FailureKind) -> None:
    history = (past(Access.GONE, mismatched=True),)

    assert concluded(judged(cited(TITLE), failed(kind), *history)).verdict is Verdict.UNCONFIRMED


def test_a_page_that_answers_and_matches_is_verified_with_the_reason() -> None:
    conclusion = concluded(judged(cited(TITLE), observed(article(TITLE))))

    assert conclusion.verdict is Verdict.VERIFIED
    assert conclusion.reasons[0] == "The cited title is the page's."


def test_a_paywall_with_the_cited_headline_is_verified_and_says_so() -> None:
    page = html_page(f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1><p>Subscribe to continue reading.</p>")
    conclusion = concluded(judged(cited(TITLE), observed(page)))

    assert (conclusion.page_class, conclusion.verdict) == (PageClass.PAYWALL, Verdict.VERIFIED)
    assert conclusion.codes == ("CIT408",)


def test_a_placeholder_that_answers_and_matches_makes_no_problem() -> None:
    good = judged(cited(TITLE), observed(article(TITLE)))

    assert concluded(None, None, placeholder.RULE).verdict is Verdict.PROBLEM
    assert concluded(good, None, placeholder.RULE).verdict is Verdict.VERIFIED
    assert concluded(good, None, no_url.RULE).verdict is Verdict.PROBLEM


def test_what_was_never_asked_is_unconfirmed_and_says_so() -> None:
    conclusion = concluded(None)

    assert (conclusion.verdict, conclusion.access) == (Verdict.UNCONFIRMED, None)
    assert "not been checked" in conclusion.reasons[0]


def test_a_finding_stands_where_its_citation_stands_now() -> None:
    before = judged(cited(TITLE), GONE)
    moved = replace(cited(TITLE), path="renamed.md", place=Place(41, 7), index=3)

    concluded = conclude(moved, (), before, None, ever_answered=False)

    where = {(found.path, found.place, found.index) for found in concluded.findings}
    assert where == {("renamed.md", Place(41, 7), 3)}


def test_findings_stand_gravest_first() -> None:
    conclusion = concluded(judged(cited(TITLE), GONE, past(Access.GONE)), held(LookupState.NONE))

    assert conclusion.codes == ("CIT110", "CIT101", "CIT301")


def held(state: LookupState, capture: CaptureState | None = None) -> Holding:
    memento = Memento("20210304120000", URL, "https://web.archive.org/web/20210304120000/" + URL, 200)
    found = Lookup(URL, NOW, state, memento if state is LookupState.CAPTURED else None)
    known = None if state is LookupState.FAILED else found
    made = Capture(URL, NOW, capture, timestamp="20260302040506") if capture else None
    return Holding(URL, known, found, made)


@pytest.mark.parametrize(
    ("holding", "word"),
    [
        (None, Preservation.UNKNOWN),
        (held(LookupState.CAPTURED), Preservation.REPORTED),
        (held(LookupState.CAPTURED_BAD_ONLY), Preservation.NONE),
        (held(LookupState.NONE), Preservation.NONE),
        (held(LookupState.EXCLUDED), Preservation.REFUSED),
        (held(LookupState.FAILED), Preservation.UNKNOWN),
        (held(LookupState.NONE, CaptureState.REPORTED), Preservation.REPORTED),
        (held(LookupState.NONE, CaptureState.REFUSED), Preservation.REFUSED),
        (held(LookupState.CAPTURED, CaptureState.REFUSED), Preservation.REPORTED),
        (held(LookupState.NONE, CaptureState.SUBMITTED), Preservation.NONE),
    ],
)
def test_the_word_for_preservation(holding: Holding | None, word: Preservation) -> None:
    assert concluded(None, holding).preservation is word


@pytest.mark.parametrize(
    "url", ["https://web.archive.org/web/2020/https://a.net/", "https://archive.ph/AbCd1"]
)
def test_a_source_in_an_archive_needs_no_copy(url: str) -> None:
    conclusion = conclude(cited(TITLE, url), (), None, None, ever_answered=False)

    assert conclusion.preservation is Preservation.NOT_APPLICABLE


def test_never_seen_needs_a_confirmed_absence_and_an_archive_that_answered() -> None:
    once, twice = judged(cited(TITLE), GONE), judged(cited(TITLE), GONE, past(Access.GONE))

    assert "CIT110" in concluded(twice, held(LookupState.NONE)).codes
    for judgement, holding in (
        (once, held(LookupState.NONE)),
        (twice, held(LookupState.FAILED)),
        (twice, held(LookupState.CAPTURED)),
        (twice, held(LookupState.CAPTURED_BAD_ONLY)),
        (twice, None),
        (judged(cited(TITLE), failed(FailureKind.DNS)), held(LookupState.NONE)),
    ):
        assert "CIT110" not in concluded(judgement, holding).codes
    answered = conclude(cited(TITLE), (), twice, held(LookupState.NONE), ever_answered=True)
    assert "CIT110" not in answered.codes


@pytest.mark.parametrize(
    ("archive_url", "fires"),
    [
        ("https://web.archive.org/web/20210304120531/" + URL, False),
        ("https://archive.ph/AbCd1", False),
        ("https://web.archive.org/web/20210304000000/" + URL, True),
        ("https://web.archive.org/web/*/" + URL, True),
        ("https://web.archive.org/save/" + URL, True),
        ("see the archive", True),
        (URL, True),
        (None, True),
    ],
)
def test_a_page_whose_copy_is_cited_was_seen_once(archive_url: str | None, fires: bool) -> None:
    citation = cited(TITLE, archive_url=archive_url)
    judgement = judged(citation, GONE, past(Access.GONE))
    conclusion = conclude(citation, (), judgement, held(LookupState.NONE), ever_answered=False)

    assert ("CIT110" in conclusion.codes) == fires


def test_archive_findings_follow_the_word() -> None:
    assert concluded(None, held(LookupState.NONE)).codes == ("CIT301",)
    assert concluded(None, held(LookupState.EXCLUDED)).codes == ("CIT304",)
    assert concluded(None, held(LookupState.FAILED)).codes == ()


def test_a_citation_without_a_source_is_a_problem_by_its_own_finding() -> None:
    citation = replace(cited(TITLE), source=None, unusable="no-url")
    found = raise_on_citation(no_url.RULE, citation, "no URL")

    conclusion = conclude(citation, [found], None, None, ever_answered=False)

    assert (conclusion.verdict, conclusion.identity.identity) == (Verdict.PROBLEM, Identity.CANNOT_TELL)
    assert conclusion.reasons[0] == "no URL"
