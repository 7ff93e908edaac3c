"""What a change added or altered."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from verifier.gate.scope import added_or_altered
from verifier.model.citation import Citation, Claim, Document, Place

claims = st.builds(
    Claim,
    url=st.sampled_from(["https://a.example/1", "https://b.example/2", None]),
    title=st.sampled_from(["One", "Two", None]),
    archive_url=st.sampled_from([None, "https://web.archive.org/web/2020/https://a.example/1"]),
)


def document(*said: Claim, path: str = "a.md") -> Document:
    citations = tuple(
        Citation(path, "sources", index, Place(index + 3, 5), claim, claim.url)
        for index, claim in enumerate(said)
    )
    return Document(path, path, citations=citations)


ONE, TWO = Claim("https://a.example/1", "One", "Gazette", "2024-05-07"), Claim("https://b.example/2", "Two")


def new(now: Document, *before: Claim) -> list[Claim]:
    return [citation.claim for citation in added_or_altered([now], before)]


def test_what_was_added_is_new() -> None:
    assert new(document(ONE, TWO), ONE) == [TWO]


def test_what_was_moved_or_stands_in_another_file_is_not() -> None:
    assert new(document(TWO, ONE), ONE, TWO) == []
    assert new(document(ONE, path="renamed.md"), ONE) == []


def test_every_word_of_the_claim_counts_and_the_tier_does_not() -> None:
    for field in ("url", "title", "publisher", "date", "access_date", "archive_url"):
        altered = replace(ONE, **{field: "other"})
        assert new(document(altered), ONE) == [altered]
    assert new(document(replace(ONE, tier="2", verified="true")), ONE) == []


def test_a_repetition_is_new() -> None:
    assert new(document(ONE, ONE, ONE), ONE, ONE) == [ONE]


@given(st.lists(claims, max_size=8).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_no_order_makes_anything_new(orders: tuple[list[Claim], list[Claim]]) -> None:
    before, now = orders
    assert new(document(*now), *before) == []


@given(st.lists(claims, max_size=6), st.lists(claims, max_size=6))
def test_as_many_are_new_as_there_are_more_of_each(now: list[Claim], before: list[Claim]) -> None:
    found = new(document(*now), *before)
    for claim in set(now):
        assert found.count(claim) == max(0, now.count(claim) - before.count(claim))
