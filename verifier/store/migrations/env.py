"""What Alembic runs for every command: uses the connection, and the transaction, of `migrate`."""

from __future__ import annotations

from alembic import context

from verifier.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
