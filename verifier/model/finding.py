"""A finding: one rule that fired."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.citation import Citation, Place


class Severity(StrEnum):
    """How much a finding weighs. Only `error` makes a citation a problem."""

    ERROR = "error"
    """Positive evidence that the citation does not stand."""
    WARNING = "warning"
    """Something that a person should look at; nothing is proven."""
    INFO = "info"
    """Worth knowing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The texts of one rule code, as `verifier explain` prints them. Codes never change meaning."""

    code: str
    """"CIT" and three digits."""
    name: str
    """A few words with hyphens: "date-in-url-differs"."""
    severity: Severity
    means: str
    """What it says, one or two sentences."""
    why: str
    """Why it matters."""
    todo: str
    """What to do about it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired at one place."""

    code: str
    name: str
    severity: Severity
    path: str
    place: Place
    message: str
    """One sentence about this very case. May quote hostile text: every sink escapes it."""
    url: str | None = None
    """The URL as written, where the finding is about one."""
    index: int | None = None
    """The citation's position in its list, where the finding is about one citation."""
    field: str | None = None
    """The list that `index` counts in."""


def raise_finding(
    rule: Rule,
    path: str,
    place: Place,
    message: str,
    *,
    url: str | None = None,
    index: int | None = None,
    field: str | None = None,
) -> Finding:
    """A finding of `rule`, with the rule's code, name and severity."""
    return Finding(
        rule.code, rule.name, rule.severity, path, place, message, url=url, index=index, field=field
    )


def raise_on_citation(rule: Rule, citation: Citation, message: str) -> Finding:
    """A finding of `rule` about one citation, at its place."""
    return raise_finding(
        rule,
        citation.path,
        citation.place,
        message,
        url=citation.claim.url,
        index=citation.index,
        field=citation.field,
    )
