"""Where the live page hides behind a wall, a recent copy may tell what it is."""

from __future__ import annotations

from datetime import timedelta

from verifier.model.citation import Citation
from verifier.model.holding import Holding
from verifier.model.memento import Replay
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement

RECENT = timedelta(days=365)
"""An older copy says little about what stands there now."""
_WALLED = frozenset({Access.BLOCKED, Access.RATE_LIMITED})
_WALLS = frozenset({PageClass.BOT_WALL, PageClass.PAYWALL, PageClass.LOGIN, PageClass.CONSENT, None})


def second_opinion(
    citation: Citation, judgement: PageJudgement | None, holding: Holding | None
) -> Replay | None:
    """A confirmed, recent copy that is the cited document, where the live page could not be seen for a wall;
    None where there is none, or where nobody asks for it."""
    if judgement is None or holding is None or judgement.access not in _WALLED:
        return None
    if judgement.page_class not in _WALLS or judgement.identity.identity is not Identity.CANNOT_TELL:
        return None
    replay = holding.confirmed_for(citation.key)
    return replay if replay is not None and replay.memento.made_at >= replay.at - RECENT else None


def in_words(replay: Replay) -> str:
    """The qualification that a verdict on such a copy carries."""
    day = f"{replay.memento.made_at:%Y-%m-%d}"
    return f"As archived on {day}, the page is the cited document; the live page is behind a wall."
