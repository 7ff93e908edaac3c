"""CIT410."""

from __future__ import annotations

from verifier.judge.case import Case
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.verdict import Access

RULE = Rule(
    "CIT410",
    "forbidden-address",
    Severity.WARNING,
    means="The name leads to a private address or to a port that is not for the web; the program does not "
    "connect there.",
    why="Readers elsewhere cannot open it either, and asking could harm the network that this program runs "
    "in.",
    todo="Cite a public address, or open the network with [fetch] allow_addresses if your readers share it.",
)


def check(case: Case) -> Finding | None:
    """Fires where the access is the one that the rule is named for."""
    if case.access is not Access.FORBIDDEN_ADDRESS:
        return None
    return raise_on_citation(RULE, case.citation, f"The address may not be asked: {case.said}.")
