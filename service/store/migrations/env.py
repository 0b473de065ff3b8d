"""Runs the migrations on the connection that ``service.store.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from service.store.schema import metadata

connection = context.config.attributes["connection"]
# SQLite cannot change a table in place; batches copy it.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
