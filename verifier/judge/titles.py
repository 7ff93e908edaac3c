"""Is the page the document that the citation names? By agreeing evidence, never by the title alone.

The recipe and its measurements are in design/identity.md: the best likeness over all titles of the page
decides a match; a mismatch needs a low score, little coverage of the cited title's words, and an address
that does not speak of it, on a page with a headline and enough text. Everything else is "cannot tell".
"""

from __future__ import annotations

from dataclasses import replace

from verifier.judge.contest import HEADING_FIELDS, TEXT_FIELDS, Contender, hold
from verifier.judge.coverage import slug_agreement
from verifier.judge.echoes import is_called_so, may_be_called_so, only_repeats
from verifier.judge.evidence import Evidence, gather
from verifier.judge.garbling import is_garbled
from verifier.judge.likeness import is_first_part, undoubled, variants
from verifier.judge.names import is_generic, is_only_a_name, site_names
from verifier.judge.reasons import REASONS
from verifier.judge.weights import TitleWeights
from verifier.model.address import is_root, is_search
from verifier.model.citation import Claim
from verifier.model.observation import Observation, Page
from verifier.model.text import squeeze
from verifier.model.verdict import Identity, IdentityJudgement, PageClass

__all__ = ["REASONS", "TitleWeights", "compare"]

_COMPARABLE = frozenset({PageClass.DOCUMENT, PageClass.PAYWALL, PageClass.HOME_PAGE})
_MISMATCHES = frozenset({"title-differs", "redirected-elsewhere"})
_NOT_COMPARED = frozenset({"not-a-document", "no-content", "no-cited-title"})
_VOUCHED = 0.99
_HEADLINE_FIELDS = ("ld:headline", "og:title", "citation_title", "h1", "twitter:title", "title")


def compare(
    claim: Claim,
    observation: Observation,
    page_class: PageClass | None,
    weights: TitleWeights | None = None,
) -> IdentityJudgement:
    """Compare a claim with what was fetched. Pure and total; never raises for hostile text.

    `weights` come from the corpus' own titles; without them all words weigh the same. `found_title` is
    set wherever the page has a title.
    """
    page, cited = observation.page, undoubled((claim.title or "").strip())
    if page is None or observation.exchange.failure is not None:
        return _judgement(Identity.CANNOT_TELL, "no-content" if observation.came_empty else "not-fetched")
    names = site_names(claim, observation)
    if _is_entrance(observation) and is_only_a_name(cited, names):
        names = frozenset()
    weights = weights or TitleWeights()
    compared = _comparable_titles(page, page_class)
    addressed = _is_addressed(cited, names, compared, observation.exchange.final_url, weights)
    contest = hold(cited, compared, names, addressed=addressed)
    reason = _incomparable(cited, observation, page, page_class, names)
    winner = contest.winner
    if reason is None and winner is not None and _counts(winner, page_class):
        return _match(winner)
    evidence = gather(contest, observation, page, weights)
    if reason is None and not observation.exchange.body_complete:
        reason = "body-cut"
    return _unmatched(reason or evidence.reason(page_class), evidence, _headline(page))


def is_the_named_document(claim: Claim, observation: Observation) -> bool:
    """Whether a page that reads like one for a missing page is the document that the claim names."""
    page, cited = observation.page, claim.title or ""
    if page is None or is_search(observation.exchange.final_url):
        return False
    return is_called_so(cited, page, site_names(claim, observation))


def repeats_the_title(claim: Claim, observation: Observation) -> bool:
    """Whether a page that reads like one for a missing page, and may be one that repeats what was asked for,
    carries the cited title: then nothing can be told."""
    if observation.page is None or not may_be_called_so(claim.title or "", observation.page):
        return False
    return compare(claim, observation, PageClass.DOCUMENT).identity is Identity.MATCH


def only_repeated(identity: IdentityJudgement) -> IdentityJudgement:
    """The judgement where a likeness may come from repeating what was asked for."""
    if identity.identity is not Identity.MATCH:
        return identity
    reason = "only-repeated"
    evidence = (REASONS[reason], *identity.evidence[1:])
    return replace(identity, identity=Identity.CANNOT_TELL, reason=reason, evidence=evidence)


def _counts(winner: Contender, page_class: PageClass | None) -> bool:
    """Whether a likeness counts on this kind of page: on a front page only where it is exact, and no headline
    among others."""
    own = winner.title.field not in HEADING_FIELDS | {"h1"}
    return page_class is not PageClass.HOME_PAGE or (winner.kind == "exact" and own)


def _comparable_titles(page: Page, page_class: PageClass | None) -> Page:
    """The page without the titles that may be a paywall's own: a headline in its text is the document's."""
    if page_class is not PageClass.PAYWALL:
        return page
    return replace(page, titles=tuple(title for title in page.titles if title.field != "title"))


def _is_addressed(
    cited: str, names: frozenset[str], page: Page, final_url: str, weights: TitleWeights
) -> bool:
    """Whether the final address speaks of all of the cited title, a publisher's name not counted; or the
    page's title begins with it and goes on with what the page calls itself elsewhere."""
    if any(slug_agreement(one.content, final_url, weights) > _VOUCHED for one in variants(cited, names)):
        return True
    called = names | {squeeze(title.text[:300]) for title in page.titles if title.field in ("h1", "h2")}
    return any(title.field == "title" and is_first_part(cited, title.text, called) for title in page.titles)


def _is_entrance(observation: Observation) -> bool:
    """Whether the site's entrance was asked for and answered: there its name is its title."""
    return is_root(observation.exchange.url) and is_root(observation.exchange.final_url)


def _incomparable(
    cited: str, observation: Observation, page: Page, page_class: PageClass | None, names: frozenset[str]
) -> str | None:
    doubts = (
        (observation.came_empty, "no-content"),
        (page_class not in _COMPARABLE, "not-a-document"),
        (not squeeze(cited), "no-cited-title"),
        (not page.titles, "no-title"),
        (is_garbled(page.lead), "garbled"),
        (only_repeats(cited, observation.exchange.final_url, page), "only-repeated"),
        (is_only_a_name(cited, names), "title-is-host"),
        (is_generic(cited), "generic-title"),
    )
    return next((reason for doubtful, reason in doubts if doubtful), None)


def _headline(page: Page) -> str | None:
    """The title that the page would be called by."""
    for field in _HEADLINE_FIELDS:
        found = next((title.text for title in page.titles if title.field == field), None)
        if found:
            return found
    return next((title.text for title in page.titles if title.field not in TEXT_FIELDS), None)


def _match(winner: Contender) -> IdentityJudgement:
    found = None if winner.title.field in TEXT_FIELDS else winner.title.text
    compared = f'Compared with {winner.title.field}: "{winner.title.text[:200]}".'
    kind = winner.kind or ""
    return _judgement(
        Identity.MATCH, kind, winner.score, winner.title.field, found, (REASONS[kind], compared)
    )


def _unmatched(reason: str, evidence: Evidence, headline: str | None) -> IdentityJudgement:
    identity = Identity.MISMATCH if reason in _MISMATCHES else Identity.CANNOT_TELL
    if reason in _NOT_COMPARED:
        return _judgement(identity, reason, found=headline)
    said = (REASONS[reason], *evidence.sentences())
    return _judgement(identity, reason, evidence.score, evidence.field, headline, said)


def _judgement(
    identity: Identity,
    reason: str,
    score: float | None = None,
    field: str | None = None,
    found: str | None = None,
    evidence: tuple[str, ...] = (),
) -> IdentityJudgement:
    return IdentityJudgement(identity, reason, score, field, found, evidence or (REASONS[reason],))
