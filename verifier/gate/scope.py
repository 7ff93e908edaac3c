"""Which citations a change added or altered: told by what they say, not by where they stand. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from verifier.model.citation import Citation, Claim, Document

Content = tuple[str | None, ...]


def added_or_altered(now: Iterable[Document], before: Iterable[Claim]) -> list[Citation]:
    """Those citations of the touched documents that say something that none said before, in their order.

    `before` is what the citations of all touched documents said, with repetitions. A citation that was
    moved within its document or into another, whose keys were reordered or whose file was renamed says
    what it said. Of three that say the same where two did, the last one is new.
    """
    known = Counter(content_of(claim) for claim in before)
    new = []
    for citation in (citation for document in now for citation in document.citations):
        content = content_of(citation.claim)
        if known[content]:
            known[content] -= 1
        else:
            new.append(citation)
    return new


def content_of(claim: Claim) -> Content:
    """What makes a citation another one for the gate."""
    return claim.url, claim.title, claim.publisher, claim.date, claim.access_date, claim.archive_url
