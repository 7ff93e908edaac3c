"""Is a copy safe? From what archives said to one word."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.cited_copy import cited_copy
from verifier.model.address import host_of, is_archive
from verifier.model.citation import Citation
from verifier.model.holding import CopyStanding, Holding, copy_standing
from verifier.model.memento import CaptureState, LookupState, Replay, ReplayState
from verifier.model.verdict import PageJudgement, Preservation

_BY_LOOKUP = {
    LookupState.CAPTURED: Preservation.NONE,
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

    @property
    def cited_replay(self) -> Replay | None:
        """The newest replay of the copy that the citation names, where what it says is settled."""
        cited = cited_copy(self.citation.claim.archive_url)
        if cited is None or self.holding is None:
            return None
        named = (cited.timestamp, cited.original)
        replays = self.holding.replays
        told = [replay for replay in replays if (replay.memento.timestamp, replay.memento.original) == named]
        if copy_standing(told) is CopyStanding.UNSETTLED:
            return None
        return next((replay for replay in told if replay.state is not ReplayState.FAILED), None)

    @property
    def cites_a_proven_copy(self) -> bool:
        """Whether the copy that the citation names was loaded and shows the document."""
        replay = self.cited_replay
        return replay is not None and replay.shows(self.citation.key)


def preservation_of(holding: Holding | None, citation: Citation) -> Preservation:
    """The word for one citation. A look-up that failed leaves what an earlier one established."""
    source = citation.source
    if source is None or is_archive(host_of(source)):
        return Preservation.NOT_APPLICABLE
    if holding is None:
        return Preservation.UNKNOWN
    known = holding.known
    if holding.confirmed_for(citation.key) is not None:
        return Preservation.PRESERVED
    if holding.serves or holding.undecided is not None:
        return Preservation.REPORTED
    if holding.capture is not None and holding.capture.state in _REFUSED:
        return Preservation.REFUSED
    return Preservation.UNKNOWN if known is None else _BY_LOOKUP.get(known.state, Preservation.UNKNOWN)
