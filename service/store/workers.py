"""Which workers there are. Functions inside a transaction of ``Database``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, select

from service.store.jobs import Kind
from service.store.placing import place
from service.store.schema import workers

# A worker tells of itself every few seconds; one that was silent for so long is gone.
GONE_AFTER = timedelta(seconds=60)


def seen(connection: Connection, name: str, kinds: Collection[Kind]) -> None:
    """Note that a worker lives and what it can do; forget those that are long gone."""
    now = datetime.now(UTC)
    connection.execute(delete(workers).where(workers.c.seen_at < now - 10 * GONE_AFTER))
    place(connection, workers, {"name": name, "kinds": sorted(kinds), "seen_at": now})


def left(connection: Connection, name: str) -> None:
    """Note that a worker ended."""
    connection.execute(delete(workers).where(workers.c.name == name))


def kinds_done(connection: Connection) -> frozenset[Kind]:
    """The kinds of jobs that some living worker does."""
    query = select(workers.c.kinds).where(workers.c.seen_at > datetime.now(UTC) - GONE_AFTER)
    return frozenset(kind for row in connection.execute(query) for kind in row.kinds)
