"""Every value that a model type may hold, hostile text included."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from verifier.model.check import Check
from verifier.model.citation import (
    Citation,
    Claim,
    Corpus,
    Document,
    Place,
    Quotation,
    Unreadable,
    citation_key,
)
from verifier.model.finding import Finding, Severity
from verifier.model.observation import (
    Exchange,
    Failure,
    FailureKind,
    Hop,
    Observation,
    Page,
    TitleCandidate,
)
from verifier.model.quotation import Sighting
from verifier.model.verdict import Access, Identity, IdentityJudgement, PageClass, PageJudgement

# Lone surrogates come from JSON escapes, NUL and backslashes from anywhere.
texts = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["", "\0", "\\", "\\ud800", "\ud83d\ude00", "\udcff.md", "'; DROP TABLE checks; --", "[/red]"]
)
maybe_texts = st.none() | texts
numbers = st.integers(0, 2**40)
ratios = st.floats(0, 100)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Two days off the ends of the calendar, which no offset then leaves.
moments = st.builds(
    lambda seconds, zone: (datetime(1, 1, 3, tzinfo=UTC) + seconds).astimezone(zone),
    st.timedeltas(timedelta(0), timedelta(days=3_652_054)),
    st.just(UTC) | offsets,
)
places = st.builds(Place, numbers, numbers)

findings = st.builds(
    Finding,
    texts,
    texts,
    st.sampled_from(Severity),
    texts,
    places,
    texts,
    url=maybe_texts,
    index=st.none() | numbers,
    field=maybe_texts,
)
identities = st.builds(
    IdentityJudgement,
    st.sampled_from(Identity),
    texts,
    st.none() | ratios,
    maybe_texts,
    maybe_texts,
    st.lists(texts, max_size=2).map(tuple),
)
judgements = st.builds(
    PageJudgement,
    st.sampled_from(Access),
    st.none() | st.sampled_from(PageClass),
    identities,
    st.lists(findings, max_size=2).map(tuple),
    st.booleans(),
    st.lists(texts, max_size=2).map(tuple),
)
pages = st.builds(
    Page,
    texts,
    st.lists(st.builds(TitleCandidate, texts, texts), max_size=3).map(tuple),
    maybe_texts,
    maybe_texts,
    maybe_texts,
    maybe_texts,
    maybe_texts,
    maybe_texts,
    maybe_texts,
    numbers,
    texts,
    st.frozensets(texts, max_size=5),
    ratios,
    st.booleans(),
    st.booleans(),
    numbers,
    st.lists(texts, max_size=2).map(tuple),
    st.lists(st.builds(Sighting, texts, ratios, texts), max_size=2).map(tuple),
    st.booleans(),
)
exchanges = st.builds(
    Exchange,
    texts,
    moments,
    ratios,
    st.lists(st.builds(Hop, texts, numbers, maybe_texts), max_size=3).map(tuple),
    st.none() | st.builds(Failure, st.sampled_from(FailureKind), texts, st.booleans()),
    st.dictionaries(texts, texts, max_size=3),
    numbers,
    st.booleans(),
    st.none() | st.sampled_from(["a" * 64, "b" * 64]),
)
observations = st.builds(Observation, exchanges, st.none() | pages)

claims = st.builds(Claim, *[maybe_texts] * 8)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """A corpus as the reader of documents makes it: ids, paths and keys are unique."""
    names = draw(st.lists(texts, max_size=4, unique=True).map(sorted))
    documents = tuple(_document(draw, name) for name in names)
    unreadable = draw(st.lists(st.builds(Unreadable, texts, places, texts), max_size=2).map(tuple))
    return Corpus(draw(texts), documents, unreadable)


def _document(draw: st.DrawFn, name: str) -> Document:
    return Document(
        path=f"{name}.md",
        id=draw(st.sampled_from([name, f"{name}.md"])) + f"#{name}",
        title=draw(maybe_texts),
        date=draw(maybe_texts),
        importance=draw(st.none() | st.integers(-(10**30), 10**30)),
        digest="d" * 64,
        citations=tuple(_citation(draw, name, index) for index in range(draw(st.integers(0, 3)))),
        place=draw(places),
        quotations=tuple(draw(st.lists(st.builds(Quotation, texts, places), max_size=2))),
    )


def _citation(draw: st.DrawFn, name: str, index: int) -> Citation:
    claim = draw(claims)
    source = draw(st.none() | st.sampled_from(["https://a.example/", "https://b.example/x"]))
    unusable = "malformed" if source is None else None
    key = citation_key(name, "sources", claim, index)
    return Citation(f"{name}.md", draw(texts), index, draw(places), claim, source, unusable, key)


@st.composite
def checks(draw: st.DrawFn, source: str, run_id: int, keys: tuple[str, ...]) -> Check:
    """A check of the source that judges some of the citations."""
    seen = draw(observations)
    access, page_class = draw(st.sampled_from(Access)), draw(st.none() | st.sampled_from(PageClass))
    judged = draw(st.dictionaries(st.sampled_from(keys), judgements, max_size=2))
    observation = Observation(replace(seen.exchange, url=source), seen.page)
    return Check(source, run_id, observation, access, page_class, judged, draw(st.booleans()))
