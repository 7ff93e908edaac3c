"""Many documents of one host that end at one page: hardly any of them is that page. Costs no request.

The cheapest of the signs for "not found" pages that say 200 (Bar-Yossef et al. 2004 ask for made-up
addresses instead). It is told when everything is known, so that no order of the checks makes a difference.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from verifier.judge.reasons import REASONS
from verifier.model.address import document_key, host_of
from verifier.model.observation import PERMANENT
from verifier.model.report import LatestCheck
from verifier.model.verdict import Conclusion, Identity, PageClass

ENOUGH = 3
"""Documents: two may be two addresses of one."""
_UNDECIDED = frozenset({"no-title", "no-headline", "too-little-text", "only-repeated", "not-a-document"})
"""Reasons for "cannot tell" by which nothing speaks for the page."""
_SHOWN = frozenset({PageClass.DOCUMENT, PageClass.HOME_PAGE})
"""Behind a wall or a login the document may still be there."""
_SAID_BY = "CIT204"


@dataclass(slots=True)
class Crowds:
    """Where the documents of each host end: at an address, if they were redirected for good, or at a body."""

    _ends: dict[tuple[str, str], dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))

    def note(self, source: str, check: LatestCheck, *, matched: bool) -> None:
        """A source with its check, and whether its page is the document that some citation names."""
        if (end := _end(source, check)) is not None:
            document = document_key(source)
            self._ends[end][document] = matched or self._ends[end].get(document, False)

    def size(self, source: str, check: LatestCheck) -> int:
        """How many documents end where this one does; 0 where the page is one of them."""
        end = _end(source, check)
        there = self._ends.get(end, {}) if end is not None else {}
        return 0 if any(there.values()) else len(there)


def _end(source: str, check: LatestCheck) -> tuple[str, str] | None:
    """The host with the page where a document ended.

    That is an address if it was sent elsewhere for good (walls, logins and questions for consent send there
    for now), the digest of the body if it was not sent elsewhere.
    """
    final, page = document_key(check.final_url), check.digest
    if final != document_key(source):
        for_good = all(status in PERMANENT for _, status in check.hops[:-1])
        page = final if for_good else None
    return None if page is None else (host_of(source), page)


def is_undecided(conclusion: Conclusion) -> bool:
    """Whether nothing speaks for the page, and nothing against it."""
    identity = conclusion.identity
    open_one = identity.identity is Identity.CANNOT_TELL and identity.reason in _UNDECIDED
    return open_one and conclusion.page_class in _SHOWN


def in_company(conclusion: Conclusion, crowd: int) -> Conclusion:
    """The conclusion, in the light of `crowd` documents of the host that end at the same page.

    It stays open: a gate for a country, an age or a browser looks just so, and is no proof against anybody.
    """
    if crowd < ENOUGH or not is_undecided(conclusion):
        return conclusion
    identity = conclusion.identity
    reason, together = "shared-page", f"{crowd} documents of this host end at the same page."
    said = REASONS[reason]
    findings = [
        replace(finding, message=said) if finding.code == _SAID_BY else finding
        for finding in conclusion.findings
    ]
    return replace(
        conclusion,
        identity=replace(identity, reason=reason, evidence=(said, together, *identity.evidence)),
        findings=tuple(findings),
        reasons=(said, together, *conclusion.reasons),
    )
