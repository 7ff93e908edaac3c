"""What a change added or altered."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from verifier.gate.scope import added_or_altered, earlier_states
from verifier.model.citation import Citation, Claim, Document, Place

claims = st.builds(
    Claim,
    url=st.sampled_from(["https://a.example/1", "https://b.example/2", None]),
    title=st.sampled_from(["One", "Two", None]),
    archive_url=st.sampled_from([None, "https://web.archive.org/web/2020/https://a.example/1"]),
)


def document(*said: Claim, path: str = "a.md", own_id: str = "", digest: str = "") -> Document:
    citations = tuple(
        Citation(path, "sources", index, Place(index + 3, 5), claim, claim.url)
        for index, claim in enumerate(said)
    )
    return Document(path, own_id or path, digest=digest or f"of {path}", citations=citations)


ONE, TWO = Claim("https://a.example/1", "One", "Gazette", "2024-05-07"), Claim("https://b.example/2", "Two")


def new(now: Document, *before: Claim) -> list[Claim]:
    return [citation.claim for citation in found([now], [document(*before)])]


def found(now: list[Document], before: list[Document]) -> list[Citation]:
    return added_or_altered(now, before, earlier_states(now, before))


def places(now: list[Document], before: list[Document]) -> list[tuple[str, int]]:
    return [(citation.path, citation.index) for citation in found(now, before)]


def test_what_was_added_is_new() -> None:
    assert new(document(ONE, TWO), ONE) == [TWO]


def test_what_was_moved_or_stands_in_another_file_is_not() -> None:
    assert new(document(TWO, ONE), ONE, TWO) == []
    assert new(document(ONE, path="renamed.md"), ONE) == []


def test_every_word_of_the_claim_counts_and_the_tier_does_not() -> None:
    for field in ("url", "title", "publisher", "date", "access_date", "archive_url"):
        altered = replace(ONE, **{field: "other"})
        assert new(document(altered), ONE) == [altered]
    assert new(document(replace(ONE, tier="2", verified="no")), ONE) == []


def test_to_be_called_verified_is_something_new_to_say() -> None:
    called = replace(ONE, verified="true")
    assert new(document(called), ONE) == [called]
    assert new(document(replace(ONE, verified="yes")), called) == []


def test_a_repetition_is_new() -> None:
    assert new(document(ONE, ONE, ONE), ONE, ONE) == [ONE]


def test_a_copy_in_a_new_document_is_new_there_whatever_the_order_of_the_paths() -> None:
    for copy, original in (("aa.md", "zz.md"), ("zz.md", "aa.md")):
        now = [document(ONE, path=copy), document(TWO, ONE, path=original)]
        now.sort(key=lambda each: each.path)
        assert places(now, [document(ONE, TWO, path=original)]) == [(copy, 0)]


def test_a_copy_beside_a_renamed_original_is_new() -> None:
    copy = document(ONE, path="aa.md")
    by_id = [copy, document(ONE, path="new.md", own_id="same")]
    assert places(by_id, [document(ONE, path="zz.md", own_id="same")]) == [("aa.md", 0)]
    by_bytes = [copy, document(ONE, path="new.md", digest="same")]
    assert places(by_bytes, [document(ONE, path="zz.md", digest="same")]) == [("aa.md", 0)]
    by_name = [copy, document(ONE, TWO, path="docs/zz.md")]
    assert places(by_name, [document(ONE, path="seeds/zz.md")]) == [("aa.md", 0), ("docs/zz.md", 1)]
    by_words = [copy, document(TWO, ONE, path="new.md")]
    assert places(by_words, [document(ONE, TWO, path="z.md")]) == [("aa.md", 0)]


def test_a_citation_that_moved_into_another_document_is_not_new() -> None:
    now = [document(path="a.md"), document(TWO, ONE, path="b.md")]
    assert places(now, [document(ONE, path="a.md"), document(TWO, path="b.md")]) == []


def test_what_excuses_nothing_is_as_if_it_had_not_been_said() -> None:
    def excuses(before: str, now: str) -> bool:
        return not before.startswith("draft") or now.startswith("draft")

    def new_in(now: list[Document], before: list[Document]) -> list[tuple[str, int]]:
        found = added_or_altered(now, before, earlier_states(now, before), excuses)
        return [(citation.path, citation.index) for citation in found]

    draft, other = document(ONE, path="draft.md", digest="same"), document(TWO, path="other.md")
    moved = document(ONE, path="moved.md", digest="same")
    assert new_in([moved], [draft]) == [("moved.md", 0)]
    assert new_in([document(path="draft.md"), document(TWO, ONE, path="other.md")], [draft, other]) == [
        ("other.md", 1)
    ]
    assert new_in([draft], [moved]) == []
    assert new_in([document(ONE, path="draft2.md")], [draft]) == []


def test_of_repetitions_the_one_that_the_old_order_did_not_have_is_new() -> None:
    assert places([document(TWO, ONE, TWO)], [document(ONE, TWO)]) == [("a.md", 0)]
    assert places([document(ONE, TWO, ONE)], [document(ONE, TWO)]) == [("a.md", 2)]
    three = Claim("https://c.example/3", "Three")
    assert places([document(ONE, TWO, three, TWO, ONE)], [document(ONE, three, TWO, ONE)]) == [("a.md", 1)]
    many = [document(*[ONE] * 3000)]
    assert len(found(many, [document(TWO, *[ONE] * 2000, TWO)])) == 1000


@given(st.lists(claims, max_size=8).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))))
def test_no_order_makes_anything_new(orders: tuple[list[Claim], list[Claim]]) -> None:
    before, now = orders
    assert new(document(*now), *before) == []


@given(st.lists(claims, max_size=6), st.lists(claims, max_size=6))
def test_as_many_are_new_as_there_are_more_of_each(now: list[Claim], before: list[Claim]) -> None:
    found = new(document(*now), *before)
    for claim in set(now):
        assert found.count(claim) == max(0, now.count(claim) - before.count(claim))
