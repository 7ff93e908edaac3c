"""Which documents a person should look at, and why, in words.

The order comes from the words, not from points: importance alone ranks nothing (78 % of a real
corpus has 8 and more); how few citations are left standing does.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from verifier.model.finding import Finding, Severity
from verifier.model.report import DocumentRow


class Standing(IntEnum):
    """How badly a document stands, worst first."""

    NONE_STANDS = 0
    """It has several citations and every one is a problem."""
    ONLY_ONE_FELL = 1
    """Its only citation is a problem."""
    NONE_KNOWN_TO_STAND = 2
    """Some are problems, and the others could not be established."""
    ONE_LEFT = 3
    """One stands, at least one is a problem."""
    SEVERAL_LEFT = 4
    """Two or more stand, at least one is a problem."""
    FAULTY = 5
    """No citation is a problem, but an error was found in the document itself."""
    SOUND = 6
    """Nothing to look at."""


def standing(verified: int, problems: int, unconfirmed: int, findings: Iterable[Finding]) -> Standing:
    """How a document with these verdicts, and these findings about itself, stands."""
    if problems == 0:
        faulty = any(finding.severity is Severity.ERROR for finding in findings)
        return Standing.FAULTY if faulty else Standing.SOUND
    if verified:
        return Standing.ONE_LEFT if verified == 1 else Standing.SEVERAL_LEFT
    if unconfirmed:
        return Standing.NONE_KNOWN_TO_STAND
    return Standing.ONLY_ONE_FELL if problems == 1 else Standing.NONE_STANDS


def attention_words(
    verified: int, problems: int, unconfirmed: int, importance: int | None, findings: tuple[Finding, ...]
) -> str | None:
    """Why a person should look at a document, or None where there is no reason to."""
    total = verified + problems + unconfirmed
    whose = "" if importance is None else f" of an importance-{importance} document"
    match standing(verified, problems, unconfirmed, findings):
        case Standing.NONE_STANDS:
            return f"none of {total} sources{whose} stands"
        case Standing.ONLY_ONE_FELL:
            return f"only source{whose} does not stand"
        case Standing.NONE_KNOWN_TO_STAND:
            return (
                f"none of {total} sources{whose} is known to stand: "
                f"{problems} {_verb(problems, 'does', 'do')} not, {unconfirmed} could not be established"
            )
        case Standing.ONE_LEFT | Standing.SEVERAL_LEFT:
            open_ones = f", {unconfirmed} could not be established" if unconfirmed else ""
            return f"{verified} of {total} sources{whose} {_verb(verified, 'stands', 'stand')}{open_ones}"
        case Standing.FAULTY:
            return f"an error in the document itself: {_first_error(findings)}"
        case Standing.SOUND:
            return None


def rank(rows: Iterable[DocumentRow]) -> tuple[DocumentRow, ...]:
    """The documents that need attention, most pressing first.

    By standing, then importance (none counts as least), then number of problems, then path.
    """
    return tuple(sorted((row for row in rows if row.attention is not None), key=_pressure))


def _pressure(row: DocumentRow) -> tuple[int, int, int, str]:
    importance = row.document.importance
    place = standing(row.verified, row.problems, row.unconfirmed, row.findings)
    return place, 1 if importance is None else -importance, -row.problems, row.document.path


def _verb(count: int, singular: str, plural: str) -> str:
    return singular if count == 1 else plural


def _first_error(findings: tuple[Finding, ...]) -> str:
    return next(finding.name for finding in findings if finding.severity is Severity.ERROR)
