"""CIT110."""

from __future__ import annotations

from verifier.judge.claim_rules.archive_url_malformed import problem_of
from verifier.judge.preservation import ArchiveCase
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.memento import LookupState
from verifier.model.verdict import Access

RULE = Rule(
    "CIT110",
    "never-seen",
    Severity.ERROR,
    means="The page is gone now, it never answered here, the archive was asked in two ways and has no copy "
    "of it, and the citation names none.",
    why="Nothing shows that the page ever existed. URLs invented by language models look exactly like this.",
    todo="Find the real source, or remove what rests on this one. If you know that the page existed, give an "
    "archived copy as archive_url.",
)


def check(case: ArchiveCase) -> Finding | None:
    """Fires on a confirmed "gone" and a successful, empty look-up; a failed look-up can never do it."""
    judgement, known = case.judgement, case.holding.known if case.holding else None
    if judgement is None or judgement.access is not Access.GONE or judgement.needs_second_fetch:
        return None
    if case.ever_answered or known is None or known.state is not LookupState.NONE:
        return None
    if _names_a_copy(case):
        return None
    asked = f"{known.at:%Y-%m-%d}"
    message = f"The page is gone, never answered here, and the archive, asked on {asked}, has no copy of it."
    return raise_on_citation(RULE, case.citation, message)


def _names_a_copy(case: ArchiveCase) -> bool:
    """Whether the citation gives an address that can be that of a copy: then somebody saw the page once."""
    written = case.citation.claim.archive_url
    return bool(written) and written != case.citation.claim.url and problem_of(written or "") is None
