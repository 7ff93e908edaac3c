"""CIT105."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT105",
    "tls-broken",
    Severity.WARNING,
    means="No secure connection could be made: the certificate is expired, self-signed, or for another name.",
    why="Browsers warn readers off the page. The page may well be there: this is never counted as dead.",
    todo="Open it in a browser. If the trouble lasts, cite an archived copy beside it.",
)


def check(case: Case) -> Finding | None:
    """Fires on every failure of TLS."""
    if case.access is not Access.TLS:
        return None
    message = f"No secure connection to {quote(case.final_url)}: {case.failure}."
    return raise_on_citation(RULE, case.citation, message)
