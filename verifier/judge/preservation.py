"""Is a copy safe? From what archives said to one word."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.model.address import host_of, is_archive
from verifier.model.citation import Citation
from verifier.model.memento import CaptureState, Holding, LookupState
from verifier.model.verdict import PageJudgement, Preservation

_BY_LOOKUP = {
    LookupState.CAPTURED: Preservation.REPORTED,
    LookupState.CAPTURED_BAD_ONLY: Preservation.NONE,
    LookupState.NONE: Preservation.NONE,
    LookupState.EXCLUDED: Preservation.REFUSED,
}
_REFUSED = frozenset({CaptureState.REFUSED, CaptureState.UNARCHIVABLE})


@dataclass(frozen=True, slots=True)
class ArchiveCase:
    """What an archive rule is given."""

    citation: Citation
    judgement: PageJudgement | None
    """The last one; None where the source was never asked."""
    holding: Holding | None
    preservation: Preservation
    ever_answered: bool
    """Whether any check of the source ever had an answer."""


def preservation_of(holding: Holding | None, source: str | None) -> Preservation:
    """The word for one source. A look-up that failed leaves what an earlier one established."""
    if source is None or is_archive(host_of(source)):
        return Preservation.NOT_APPLICABLE
    if holding is None:
        return Preservation.UNKNOWN
    known = holding.known
    if known is not None and known.state is LookupState.CAPTURED:
        return Preservation.REPORTED
    if holding.capture is not None and holding.capture.state is CaptureState.REPORTED:
        return Preservation.REPORTED
    if holding.capture is not None and holding.capture.state in _REFUSED:
        return Preservation.REFUSED
    return Preservation.UNKNOWN if known is None else _BY_LOOKUP.get(known.state, Preservation.UNKNOWN)
