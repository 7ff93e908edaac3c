from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import IntegrityError

from tests.store import strategies
from tests.store.builders import NOW, check, corpus, judgement, later, observation, page, undone
from verifier.model.check import Check, PastCheck, RecordedCheck, Renewable, Renewal
from verifier.model.observation import Exchange, Failure, FailureKind, Hop, Observation
from verifier.model.quotation import Sighting
from verifier.model.report import LatestCheck
from verifier.model.verdict import Access, Identity, PageClass, PageJudgement
from verifier.store import checks, schema
from verifier.store.database import Database
from verifier.store.documents import record_corpus
from verifier.store.runs import start_run

A, B = "https://a.example/1", "https://b.example/2"
CORPUS = corpus(one=[A, B], two=[A])
KEY_A, KEY_B, OTHER_A = (citation.key for citation in CORPUS.citations())
MISMATCH = judgement(Identity.MISMATCH, "title-differs")


@pytest.fixture
def run_id(database: Database) -> int:
    """A run over the corpus."""
    with database.write() as connection:
        record_corpus(connection, CORPUS, NOW)
        return start_run(connection, NOW).id


def insert(database: Database, *batch: Check) -> None:
    with database.write() as connection:
        checks.insert_checks(connection, batch)


def failed(source: str, run_id: int, day: float, *, conclusive: bool = True) -> Check:
    failure = Failure(FailureKind.TLS, "certificate has expired")
    exchange = Exchange(source, later(day), 1.5, failure=failure)
    return Check(source, run_id, Observation(exchange), Access.TLS, None, conclusive=conclusive)


def standing_observation(connection: Connection, source: str) -> Observation:
    standing = checks.load_standing(connection, source)
    assert standing is not None
    return standing.observation


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_was_observed_and_judged_comes_back_exactly(
    shared_database: Database, data: st.DataObject
) -> None:
    with undone(shared_database) as connection:
        record_corpus(connection, CORPUS, NOW)
        one = data.draw(strategies.checks(A, start_run(connection, NOW).id, (KEY_A, OTHER_A)))
        checks.insert_checks(connection, [one])
        assert standing_observation(connection, A) == one.observation
        assert checks.latest_judgements(connection) == one.judgements


def test_an_unknown_source_has_no_observation_and_no_history(database: Database) -> None:
    with database.read() as connection:
        assert checks.load_standing(connection, A) is None
        assert checks.all_checks(connection, A) == []
        assert checks.history(connection, [A]) == {}


def test_an_empty_batch_is_no_error(database: Database) -> None:
    insert(database)
    with database.read() as connection:
        assert checks.latest_checks(connection) == {}


def test_a_source_outside_the_corpus_can_be_checked(database: Database, run_id: int) -> None:
    insert(database, check("https://new.example/", run_id))
    with database.read() as connection:
        assert checks.last_checked(connection) == {"https://new.example/": NOW}


def test_each_check_gets_its_own_judgements_however_large_the_batch(database: Database) -> None:
    many = corpus(**{f"d{number}": [f"https://h{number}.example/"] for number in range(1200)})
    with database.write() as connection:
        record_corpus(connection, many, NOW)
        run_id = start_run(connection, NOW).id
        said = {c.key: judgement(reason=f"reason of {c.source}") for c in many.citations()}
        batch = [check(c.source or "", run_id, said={c.key: said[c.key]}) for c in many.citations()]
        checks.insert_checks(connection, batch)
        assert checks.latest_judgements(connection) == said


def test_page_facts_that_did_not_change_are_stored_once(database: Database, run_id: int) -> None:
    for day in range(3):
        insert(
            database, check(A, run_id, later(day), found=page()), check(B, run_id, later(day), found=page())
        )
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.pages)) == 1
        assert standing_observation(connection, A) == observation(A, later(2), page())


def test_the_same_bytes_read_otherwise_keep_both_readings(database: Database, run_id: int) -> None:
    better = replace(page(), site_name="The Example Post")
    insert(database, check(A, run_id, found=page()), check(B, run_id, found=better))
    with database.read() as connection:
        for source, facts in ((A, page()), (B, better)):
            assert standing_observation(connection, source) == observation(source, NOW, facts)


def test_only_a_conclusive_check_makes_a_source_less_due(database: Database, run_id: int) -> None:
    insert(
        database,
        check(A, run_id),
        failed(A, run_id, 1, conclusive=False),
        failed(B, run_id, 1, conclusive=False),
    )
    with database.read() as connection:
        assert checks.last_checked(connection) == {A: NOW}


def test_the_history_is_newest_first_and_not_longer_than_asked_for(database: Database, run_id: int) -> None:
    insert(database, *[check(A, run_id, later(day)) for day in range(7)], check(B, run_id))
    with database.read() as connection:
        found = checks.history(connection, None)
        assert [past.at for past in found[A]] == [later(day) for day in (6, 5, 4, 3, 2)]
        assert len(found[B]) == 1
        assert [past.at for past in checks.history(connection, [A], limit=1)[A]] == [later(6)]
        assert checks.history(connection, [B]).keys() == {B}


