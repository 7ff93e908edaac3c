from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from tests.store import builders, strategies
from verifier.model.observation import Exchange
from verifier.model.run import RunState
from verifier.store.database import Database
from verifier.store.types import (
    AnyInteger,
    AnyText,
    Flag,
    Json,
    UtcDateTime,
    Word,
    restored,
    storable,
)

NAIVE = datetime.fromisoformat("2026-03-01T03:17:00")

samples = Table(
    "samples",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime),
    Column("text", AnyText),
    Column("number", AnyInteger),
    Column("flag", Flag),
    Column("word", Word(RunState)),
    Column("json", Json(Exchange)),
    sqlite_strict=True,
)


def stored(connection: Connection, **values: object) -> tuple[object, ...]:
    """What comes back of these values, in the order given."""
    samples.create(connection, checkfirst=True)
    connection.execute(insert(samples), values)
    newest = select(*(samples.c[name] for name in values)).order_by(samples.c.id.desc()).limit(1)
    return tuple(connection.execute(newest).one())


def test_a_moment_comes_back_aware_and_in_utc(database: Database) -> None:
    moment = datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    with database.write() as connection:
        (back,) = stored(connection, at=moment)
    assert back == moment
    assert isinstance(back, datetime)
    assert back.tzinfo is UTC


def test_a_naive_moment_is_refused(database: Database) -> None:
    with database.write() as connection, pytest.raises(StatementError, match="has no time zone"):
        stored(connection, at=NAIVE)


@given(strategies.moments, strategies.moments)
def test_the_order_of_stored_moments_is_the_order_of_time(one: datetime, other: datetime) -> None:
    column = UtcDateTime()
    first, second = (column.process_bind_param(moment, None) for moment in (one, other))  # type: ignore[arg-type]
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


@given(strategies.texts)
def test_any_text_can_be_stored_and_comes_back_exactly(text: str) -> None:
    stored_text = storable(text)
    stored_text.encode()
    assert "\0" not in stored_text
    assert restored(stored_text) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])).filter(lambda text: not text.startswith("\\")))
def test_ordinary_text_is_stored_as_it_is(text: str) -> None:
    assert storable(text) == text


def test_strict_tables_take_every_type(database: Database) -> None:
    exchange = builders.observation("https://a.example/").exchange
    values = {
        "text": "lone \ud800 and \0",
        "number": 10**30,
        "flag": True,
        "word": RunState.COMPLETE,
        "json": exchange,
    }
    with database.write() as connection:
        back = stored(connection, **values)
    assert back == tuple(values.values())
    assert back[2] is True


def test_nothing_stays_nothing(database: Database) -> None:
    with database.write() as connection:
        names = [column.name for column in samples.columns if column.name != "id"]
        assert stored(connection, **dict.fromkeys(names)) == (None,) * len(names)


def test_a_word_outside_the_vocabulary_is_refused(database: Database) -> None:
    with database.write() as connection, pytest.raises(StatementError, match="hallucinated"):
        stored(connection, word="hallucinated")
