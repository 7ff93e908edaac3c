from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.builders import NOW, corpus, later, undone
from tests.store.strategies import corpora
from verifier.model.citation import Corpus, Place
from verifier.store import schema
from verifier.store.database import Database
from verifier.store.documents import first_seen, load_corpus, record_corpus

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3"


def record(database: Database, *states: Corpus) -> None:
    """One state a day."""
    for day, state in enumerate(states):
        with database.write() as connection:
            record_corpus(connection, state, later(day))


def load(database: Database) -> Corpus | None:
    with database.read() as connection:
        return load_corpus(connection)


def gone(database: Database) -> set[str]:
    table = schema.citations
    with database.read() as connection:
        return set(
            connection.scalars(
                table.select().with_only_columns(table.c.key).where(table.c.gone_at.is_not(None))
            )
        )


def test_before_the_first_record_there_is_no_corpus(database: Database) -> None:
    assert load(database) is None


@given(states=st.lists(corpora(), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_the_corpus_comes_back_exactly_whatever_was_recorded_before(
    shared_database: Database, states: list[Corpus]
) -> None:
    with undone(shared_database) as connection:
        for day, state in enumerate(states):
            record_corpus(connection, state, later(day))
            assert load_corpus(connection) == state


def test_a_citation_keeps_the_day_it_was_first_seen(database: Database) -> None:
    record(database, corpus(one=[A]), corpus(one=[A, B]))
    with database.read() as connection:
        days = first_seen(connection)
    assert sorted(days.values()) == [NOW, later(1)]


def test_a_citation_that_left_the_corpus_is_marked_and_not_deleted(database: Database) -> None:
    before, after = corpus(one=[A, B], two=[C]), corpus(one=[B])
    record(database, before, after)
    left = {citation.key for citation in before.citations()} - {after.citations()[0].key}
    assert load(database) == after
    assert gone(database) == left
    with database.read() as connection:
        assert first_seen(connection).keys() > left


def test_a_citation_that_returns_is_the_one_it_was(database: Database) -> None:
    record(database, corpus(one=[A, B]), corpus(one=[A]), corpus(one=[A, B]))
    assert gone(database) == set()
    with database.read() as connection:
        assert set(first_seen(connection).values()) == {NOW}


def test_a_renamed_file_is_the_same_document(database: Database) -> None:
    before = corpus(one=[A])
    document = before.documents[0]
    moved = tuple(replace(citation, path="moved/new.md") for citation in document.citations)
    after = replace(before, documents=(replace(document, path="moved/new.md", citations=moved),))
    record(database, before, after)
    assert load(database) == after
    with database.read() as connection:
        assert connection.execute(schema.documents.select()).one().first_seen == NOW
        assert set(first_seen(connection).values()) == {NOW}


def test_a_moved_entry_and_an_edited_publisher_change_the_row_in_place(database: Database) -> None:
    before = corpus(one=[A, B])
    document = before.documents[0]
    first, second = document.citations
    edited = replace(second, place=Place(50, 3), index=0, claim=replace(second.claim, publisher="The Post"))
    after = replace(before, documents=(replace(document, citations=(edited, replace(first, index=1))),))
    record(database, before, after)
    assert load(database) == after
    assert gone(database) == set()


def test_a_source_has_one_row_however_many_cite_it(database: Database) -> None:
    record(database, corpus(one=[A, A + "#x"], two=[A, None, "New York Times"]))
    with database.read() as connection:
        urls = [row.url for row in connection.execute(schema.sources.select())]
    assert sorted(urls) == [A, A + "#x"]
