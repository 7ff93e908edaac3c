"""The rules that need the documents alone (CIT0xx). A new one is a module here and a line below."""

from __future__ import annotations

from verifier.judge.claim_rules import (
    archive_url_malformed,
    date_in_url_differs,
    duplicate_document_id,
    duplicate_in_document,
    home_page_cited,
    malformed,
    no_sources,
    no_url,
    placeholder,
    same_url_different_titles,
    single_source,
    title_is_host_or_url,
    unreadable_document,
    unsupported_scheme,
    verified_without_evidence,
)
from verifier.model.citation import Corpus
from verifier.model.finding import Finding

ALL_CLAIM_RULES = (
    no_url,
    malformed,
    placeholder,
    duplicate_in_document,
    home_page_cited,
    unsupported_scheme,
    date_in_url_differs,
    same_url_different_titles,
    title_is_host_or_url,
    archive_url_malformed,
    verified_without_evidence,
    no_sources,
    single_source,
    duplicate_document_id,
    unreadable_document,
)
"""Each module has `RULE` and `check(corpus)`; in the order of the codes."""


def check_claims(corpus: Corpus) -> list[Finding]:
    """Every finding of every rule, sorted by path, line, column and code."""
    findings = [finding for module in ALL_CLAIM_RULES for finding in module.check(corpus)]
    findings.sort(key=lambda found: (found.path, found.place.line, found.place.column, found.code))
    return findings
