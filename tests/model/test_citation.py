from __future__ import annotations

import re

from tests.judge.claim_rules.claims import cite, corpus, document
from verifier.model.citation import Claim, citation_key


def test_a_key_hangs_on_what_the_citation_is_and_on_nothing_else() -> None:
    claim = Claim("https://x.org/a", "T", publisher="P", date="2021")
    key = citation_key("one", "sources", claim, 0)

    assert re.fullmatch(r"[0-9a-f]{32}", key)
    assert (
        citation_key("one", "sources", Claim("https://x.org/a", "T", archive_url="https://x.org/c"), 0) == key
    )
    others = [
        citation_key("two", "sources", claim, 0),
        citation_key("one", "citations", claim, 0),
        citation_key("one", "sources", claim, 1),
        citation_key("one", "sources", Claim("https://x.org/b", "T"), 0),
        citation_key("one", "sources", Claim("https://x.org/a", None), 0),
        citation_key("one", "sources", Claim("https://x.org/a", "None"), 0),
    ]
    assert len({key, *others}) == 7


def test_a_corpus_knows_its_citations_and_distinct_sources_in_order() -> None:
    whole = corpus(
        document(cite("https://x.org/b"), cite("words")), document(cite("HTTPS://x.org/b"), cite())
    )

    assert len(whole.citations()) == 4
    assert whole.sources() == ["https://x.org/b", "https://x.org/a"]


def test_a_claim_to_be_verified_is_yaml_s_true() -> None:
    words = ("true", "Yes", "false", None, "2021-01-01")

    assert [word for word in words if Claim(verified=word).claims_verified] == ["true", "Yes"]
