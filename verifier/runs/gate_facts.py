"""What is stored of the citations that the gate judges. Nothing is written or asked.

A check that established nothing (a server in trouble, no connection, a wall) does not hide what an earlier
one that is young enough did: that judges the citation, and where it may be, the source is asked again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from verifier.model.check import PastCheck
from verifier.model.citation import Corpus
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement
from verifier.runs.scoping import Scope
from verifier.runs.subjects import Subject, subjects
from verifier.store.checks import (
    history,
    identities_by_standing,
    judgements_besides,
    last_checked_besides,
    latest_judgements,
)
from verifier.store.database import Connection

_PASSING = frozenset(
    {
        Access.RATE_LIMITED,
        Access.TIMEOUT,
        Access.DNS,
        Access.TLS,
        Access.REFUSED,
        Access.SERVER_ERROR,
    }
)
"""What may be another thing the next time."""
_MUTE = _PASSING | {Access.BLOCKED}
"""What says nothing of whether the document is there."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The sources of the judged citations, and what is known of them."""

    known: dict[str, Subject]
    """By source."""
    judgements: dict[str, PageJudgement]
    """By citation key, where the stored result is young enough."""
    missing: tuple[str, ...]
    """Sources without such a result."""
    used: dict[str, datetime]
    """By source: when the stored result was had that judges it."""
    unsettled: tuple[str, ...] = ()
    """Sources whose last check established nothing, so that they are worth another; they are judged, too."""
    earlier: frozenset[str] = frozenset()
    """Those among them that are judged by an earlier check, which did."""

    @property
    def seen_once(self) -> list[str]:
        """Those whose problem a second fetch has to confirm, the unsettled ones apart."""
        return [source for source in self.unconfirmed(self.judgements) if source not in self.unsettled]

    def unconfirmed(self, judgements: Mapping[str, PageJudgement]) -> list[str]:
        """The sources of which `judgements` (by citation key) say a problem that rests on one fetch alone."""
        return [
            source
            for source, subject in self.known.items()
            if any(
                judgement.needs_second_fetch
                for citation in subject.citations
                if (judgement := judgements.get(citation.key)) is not None
            )
        ]


def is_mute(access: Access, page_class: PageClass | None) -> bool:
    """Whether a check that found this says nothing of whether the document is there."""
    return access in _MUTE and page_class is not PageClass.PAYWALL


def facts_of(connection: Connection, scope: Scope, now: datetime, max_age: timedelta) -> Facts:
    """Judge by stored results that are younger than `max_age`."""
    narrowed = scope.narrowed
    known = subjects(narrowed, history(connection, narrowed.sources()))
    last = {
        source: check
        for source, subject in known.items()
        if (check := _last_conclusive(subject.history)) is not None and now - check.at <= max_age
    }
    mute = [source for source, check in last.items() if is_mute(check.access, check.page_class)]
    earlier = {
        source: at
        for source, at in last_checked_besides(connection, mute, _MUTE).items()
        if now - at <= max_age
    }
    by_last = {source: known[source] for source in last if source not in earlier}
    judgements = _by_last(connection, narrowed, by_last)
    known |= {source: _as_witness(subject, judgements) for source, subject in by_last.items()}
    judgements |= _by_earlier(connection, narrowed, {source: known[source] for source in earlier})
    return Facts(
        known,
        judgements,
        tuple(source for source in known if source not in last),
        {source: earlier.get(source, check.at) for source, check in last.items()},
        tuple(source for source in mute if source in earlier or last[source].access in _PASSING),
        frozenset(earlier),
    )


def _by_last(
    connection: Connection, narrowed: Corpus, subjects: Mapping[str, Subject]
) -> dict[str, PageJudgement]:
    """What the standing checks say, by citation key."""
    keys = _keys(subjects)
    said = identities_by_standing(connection, keys)
    judgements = {key: found for key, found in latest_judgements(connection, keys).items() if key in said}
    # A citation that left the corpus and came back has a judgement that nobody may use.
    return judgements | _judged_again(connection, narrowed, subjects, judgements)


def _as_witness(subject: Subject, judgements: Mapping[str, PageJudgement]) -> Subject:
    """With the mismatches that the last check shows, recorded or not: a fetch that agrees confirms them."""
    said = frozenset(
        citation.key
        for citation in subject.citations
        if (judgement := judgements.get(citation.key)) is not None
        and judgement.identity.identity is Identity.MISMATCH
    )
    last = _last_conclusive(subject.history)
    return replace(
        subject,
        history=tuple(
            replace(check, mismatched=check.mismatched | said) if check is last else check
            for check in subject.history
        ),
    )


def _by_earlier(
    connection: Connection, narrowed: Corpus, subjects: Mapping[str, Subject]
) -> dict[str, PageJudgement]:
    """What the last checks say that were not mute, by citation key."""
    judgements = judgements_besides(connection, _keys(subjects), _MUTE)
    return judgements | _judged_again(connection, narrowed, subjects, judgements, _MUTE)


def _judged_again(
    connection: Connection,
    narrowed: Corpus,
    subjects: Mapping[str, Subject],
    judgements: Mapping[str, PageJudgement],
    besides: frozenset[Access] = frozenset(),
) -> dict[str, PageJudgement]:
    left = {
        source: subject
        for source, subject in subjects.items()
        if any(citation.key not in judgements for citation in subject.citations)
    }
    if not left:
        return {}
    # What judges pages is slow to load, and the words of the whole corpus are weighed.
    from verifier.runs.gate_rejudging import judged_again  # noqa: PLC0415

    return judged_again(connection, narrowed, left, judgements, besides)


def _keys(subjects: Mapping[str, Subject]) -> list[str]:
    return [citation.key for subject in subjects.values() for citation in subject.citations]


def _last_conclusive(checks: Sequence[PastCheck]) -> PastCheck | None:
    return next((check for check in checks if check.conclusive), None)
