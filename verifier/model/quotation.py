"""What documents put between quotation marks, and where it stands in their sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model.citation import Citation, Quotation


@dataclass(frozen=True, slots=True)
class Sighting:
    """The passage of a page that comes nearest to a quotation."""

    quotation: str
    """The quotation's text, as the document has it."""
    score: float
    """0 to 100: 100 where it says just that, typography apart; 0 where nothing comes near."""
    passage: str = ""
    """What the page says there, "" where nothing comes near."""


class QuotationStanding(StrEnum):
    """Whether a document's sources say what it quotes."""

    FOUND = "found"
    DIFFERS = "differs"
    """A source says nearly that, in other words."""
    NOWHERE = "nowhere"
    """All sources of the document could be read, and none says it."""
    OPEN = "open"
    """No source that could be read says it, and not all could be read."""


@dataclass(frozen=True, slots=True)
class QuotationJudgement:
    """A quotation, and what the sources of its document say to it."""

    quotation: Quotation
    standing: QuotationStanding
    citation: Citation | None = None
    """The one whose source comes nearest; None where none comes near."""
    sighting: Sighting | None = None
    """What that source says."""
    unread: int = 0
    """How many of the document's citations have a source that could not be read whole."""
