"""CIT251."""

from __future__ import annotations

from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_finding
from verifier.model.quotation import QuotationJudgement, QuotationStanding

RULE = Rule(
    "CIT251",
    "quotation-differs",
    Severity.INFO,
    means="A source says nearly what the document quotes, but not in these words; no other source says it.",
    why="A quotation that was changed may say what nobody said.",
    todo="Compare the two, and quote what the source says.",
)


def check(path: str, judgement: QuotationJudgement) -> Finding | None:
    """Fires where the nearest passage is near, and no more."""
    if judgement.standing is not QuotationStanding.DIFFERS or judgement.sighting is None:
        return None
    quotation = judgement.quotation
    message = f"Quoted is {quote(quotation.text)}; a source says {quote(judgement.sighting.passage)}."
    return raise_finding(RULE, path, quotation.place, message)
