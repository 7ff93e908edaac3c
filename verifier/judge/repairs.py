"""Which repairs of citations the evidence allows. It changes nothing, and knows nothing of files.

Nothing is proposed that was not seen: a copy was loaded and confirmed as the cited document, a new address
shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

from verifier.judge.archive_rules import archive_url_dead, archive_url_shows_another_page
from verifier.judge.claim_rules import archive_url_malformed
from verifier.judge.moves import SETTLED_AFTER, is_settled
from verifier.judge.wording import count
from verifier.model.address import is_archive, is_public
from verifier.model.citation import Citation
from verifier.model.holding import Holding
from verifier.model.memento import Replay
from verifier.model.redaction import redacted
from verifier.model.repair import Edit, EditedField, Move, Proposal, RepairKind
from verifier.model.report import CitationRow
from verifier.model.source import UnusableUrl, parse_source
from verifier.model.verdict import Identity, PageClass, Verdict

_NO_COPY = frozenset(
    rule.RULE.code for rule in (archive_url_malformed, archive_url_dead, archive_url_shows_another_page)
)
"""What is found of an `archive_url` that is none."""


def propose(
    rows: Iterable[CitationRow],
    holdings: Mapping[str, Holding],
    moves: Mapping[str, Move],
    *,
    with_date: bool,
) -> Iterator[Proposal]:
    """The repairs of citations, in the order of `rows`; those of one citation can be made together.

    `holdings` and `moves` go by source. `with_date`: whether documents say when a copy was made.
    """
    for row in rows:
        source = row.citation.source
        if source is None:
            continue
        if (holding := holdings.get(source)) is not None:
            yield from _copy_repair(row, holding, with_date)
        if (move := moves.get(source)) is not None:
            yield from _move_repair(row, move)


def _copy_repair(row: CitationRow, holding: Holding, with_date: bool) -> Iterator[Proposal]:
    citation = row.citation
    replay = holding.confirmed_for(citation.key)
    named = citation.claim.archive_url
    if replay is None or (named is not None and _NO_COPY.isdisjoint(row.conclusion.codes)):
        return
    # An archive of one's own may be there for nobody else who reads the document.
    if replay.memento.uri == named or not is_public(urlsplit(replay.memento.uri).hostname or ""):
        return
    edits = [_edit(citation, "archive_url", replay.memento.uri)]
    if with_date:
        edits.append(_edit(citation, "archive_date", f"{replay.memento.made_at:%Y-%m-%d}"))
    kind = RepairKind.COPY_ADDED if named is None else RepairKind.COPY_REPLACED
    said = replay.said_of(citation.key)
    found = None if said is None else said.found_title
    yield Proposal(citation, kind, tuple(edits), _copy_evidence(replay), found)


def _copy_evidence(replay: Replay) -> str:
    return (
        f"The copy of {replay.memento.made_at:%Y-%m-%d} was loaded on {replay.at:%Y-%m-%d} and is the "
        "cited document."
    )


def _move_repair(row: CitationRow, move: Move) -> Iterator[Proposal]:
    citation, conclusion = row.citation, row.conclusion
    if conclusion.verdict is not Verdict.VERIFIED or conclusion.as_archived is not None:
        return
    shows_it = conclusion.identity.identity is Identity.MATCH and conclusion.page_class is PageClass.DOCUMENT
    target = _new_address(citation, move)
    if not shows_it or target is None or row.check is None or row.check.final_url != move.target:
        return
    edits = (_edit(citation, "url", target),)
    seen = f"{count(move.times, 'check')} from {move.first_seen:%Y-%m-%d} to {move.last_seen:%Y-%m-%d}"
    evidence = f"{seen} ended there by permanent redirects, and the page is the cited document."
    doubt = _doubt(citation.source or "", target, move)
    yield Proposal(
        citation, RepairKind.MOVE_FOLLOWED, edits, evidence, conclusion.identity.found_title, doubt
    )


def _new_address(citation: Citation, move: Move) -> str | None:
    """The address to cite; None where it is the old one, or none that a document should show."""
    try:
        target = parse_source(move.target)
        source = parse_source(citation.source or "")
    except UnusableUrl:
        return None
    if target.url == source.url or is_archive(target.host) or redacted(target.url) != target.url:
        return None
    fragment = urlsplit(source.url).fragment
    # A redirect keeps the fragment (RFC 9110 section 10.2.2).
    kept = f"#{fragment}" if fragment and not urlsplit(target.url).fragment else ""
    return target.url + kept


def _doubt(source: str, target: str, move: Move) -> str:
    old, new = urlsplit(source), urlsplit(target)
    if not _one_site(old.hostname or "", new.hostname or ""):
        return f"it is another site ({new.hostname})"
    if new.query and new.query != old.query:
        return "the new address has a query that the old one has not"
    if (old.scheme, new.scheme) == ("https", "http"):
        return "the new address is not encrypted"
    if not is_settled(move):
        seen = count(move.times, "time")
        return f"it was seen {seen}, and has to be seen again {SETTLED_AFTER.days} days later"
    return ""


def _one_site(one: str, other: str) -> bool:
    if one == other:
        return True
    domain = _registrable_domain(one)
    return domain is not None and domain == _registrable_domain(other)


def _registrable_domain(host: str) -> str | None:
    """What somebody registered ("example.co.uk"); None for an address, and where nobody can tell."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return _suffixes().privatesuffix(host)
    return None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def _edit(citation: Citation, name: EditedField, value: str) -> Edit:
    return Edit(citation.field, citation.index, name, value)
