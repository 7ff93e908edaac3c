"""The sources of a corpus, and what is known of each before it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from types import MappingProxyType

from verifier.extract.sightings import searchable
from verifier.model.check import PastCheck, Renewable
from verifier.model.citation import Citation, Corpus
from verifier.model.observation import Validators
from verifier.model.verdict import Identity


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a source before it is asked."""

    citations: tuple[Citation, ...]
    history: tuple[PastCheck, ...]
    """Newest first."""
    validators: Validators | None = None
    """What to ask with whether the page changed; None where it has to be had whole."""
    renewable: Renewable | None = None
    """What holds on if it did not change; None where that has to be judged."""
    quotations: tuple[str, ...] = ()
    """What the documents that cite it quote, to be looked for in its page."""


def subjects(
    corpus: Corpus,
    history: Mapping[str, Sequence[PastCheck]],
    conditions: Mapping[str, tuple[Validators, Renewable]] = MappingProxyType({}),
    identities: Mapping[str, Identity] = MappingProxyType({}),
    searched: Mapping[str, Set[str]] = MappingProxyType({}),
) -> dict[str, Subject]:
    """Every source of the corpus with its citations and its past.

    `conditions` and `searched` (what was looked for in its page already) go by source, `identities` by
    citation: what the standing check says of it.
    """
    quotations = _quotations(corpus)
    known = {}
    for source, group in citations_by_source(corpus).items():
        validators, renewable = conditions.get(source, (None, None))
        said = {identities.get(citation.key) for citation in group}
        if said != {Identity.MATCH}:
            renewable = None
        wanted = searchable(quotations.get(source, ()))
        if Identity.MISMATCH in said or not set(wanted) <= searched.get(source, frozenset()):
            # A page that was read once must not confirm itself; nor is its text kept to be looked through.
            validators = None
        known[source] = Subject(group, tuple(history.get(source, ())), validators, renewable, wanted)
    return known


def citations_by_source(corpus: Corpus) -> dict[str, tuple[Citation, ...]]:
    """The citations that can be asked for, by source, in the order of first appearance."""
    citations: dict[str, list[Citation]] = {}
    for citation in corpus.citations():
        if citation.source is not None:
            citations.setdefault(citation.source, []).append(citation)
    return {source: tuple(group) for source, group in citations.items()}


def _quotations(corpus: Corpus) -> dict[str, dict[str, None]]:
    """By source: the texts that the documents which cite it quote."""
    found: dict[str, dict[str, None]] = {}
    for document in corpus.documents:
        texts = dict.fromkeys(quotation.text for quotation in document.quotations)
        for citation in document.citations if texts else ():
            if citation.source is not None:
                found.setdefault(citation.source, {}).update(texts)
    return found