def test_the_history_says_which_citations_were_mismatched(database: Database, run_id: int) -> None:
    said = {KEY_A: MISMATCH, OTHER_A: judgement()}
    insert(
        database, check(A, run_id, said=said), check(A, run_id, later(1), said=dict.fromkeys(said, MISMATCH))
    )
    expected = PastCheck(run_id, NOW, Access.OK, PageClass.DOCUMENT, "b" * 64, frozenset([KEY_A]))
    with database.read() as connection:
        newest, oldest = checks.history(connection, [A])[A]
    assert oldest == expected
    assert newest.mismatched == {KEY_A, OTHER_A}


def test_the_history_of_more_sources_than_one_statement_takes(database: Database, run_id: int) -> None:
    urls = [f"https://h{number}.example/" for number in range(1100)]
    insert(database, *[check(url, run_id) for url in urls])
    with database.read() as connection:
        assert checks.history(connection, urls).keys() == set(urls)


def test_the_latest_check_is_shown_with_all_its_facts(database: Database, run_id: int) -> None:
    insert(database, failed(A, run_id, 0), check(A, run_id, later(1), found=page(500)))
    with database.read() as connection:
        assert checks.latest_checks(connection)[A] == LatestCheck(
            at=later(1),
            final_url=A + "/final",
            status=200,
            failure=None,
            hops=((A, 301), (A + "/final", 200)),
            seconds=0.25,
            body_bytes=4096,
            language="en",
            site_name="Example Post",
            published="2021-03-18",
            run_id=run_id,
            text_length=1234,
            digest="b" * 64,
            sightings=(Sighting("what somebody said", 93.5, "what anybody said"),),
        )


def test_a_failed_check_is_shown_with_its_cause(database: Database, run_id: int) -> None:
    insert(database, failed(A, run_id, 0))
    with database.read() as connection:
        latest = checks.latest_checks(connection)[A]
    assert (latest.status, latest.final_url, latest.failure) == (None, A, "tls: certificate has expired")


def test_a_night_without_network_changes_nothing_that_a_report_shows(database: Database, run_id: int) -> None:
    insert(database, check(A, run_id, found=page(), said={KEY_A: judgement(reason="exact")}))
    in_doubt = replace(
        failed(A, run_id, 1, conclusive=False), judgements={KEY_A: judgement(reason="not-fetched")}
    )
    insert(database, in_doubt)
    with database.read() as connection:
        assert checks.latest_checks(connection)[A].at == NOW
        assert checks.latest_judgements(connection)[KEY_A].identity.reason == "exact"
        assert standing_observation(connection, A) == observation(A, NOW, page())


def test_an_inconclusive_check_counts_where_there_is_no_other(database: Database, run_id: int) -> None:
    for day in (0, 1):
        said: dict[str, PageJudgement] = {KEY_A: judgement(reason=f"day {day}")}
        insert(database, check(A, run_id, later(day), conclusive=False, said=said))
    with database.read() as connection:
        assert checks.latest_checks(connection)[A].at == later(1)
        assert checks.latest_judgements(connection)[KEY_A].identity.reason == "day 1"


def test_a_citation_keeps_its_judgement_when_a_later_check_judged_another(
    database: Database, run_id: int
) -> None:
    insert(database, check(A, run_id, said={KEY_A: judgement(reason="old")}))
    insert(database, check(A, run_id, later(1), said={OTHER_A: judgement(reason="new")}))
    with database.read() as connection:
        reasons = {key: said.identity.reason for key, said in checks.latest_judgements(connection).items()}
    assert reasons == {KEY_A: "old", OTHER_A: "new"}


def test_the_check_recorded_last_counts_even_if_the_clock_went_back(database: Database, run_id: int) -> None:
    insert(database, check(A, run_id, later(10), said={KEY_A: MISMATCH}))
    insert(database, check(A, run_id, later(9), said={KEY_A: judgement()}))
    with database.read() as connection:
        assert checks.latest_checks(connection)[A].at == later(9)
        assert checks.latest_judgements(connection)[KEY_A] == judgement()
        assert [past.at for past in checks.history(connection, [A])[A]] == [later(9), later(10)]


def test_a_source_that_answered_once_has_answered_for_ever(database: Database, run_id: int) -> None:
    insert(database, check(A, run_id, access=Access.MOVED), failed(A, run_id, 1), failed(B, run_id, 1))
    with database.read() as connection:
        assert checks.ever_answered(connection) == {A}


def test_a_paywall_that_showed_the_cited_headline_was_there(database: Database, run_id: int) -> None:
    wall = replace(check(A, run_id, said={KEY_A: judgement()}), access=Access.BLOCKED)
    insert(database, wall, replace(check(B, run_id, said={KEY_B: MISMATCH}), access=Access.BLOCKED))
    with database.read() as connection:
        assert checks.ever_answered(connection) == {A}


