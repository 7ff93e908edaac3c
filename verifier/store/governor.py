"""How the services of archives stand towards us, shared by every process that works on the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TypeVar

from sqlalchemy import Connection, select

from verifier.model.pool import Pool, PoolState
from verifier.store import schema
from verifier.store.upsert import insert_or_update

R = TypeVar("R")

_pools = schema.archive_pools
_FIELDS = tuple(field.name for field in fields(PoolState))


def pool_state(connection: Connection, base: str, pool: Pool) -> PoolState:
    """How a service of the archive at `base` stands; a fresh state where it never was asked."""
    row = connection.execute(select(_pools).where(_pools.c.base == base, _pools.c.pool == pool)).one_or_none()
    if row is None:
        return PoolState()
    return PoolState(row.until, row.refusals, row.silences, row.next_probe, row.paces)


def settle(
    connection: Connection, base: str, pool: Pool, transition: Callable[[PoolState], tuple[PoolState, R]]
) -> R:
    """Take a service from its state to the next, and give what the transition says.

    Atomic where the transaction is a writing one, which waits for its turn before it reads.
    """
    before = pool_state(connection, base, pool)
    after, said = transition(before)
    if after != before:
        row = {field: getattr(after, field) for field in _FIELDS}
        insert_or_update(connection, _pools, {"base": base, "pool": pool, **row})
    return said
