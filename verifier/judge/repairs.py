"""Which repairs of citations the evidence allows. It changes nothing, and knows nothing of files.

Nothing is proposed that was not seen: a copy was loaded and confirmed as the cited document, a new address
shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from verifier.judge.archive_rules import archive_url_dead, archive_url_shows_another_page
from verifier.judge.claim_rules import archive_url_malformed
from verifier.judge.move_doubts import address_doubt
from verifier.judge.moves import SETTLED_AFTER, is_settled
from verifier.judge.sites import one_site
from verifier.judge.wording import count, quote
from verifier.model.address import is_archive, is_public
from verifier.model.citation import Citation
from verifier.model.copy_address import address_in, lacks_only_the_scheme
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
    rows: Sequence[CitationRow],
    holdings: Mapping[str, Holding],
    moves: Mapping[str, Move],
    *,
    with_date: bool,
) -> Iterator[Proposal]:
    """The repairs of citations, in the order of `rows`; those of one citation can be made together.

    `holdings` and `moves` go by source. `with_date`: whether documents say when a copy was made.
    """
    cited = _Cited(rows)
    for row in rows:
        source = row.citation.source
        if source is None:
            continue
        if (holding := holdings.get(source)) is not None:
            yield from _copy_repair(row, holding, with_date)
        if (move := moves.get(source)) is not None:
            yield from _move_repair(row, move, cited)


class _Cited:
    """Who cites which address in each document, or would after the moves that were proposed before."""

    def __init__(self, rows: Iterable[CitationRow]) -> None:
        self._first: dict[tuple[str, str], Citation] = {}
        for row in rows:
            if row.citation.source is not None:
                self.add(row.citation, row.citation.source)

    def add(self, citation: Citation, address: str) -> None:
        self._first.setdefault((citation.path, address), citation)

    def doubt(self, citation: Citation, address: str) -> str:
        """Whether an entry for something else has the address; two for one source would stay two."""
        other = self._first.get((citation.path, address))
        if other is None or other.source == citation.source:
            return ""
        return f"the new address is already cited at line {other.place.line} of the document"


def _copy_repair(row: CitationRow, holding: Holding, with_date: bool) -> Iterator[Proposal]:
    citation = row.citation
    replay = holding.confirmed_for(citation.key)
    named = citation.claim.archive_url
    if replay is None or (named is not None and _NO_COPY.isdisjoint(row.conclusion.codes)):
        return
    # An archive of one's own may be there for nobody else who reads the document.
    host = urlsplit(replay.memento.uri).hostname or ""
    if replay.memento.uri == named or not is_public(host):
        return
    edits = [_edit(citation, "archive_url", replay.memento.uri)]
    if with_date:
        edits.append(_edit(citation, "archive_date", f"{replay.memento.made_at:%Y-%m-%d}"))
    kind = RepairKind.COPY_ADDED if named is None else RepairKind.COPY_REPLACED
    said = replay.said_of(citation.key)
    found = None if said is None else said.found_title
    doubt = "" if named is None else _copy_doubt(named, row.conclusion.codes, host)
    yield Proposal(citation, kind, tuple(edits), _copy_evidence(replay), found, doubt)


def _copy_doubt(named: str, codes: Collection[str], host: str) -> str:
    """An address is only replaced unseen where it leads into an archive and cannot be right, or the archive
    was asked.

    What is no address at all cannot be replaced (`corpus.patcher`), and is told whoever looks.
    """
    if lacks_only_the_scheme(named):
        return f"the cited copy {quote(named)} may be one, and only lack its “https://”"
    address = address_in(named)
    if address is None or archive_url_malformed.RULE.code in codes or one_site(address.host, host):
        return ""
    return f"the cited copy {quote(named)} is not in the archive that was asked ({host})"


def _copy_evidence(replay: Replay) -> str:
    return (
        f"The copy of {replay.memento.made_at:%Y-%m-%d} was loaded on {replay.at:%Y-%m-%d} and is the "
        "cited document."
    )


def _move_repair(row: CitationRow, move: Move, cited: _Cited) -> Iterator[Proposal]:
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
    doubt = (
        address_doubt(citation.source or "", move.target)
        or cited.doubt(citation, target)
        or _seen_doubt(move)
    )
    cited.add(citation, target)
    yield Proposal(
        citation, RepairKind.MOVE_FOLLOWED, edits, evidence, conclusion.identity.found_title, doubt
    )


def _seen_doubt(move: Move) -> str:
    if is_settled(move):
        return ""
    seen = count(move.times, "time")
    return f"it was seen {seen}, and has to be seen again {SETTLED_AFTER.days} days later"


def _new_address(citation: Citation, move: Move) -> str | None:
    """The address to cite; None where it is the old one, or none that a document should show."""
    try:
        target = parse_source(move.target)
        source = parse_source(citation.source or "")
    except UnusableUrl:
        return None
    if target.url == source.url or is_archive(target.host) or redacted(target.url) != target.url:
        return None
    # A redirect keeps the fragment (RFC 9110 section 10.2.2), and a cited one says what a person meant.
    cited = urlsplit(source.url).fragment
    return urlsplit(target.url)._replace(fragment=cited).geturl() if cited else target.url


def _edit(citation: Citation, name: EditedField, value: str) -> Edit:
    return Edit(citation.field, citation.index, name, value)
