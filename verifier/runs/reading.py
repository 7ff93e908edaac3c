"""The documents of a run, read as its configuration says."""

from __future__ import annotations

from verifier.corpus.read import read_corpus, require_citations
from verifier.model.citation import Corpus
from verifier.runs.neighbours import Neighbours


def read_documents(world: Neighbours) -> Corpus:
    """The corpus without our own reports. Raises CorpusError where it cites nothing."""
    config = world.config
    corpus = read_corpus(
        world.root, config.corpus, config.fields, skip=[world.report_dir], quotes=config.quotes
    )
    require_citations(corpus, world.root, config.corpus.lists)
    return corpus
