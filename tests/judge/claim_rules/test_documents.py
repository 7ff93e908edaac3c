"""The rules about whole documents: CIT030 to CIT040."""

from __future__ import annotations

from tests.judge.claim_rules.claims import cite, corpus, document
from verifier.judge.claim_rules import duplicate_document_id, no_sources, single_source, unreadable_document
from verifier.model.citation import Corpus, Document, Place, Unreadable


def test_cit030_a_document_that_cites_nothing() -> None:
    (finding,) = no_sources.check(corpus(document(), document(cite(None), path="b.md")))

    assert (finding.path, finding.place) == ("a.md", Place(9, 1))


def test_cit031_a_document_that_rests_on_one_source() -> None:
    documents = (
        document(cite(), path="one.md"),
        document(cite(), cite("https://X.org/a"), cite("words"), path="same.md"),
        document(cite(), cite("https://x.org/b"), path="two.md"),
        document(cite("words"), path="none.md"),
        document(path="empty.md"),
    )

    assert [finding.path for finding in single_source.check(corpus(*documents))] == ["one.md", "same.md"]


def test_cit032_a_document_whose_id_another_one_has() -> None:
    documents = (
        Document("a.md", "one"),
        Document("b.md", "b.md#one", place=Place(9, 1)),
        Document("c.md", "c.md#d.md"),
        Document("d.md", "d.md"),
        Document("e.md", "e.md#its own choice"),
    )
    first, second = duplicate_document_id.check(corpus(*documents))

    assert (first.path, first.place) == ("b.md", Place(9, 1))
    assert first.message == "The id “one” is already that of “a.md”."
    assert (second.path, second.message) == ("c.md", "The id “d.md” is already that of “d.md”.")


def test_cit040_an_unreadable_file_with_its_place_and_reason() -> None:
    file = Unreadable("a.md", Place(3, 4), "the front matter is never closed; close it")
    (finding,) = unreadable_document.check(Corpus("root", (), (file,)))

    assert (finding.path, finding.place) == ("a.md", Place(3, 4))
    assert finding.message == "The front matter is never closed; close it."
