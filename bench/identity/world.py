"""A loopback web that serves the right page for each citation of a corpus, planted faults apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from verifier.config import CorpusConfig, FieldsConfig
from verifier.corpus.read import read_corpus
from verifier.demo.pages import article, short_page
from verifier.demo.world import Answer, Handler, ProxyWorld
from verifier.model.citation import Claim
from verifier.model.source import parse_source

HTML = {"Content-Type": "text/html; charset=utf-8"}
NOT_FOUND = Answer(404, HTML, short_page("404 Not Found", "There is no such page."))

Fault = Callable[[str], Answer | None]
"""From a URL to its planted fault, the same in every process; None where the right page is served."""


def claims_of(root: Path) -> dict[str, Claim]:
    """By request URL: what the corpus at `root` says of it; of several citations the last."""
    corpus = read_corpus(root, CorpusConfig(), FieldsConfig())
    return {
        parse_source(citation.source).request_url: citation.claim
        for citation in corpus.citations()
        if citation.source is not None
    }


def world_of(claims: Mapping[str, Claim], fault_of: Fault) -> Handler:
    """The web: 404 for what nobody cites."""

    def answer(method: str, url: str, headers: Mapping[str, str]) -> Answer:
        claim = claims.get(url)
        if claim is None:
            return NOT_FOUND
        return fault_of(url) or right_page(claim)

    return answer


def right_page(claim: Claim) -> Answer:
    """An article with the cited title."""
    return Answer(200, HTML, article(claim.title or "Untitled", claim.publisher or "Site"))


def through(proxy: ProxyWorld, *more: str) -> list[str]:
    """Options that lead a run through `proxy` at once, without canaries and archive."""
    settings = (
        f"fetch.proxy={proxy.url}",
        f"fetch.ca_file={proxy.ca_file}",
        "fetch.host_interval=0s",
        "network.canaries=[]",
        "archive.mode=off",
        "check.confirm_after=200ms",
        *more,
    )
    return [part for setting in settings for part in ("--set", setting)]
