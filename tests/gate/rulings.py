"""Rulings and judged citations to try baselines and decisions on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from verifier.gate.judged import Judged, JudgedCitation, Said, source_of
from verifier.judge.rules import ALL_RULES
from verifier.model.citation import Place
from verifier.model.finding import Finding
from verifier.model.gate import Level, Ruling
from verifier.model.verdict import (
    Access,
    Conclusion,
    Identity,
    IdentityJudgement,
    Preservation,
    Verdict,
)

URL = "https://a.example/1"


def ruling(
    code: str = "CIT101",
    level: Level = Level.FAIL,
    *,
    url: str | None = URL,
    document: str = "doc",
    title: str | None = "One",
    line: int = 7,
    path: str | None = None,
) -> Ruling:
    rule = ALL_RULES[code]
    path = path or f"{document}.md"
    finding = Finding(code, rule.name, rule.severity, path, Place(line, 3), "…", url, 0, "sources")
    return Ruling(finding, level, "f" * 32, document, Verdict.PROBLEM, title)


def concluded(
    verdict: Verdict = Verdict.VERIFIED, access: Access | None = Access.OK, *codes: str
) -> Conclusion:
    """As drawn from a page that was had, or not."""
    findings = tuple(ruling(code).finding for code in codes)
    identity = IdentityJudgement(Identity.CANNOT_TELL, "not-fetched")
    return Conclusion(verdict, access, None, identity, Preservation.UNKNOWN, findings, ())


VERIFIED = concluded()
DOWN = concluded(Verdict.UNCONFIRMED, Access.SERVER_ERROR, "CIT406")
NOT_ASKED = concluded(Verdict.UNCONFIRMED, None)


def citation(
    conclusion: Conclusion = VERIFIED,
    *,
    document: str = "doc",
    url: str = URL,
    title: str = "One",
    path: str | None = None,
) -> JudgedCitation:
    return JudgedCitation(Said(document, url, title), path or f"{document}.md", source_of(url), conclusion)


def judged(
    *citations: JudgedCitation,
    is_whole: bool = True,
    is_there: Callable[[str], bool] | None = None,
    unreadable: frozenset[str] = frozenset(),
    documents: frozenset[str] = frozenset(),
) -> Judged:
    there = documents | {each.said.document for each in citations}
    known = is_there or (lambda document: document in there or not is_whole)
    return Judged(citations, there, unreadable, is_whole, known)


def preserved(conclusion: Conclusion, word: Preservation) -> Conclusion:
    return replace(conclusion, preservation=word)
