"""The public corpus beside the project: the numbers that were measured independently, exact places."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.corpus.reading import CONFIG, rest_of_line
from tests.shared_data import shared_data
from verifier.corpus.read import read_corpus
from verifier.judge.claim_rules import check_claims
from verifier.model.citation import Corpus
from verifier.model.source import parse_source


class Timed(NamedTuple):
    corpus: Corpus
    root: Path
    seconds: float


@pytest.fixture(scope="module")
def timeline() -> Timed:
    return read_timed(shared_data("corpora", "timeline-2025-11"))


def read_timed(root: Path) -> Timed:
    before = time.process_time()
    corpus = read_corpus(root, CONFIG.corpus, CONFIG.fields)
    return Timed(corpus, root, time.process_time() - before)


def test_every_document_citation_and_host_is_there(timeline: Timed) -> None:
    citations, sources = timeline.corpus.citations(), timeline.corpus.sources()

    assert len(timeline.corpus.documents) == 2_899
    assert timeline.corpus.unreadable == ()
    assert Counter(citation.field for citation in citations) == {"sources": 9_600, "citations": 139}
    assert len(sources) == 8_217
    assert len({parse_source(source).host for source in sources}) == 1_631
    assert sum(citation.source is None for citation in citations) == 71
    assert sum(citation.path.endswith(".json") for citation in citations) > 300


def test_it_is_read_within_two_seconds(timeline: Timed) -> None:
    # A second try: other work on the machine slows down the processor's time too.
    assert min(timeline.seconds, read_timed(timeline.root).seconds) <= 2


def test_every_url_stands_exactly_where_it_is_said_to(timeline: Timed) -> None:
    checked = 0
    for document in timeline.corpus.documents:
        text = (timeline.root / document.path).read_bytes().decode()
        for citation in document.citations:
            url = (citation.claim.url or "").strip()
            if url:
                # Two URLs have spaces and are folded over two lines: their first line has to agree.
                rest = rest_of_line(text, citation.place)
                assert rest.startswith(url) or rest[1:].startswith(url) or url.startswith(rest)
                checked += 1

    assert checked == 9_699


def test_ids_and_keys_are_unique(timeline: Timed) -> None:
    assert len({document.id for document in timeline.corpus.documents}) == 2_899
    assert len({citation.key for citation in timeline.corpus.citations()}) == 9_739


def test_no_url_is_cut(timeline: Timed) -> None:
    last = Counter((citation.claim.url or " ")[-1] for citation in timeline.corpus.citations())

    assert (last[")"], last["."], last["]"]) == (25, 7, 3)


def test_the_documents_alone_tell_this_much(timeline: Timed) -> None:
    counts = Counter(finding.code for finding in check_claims(timeline.corpus))

    assert counts["CIT001"] + counts["CIT002"] + counts["CIT006"] == 71
    assert counts["CIT003"] == 5
    assert counts["CIT030"] == 3
    assert counts["CIT031"] == 118
    assert counts["CIT040"] == 0