def test_a_later_citation_of_a_source_is_judged_by_its_standing_check(
    database: Database, run_id: int
) -> None:
    insert(database, check(A, run_id), check(A, run_id, later(1), said={KEY_A: judgement()}))
    with database.write() as connection:
        standing = checks.load_standing(connection, A)
        assert standing is not None
        checks.insert_judgements(connection, [(standing.judging_id, {OTHER_A: MISMATCH})])
        assert checks.latest_judgements(connection) == {KEY_A: judgement(), OTHER_A: MISMATCH}
        assert checks.history(connection, [A])[A][0].mismatched == {OTHER_A}


def renewal(check_id: int, run_id: int, days: float, **more: Any) -> Renewal:
    exchange = Exchange(A, later(days), 0.1, (Hop(A, 304),), **more)
    return Renewal(A, run_id, exchange, Renewable(check_id, Access.OK, PageClass.DOCUMENT, "b" * 64))


def renew(database: Database, *, run_id: int, days: float, **more: Any) -> None:
    """As a run that heard "not modified"."""
    with database.write() as connection:
        (answer,) = checks.standing_answers(connection)
        checks.insert_renewals(connection, [renewal(answer.id, run_id, days, **more)])


def test_a_renewed_check_holds_as_long_as_it_is_renewed(database: Database, run_id: int) -> None:
    said = {KEY_A: judgement(), OTHER_A: judgement(reason="truncated")}
    insert(database, check(A, run_id, said=said, found=page()))
    renew(database, run_id=run_id, days=1, headers={"etag": '"1"'})
    renew(database, run_id=run_id, days=2)
    with database.read() as connection:
        assert checks.latest_judgements(connection) == said
        assert checks.identities_by_standing(connection) == dict.fromkeys(said, Identity.MATCH)
        assert checks.last_checked(connection) == {A: later(2)}
        assert [past.at for past in checks.all_checks(connection, A)] == [later(2), later(1), NOW]
        standing = standing_observation(connection, A)
    assert standing.page == page()
    assert standing.exchange.hops == (Hop(A, 304),)
    assert standing.exchange.headers == {"content-type": "text/html; charset=utf-8", "etag": '"1"'}
    assert standing.exchange.digest == "b" * 64


def test_what_is_said_after_a_renewal_belongs_to_the_page_that_was_read(
    database: Database, run_id: int
) -> None:
    insert(database, check(A, run_id, said={KEY_A: judgement()}, found=page()))
    renew(database, run_id=run_id, days=1)
    with database.write() as connection:
        standing = checks.load_standing(connection, A)
        assert standing is not None
        checks.insert_judgements(connection, [(standing.judging_id, {OTHER_A: MISMATCH})])
    renew(database, run_id=run_id, days=2)
    with database.read() as connection:
        assert checks.latest_judgements(connection) == {KEY_A: judgement(), OTHER_A: MISMATCH}
        history = checks.history(connection, [A])[A]
        assert [past.mismatched for past in history] == [{OTHER_A}] * 3


def test_a_page_that_changed_ends_what_was_renewed(database: Database, run_id: int) -> None:
    insert(database, check(A, run_id, said={KEY_A: judgement()}, found=page()))
    renew(database, run_id=run_id, days=1)
    insert(database, check(A, run_id, later(2), said={KEY_A: MISMATCH}, found=page(words=7)))
    with database.read() as connection:
        assert checks.latest_judgements(connection) == {KEY_A: MISMATCH}
        assert checks.identities_by_standing(connection) == {KEY_A: Identity.MISMATCH}


def test_every_check_of_a_source_can_be_listed(database: Database, run_id: int) -> None:
    insert(database, check(A, run_id), failed(A, run_id, 1, conclusive=False), check(B, run_id))
    with database.read() as connection:
        assert checks.all_checks(connection, A) == [
            RecordedCheck(
                run_id, later(1), Access.TLS, None, None, A, "tls: certificate has expired", conclusive=False
            ),
            RecordedCheck(
                run_id, NOW, Access.OK, PageClass.DOCUMENT, 200, A + "/final", None, conclusive=True
            ),
        ]


def test_every_word_of_the_vocabulary_can_be_stored(database: Database, run_id: int) -> None:
    words = [(access, None) for access in Access] + [(Access.OK, page_class) for page_class in PageClass]
    batch = [replace(check(A, run_id), access=access, page_class=page_class) for access, page_class in words]
    insert(database, *reversed(batch))
    with database.read() as connection:
        recorded = checks.all_checks(connection, A)
    assert [(one.access, one.page_class) for one in recorded] == words


@pytest.mark.parametrize("statement", ["UPDATE {} SET rowid = 7", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["checks", "judgements"])
def test_what_was_recorded_can_be_neither_changed_nor_deleted(
    database: Database, run_id: int, table: str, statement: str
) -> None:
    insert(database, check(A, run_id, said={KEY_A: judgement()}))
    with database.write() as connection, pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text(statement.format(table)))


def test_a_check_of_a_run_that_never_was_is_refused(database: Database, run_id: int) -> None:
    with database.write() as connection, pytest.raises(IntegrityError, match="FOREIGN KEY"):
        checks.insert_checks(connection, [check(A, run_id + 1)])
