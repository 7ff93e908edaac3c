"""What a page rule is given: one citation, one observation, and what was drawn from it so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from verifier.judge.corroboration import NOTHING_SAID, Corroboration
from verifier.model.citation import Citation
from verifier.model.finding import Finding, Severity
from verifier.model.observation import Observation
from verifier.model.verdict import Access, IdentityJudgement, PageClass


@dataclass(frozen=True, slots=True)
class Case:
    """One citation and one fetch of its source."""

    citation: Citation
    observation: Observation
    access: Access
    page_class: PageClass | None
    identity: IdentityJudgement
    confirmed: bool
    """Whether an earlier fetch said the same, so that a problem does not rest on this one alone."""
    corroboration: Corroboration = NOTHING_SAID

    @property
    def status(self) -> int | None:
        """The last answer's status, None where nothing answered."""
        return self.observation.exchange.status

    @property
    def final_url(self) -> str:
        """Where the chain ended."""
        return self.observation.exchange.final_url

    @property
    def failure(self) -> str:
        """The cause in a few words; "" where there was an answer."""
        failure = self.observation.exchange.failure
        return failure.detail if failure else ""

    @property
    def said(self) -> str:
        """What was heard: the failure, else the status and the kind of page."""
        if self.failure:
            return self.failure
        if self.observation.came_empty:
            return f"it answered {self.status} without content"
        if self.page_class in (None, PageClass.ERROR_PAGE):
            return f"it answered {self.status}"
        return f"it answered {self.status} with a page of kind {self.page_class}"

    @property
    def behind_paywall(self) -> bool:
        """Whether the site wants a subscription first."""
        return self.page_class is PageClass.PAYWALL or self.status == 402

    def unless_seen_once(self, finding: Finding) -> Finding:
        """The finding as it is where an earlier fetch agrees, else as a warning that says so."""
        if self.confirmed:
            return finding
        message = f"{finding.message} Seen once so far: a second fetch has to agree."
        return replace(finding, severity=Severity.WARNING, message=message)
