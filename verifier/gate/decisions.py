"""What people ruled on citations, for a time. Pure.

A decision silences nothing for good: its citation is still tested, and when the decision ends, it fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from verifier.model.gate import Level, Ruling

DecisionVerdict = Literal["accepted", "ignored"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's ruling on a citation."""

    url: str
    """As the documents write it."""
    verdict: DecisionVerdict
    """"accepted": somebody looked, and it stands; "ignored": known, and nobody wants to hear of it."""
    reason: str
    author: str
    until: date
    """The last day on which it holds."""
    document: str | None = None
    """The id of the document that it is about; None: every one that cites the URL."""
    code: str | None = None
    """The finding that it is about; None: all of them."""

    def is_about(self, ruling: Ruling) -> bool:
        """Whether it rules on this finding."""
        return (
            ruling.finding.url == self.url
            and self.document in (None, ruling.document)
            and self.code in (None, ruling.finding.code)
        )


def apply_decisions(
    rulings: Iterable[Ruling], decisions: Sequence[Decision], today: date
) -> tuple[list[Ruling], list[str]]:
    """The rulings as decided, and what there is to say of decisions that no finding is left for."""
    used: set[int] = set()
    decided = []
    for ruling in rulings:
        number = next((n for n, each in enumerate(decisions) if each.is_about(ruling)), None)
        if number is None or ruling.level is Level.INFORM:
            decided.append(ruling)
        else:
            decided.append(_decided(ruling, decisions[number], today))
        used.update(n for n, each in enumerate(decisions) if each.is_about(ruling))
    return decided, [
        _unneeded(each) for n, each in enumerate(decisions) if n not in used and today > each.until
    ]


def _decided(ruling: Ruling, decision: Decision, today: date) -> Ruling:
    said = f"by {decision.author}: {decision.reason}"
    if today > decision.until:
        return replace(
            ruling,
            level=Level.FAIL,
            because=f"decision expired on {decision.until}, {decision.verdict} {said}",
        )
    return replace(ruling, level=Level.INFORM, because=f"{decision.verdict} until {decision.until} {said}")


def _unneeded(decision: Decision) -> str:
    return f"A decision on {decision.url} expired on {decision.until}, and nothing is found: remove it."
