"""Which files are wanted, and letting go of the others. Functions inside a transaction of ``Database``.

A file among the originals is wanted for a report, by a batch that is still to read it, and by a training that learns
from it. Whoever makes such a row calls ``keeping`` before anything else in the transaction and has the file put, or
seen to be there, before its end; whoever takes one away calls ``letting_go`` first. So no file goes that somebody
begins to want at that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select

from service.store.originals import Originals
from service.store.schema import job_items, jobs, reports

# For this purpose alone; on SQLite one transaction writes at a time anyway.
_ADVISORY_LOCK = 7_201_909
_AT_ONCE = 500


def keeping(connection: Connection) -> None:
    """Until the transaction ends nobody lets go of files; others may keep some meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({_ADVISORY_LOCK})")


def letting_go(connection: Connection) -> None:
    """Until the transaction ends nobody else keeps files or lets them go."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")


def let_go(connection: Connection, originals: Originals, sha256s: Iterable[str]) -> None:
    """Remove those of some files that nobody wants; to be called after ``letting_go``."""
    given = sorted(set(sha256s))
    for start in range(0, len(given), _AT_ONCE):
        some = given[start : start + _AT_ONCE]
        for sha256 in sorted(set(some) - wanted(connection, some)):
            originals.remove(sha256)


def wanted(connection: Connection, sha256s: Collection[str]) -> set[str]:
    """Those of some files that a report, a batch that has not ended, or a training wants."""
    kept = select(reports.c.sha256).where(reports.c.sha256.in_(sha256s))
    awaited = (
        select(job_items.c.sha256)
        .join(jobs, jobs.c.id == job_items.c.job_id)
        .where(jobs.c.kind == "batch", jobs.c.state.in_(["queued", "running"]))
        .where(job_items.c.state == "waiting", job_items.c.sha256.in_(sha256s))
    )
    trainings = connection.execute(select(jobs.c.payload).where(jobs.c.kind == "training")).scalars()
    learnt = {payload.get("samples") for payload in trainings}
    found = {sha256 for query in (kept, awaited) for sha256 in connection.execute(query).scalars()}
    return found | (learnt & set(sha256s))
