"""What the gate says of a change: every finding with the weight that the policy gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.model.exitcode import ExitCode
from verifier.model.finding import Finding, Rule
from verifier.model.verdict import Verdict


class Level(StrEnum):
    """What a finding does to a change."""

    FAIL = "fail"
    """It turns the gate red."""
    WARN = "warn"
    """A person should look."""
    INFORM = "inform"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One finding and its level."""

    finding: Finding
    level: Level
    fingerprint: str
    """32 hexadecimal characters that stay when lines move and files are renamed: of the document's id, the
    citation's list, URL and title, and the code."""
    document: str = ""
    """The document's id."""
    verdict: Verdict | None = None
    """On the citation; None where the finding is about a document as a whole."""
    title: str | None = None
    """The cited title."""
    because: str = ""
    """What people said of it: "in the baseline", or a decision and its reason, which change the level; a
    decision that expired, which does not. Else ""."""
    reasons: tuple[str, ...] = ()
    """Why the verdict, in sentences, the decisive one first."""
    known: bool = False
    """Whether it was there before: the baseline has it, and no decision speaks of it."""


@dataclass(frozen=True, slots=True)
class GateReport:
    """Everything that an output of the gate shows."""

    outcome: ExitCode
    """PASS, FAILED or INCONCLUSIVE."""
    rulings: tuple[Ruling, ...]
    """Gravest level first, then by path, line, column and code."""
    scope: str
    """What was judged, one sentence without a full stop ("3 citations that the change since origin/main
    added or altered, in 2 documents")."""
    citations: int
    """How many were judged."""
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    """How many citations have each."""
    notes: tuple[str, ...] = ()
    """What else a reader has to know, in sentences: stored results that were used, what was cut off, stale
    entries of the baseline."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """By code, the texts of the rules that fired."""
    prefix: str = ""
    """What leads from the working directory to the corpus root, with a slash at the end; "" where they are
    one. The paths of findings begin at the root."""
    version: str = ""
    """Of the program."""

    def count(self, level: Level) -> int:
        """How many findings have a level."""
        return sum(ruling.level is level for ruling in self.rulings)
