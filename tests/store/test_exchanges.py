from __future__ import annotations

from tests.store.builders import NOW, later
from verifier.model.check import Check
from verifier.model.observation import Exchange, Hop, Observation
from verifier.model.verdict import Access
from verifier.store.checks import insert_checks
from verifier.store.database import Database
from verifier.store.exchanges import exchanges_of
from verifier.store.runs import start_run

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3"


def record(database: Database, source: str, days: float, *, conclusive: bool = True) -> Exchange:
    exchange = Exchange(source, later(days), 0.2, (Hop(source, 301, C), Hop(C, 200)))
    with database.write() as connection:
        run = start_run(connection, NOW)
        check = Check(source, run.id, Observation(exchange), Access.MOVED, None, conclusive=conclusive)
        insert_checks(connection, [check])
    return exchange


def test_the_conclusive_checks_of_each_source_come_newest_first(database: Database) -> None:
    first, other = record(database, A, -8), record(database, B, -3)
    record(database, A, -2, conclusive=False)
    last = record(database, A, 0)
    record(database, C, 0)

    with database.read() as connection:
        assert exchanges_of(connection, [A, B, "https://never.example/"]) == {A: [last, first], B: [other]}
        assert exchanges_of(connection, []) == {}
