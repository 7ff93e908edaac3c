"""How much a finding weighs in a change. Pure.

Only positive evidence fails: what the document alone shows, or what two fetches agree on. What could not be
established warns, whatever it might mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from verifier.config import GateConfig
from verifier.model.finding import Finding, Severity
from verifier.model.gate import Level
from verifier.model.verdict import Verdict

_DOCUMENTS_ALONE = "CIT0"
"""How the codes of rules begin that need nothing but the documents."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The levels that a configuration gives to findings."""

    config: GateConfig
    is_lenient: Callable[[str], bool]
    """Whether nothing fails in the document at a path (`gate.lenient`)."""

    def level(self, finding: Finding, verdict: Verdict | None) -> Level:
        """The level of a finding; `verdict` is that of the citation, None where it is about no single one."""
        code, config = finding.code, self.config
        if code in config.inform_on:
            return Level.INFORM
        if self.may_fail(code, finding.path) and _is_established(code, verdict):
            return Level.FAIL
        told = finding.severity is Severity.INFO and code not in (*config.fail_on, *config.warn_on)
        return Level.INFORM if told else Level.WARN

    def may_fail(self, code: str, path: str) -> bool:
        """Whether a finding with this code fails in the document at `path` where it is established."""
        config = self.config
        told = code in config.warn_on or code in config.inform_on
        return code in config.fail_on and not told and not self.is_lenient(path)


def unknown_codes(config: GateConfig, known: frozenset[str]) -> list[str]:
    """The codes that the configuration names and no rule has, in its order."""
    return [code for code in (*config.fail_on, *config.warn_on, *config.inform_on) if code not in known]


def _is_established(code: str, verdict: Verdict | None) -> bool:
    return verdict in (None, Verdict.PROBLEM) or code.startswith(_DOCUMENTS_ALONE)
