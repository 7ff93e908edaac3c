"""CIT250."""

from __future__ import annotations

from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_finding
from verifier.model.quotation import QuotationJudgement, QuotationStanding

RULE = Rule(
    "CIT250",
    "quotation-not-found",
    Severity.INFO,
    means="The document quotes words that none of its sources says, though all of them could be read.",
    why="The quotation may come from a source that is not cited, from a film or a picture on the page, or "
    "from a page that was changed; it may be translated, or made up.",
    todo="Look for the words; cite the source that says them, or correct or remove the quotation.",
)


def check(path: str, judgement: QuotationJudgement) -> Finding | None:
    """Fires where every source was read and none comes near."""
    if judgement.standing is not QuotationStanding.NOWHERE:
        return None
    quotation = judgement.quotation
    message = f"{quote(quotation.text)} stands in none of the document's sources, all of which were read."
    return raise_finding(RULE, path, quotation.place, message)
