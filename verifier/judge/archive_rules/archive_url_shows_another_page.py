"""CIT303."""

from __future__ import annotations

from verifier.judge.preservation import ArchiveCase
from verifier.judge.wording import quote
from verifier.model.finding import Finding, Rule, Severity, raise_on_citation
from verifier.model.memento import ReplayState
from verifier.model.verdict import Identity, PageClass

RULE = Rule(
    "CIT303",
    "archive-url-shows-another-page",
    Severity.WARNING,
    means="The copy that archive_url names is not the document that the citation names: it has another "
    "title, or is a wall, a login or an error page.",
    why="When the source dies, the copy will not support the citation.",
    todo="Look at the copy; let `verifier fix` put a confirmed one in its place, or name another capture.",
)


def check(case: ArchiveCase) -> Finding | None:
    """Fires where the cited copy was loaded and is another page."""
    replay = case.cited_replay
    if replay is None or replay.state is not ReplayState.LOADED:
        return None
    said = replay.said_of(case.citation.key)
    if said is not None and said.identity is Identity.MISMATCH:
        what = f"is titled {quote(said.found_title)}" if said.found_title else "is another page"
    elif replay.page_class not in (PageClass.DOCUMENT, None):
        what = f"shows no document ({replay.page_class})"
    else:
        return None
    message = f"The cited copy {quote(case.citation.claim.archive_url or '')} {what}."
    return raise_on_citation(RULE, case.citation, message)
