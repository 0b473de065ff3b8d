"""The queue: jobs with leases. Functions inside a transaction of ``Database``.

A worker takes a job for a while and renews its hold as it goes on. One that dies lets its lease run out, and the next
worker goes on where it stood. What a job did is committed together with the note that it was done, so that nothing
is done twice however often a process is killed.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from service.store.schema import job_items, jobs

Kind = Literal["batch", "training", "rereading"]
State = Literal["queued", "running", "done", "failed", "cancelled"]
ItemState = Literal["waiting", "read", "failed"]
# A job that took down so many workers one after the other is given up: it would take down the next one too. A file that
# is done shows that it was not the job, so that counting begins again.
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work; ``n_done`` of ``n_items`` are done."""

    id: str
    kind: Kind
    state: State
    payload: Mapping[str, Any]
    result: Mapping[str, Any] | None
    error_code: str | None
    error_message: str | None
    n_done: int
    n_items: int
    attempts: int
    owner: str | None
    leased_until: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class JobItem:
    """One file of a job: what became of it. ``sha256`` is None where the file is not kept, or not any more."""

    position: int
    name: str
    sha256: str | None
    state: ItemState
    report_id: str | None
    error_code: str | None
    error_message: str | None


@dataclass(frozen=True, slots=True)
class NewItem:
    """A file for a job; with an error where it is known beforehand that it cannot be read.

    ``report_id`` is that of the report which is to be read again.
    """

    name: str
    sha256: str | None
    error_code: str | None = None
    error_message: str | None = None
    report_id: str | None = None


class LeaseLost(Exception):
    """Another worker has the job by now: whatever this one did since must not be kept."""


_JOB = tuple(jobs.c[name] for name in Job.__dataclass_fields__)
_ITEM = tuple(job_items.c[name] for name in JobItem.__dataclass_fields__)


def enqueue(
    connection: Connection, kind: Kind, payload: Mapping[str, Any], *, items: Sequence[NewItem] = (), n_items: int = 0
) -> Job:
    """Put a job at the end of the queue; ``n_items`` counts its steps where it has no items."""
    job_id = uuid.uuid4().hex
    n_failed = sum(item.error_code is not None for item in items)
    connection.execute(
        insert(jobs).values(
            id=job_id,
            kind=kind,
            state="queued",
            payload=dict(payload),
            n_done=n_failed,
            n_items=len(items) or n_items,
            attempts=0,
            created_at=datetime.now(UTC),
        )
    )
    if items:
        connection.execute(insert(job_items), [_item_row(job_id, n, item) for n, item in enumerate(items)])
    return _one(connection, job_id)


def claim(connection: Connection, worker: str, kinds: Collection[Kind], *, lease: timedelta) -> Job | None:
    """Take the oldest job that waits or whose worker died; None where there is none.

    A job that was taken ``MOST_ATTEMPTS`` times, and got no further since, fails instead.
    """
    now = datetime.now(UTC)
    free = or_(jobs.c.state == "queued", (jobs.c.state == "running") & (jobs.c.leased_until < now))
    query = select(*_JOB).where(jobs.c.kind.in_(list(kinds)), free).order_by(jobs.c.serial).limit(1)
    row = connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        error = {"error_code": "job.given_up", "error_message": "这一任务多次中断，不再重试。"}
        _set(connection, row.id, state="failed", finished_at=now, owner=None, leased_until=None, **error)
        return claim(connection, worker, kinds, lease=lease)
    _set(
        connection,
        row.id,
        state="running",
        owner=worker,
        leased_until=now + lease,
        attempts=row.attempts + 1,
        started_at=row.started_at or now,
    )
    return _one(connection, row.id)


def renew(connection: Connection, job_id: str, worker: str, *, lease: timedelta) -> None:
    """Hold on to a job; LeaseLost where it is another's, or was cancelled."""
    _held(connection, job_id, worker)
    _set(connection, job_id, leased_until=datetime.now(UTC) + lease)


def check_held(connection: Connection, job_id: str, worker: str) -> None:
    """LeaseLost where the job is another's, so that the transaction is undone."""
    _held(connection, job_id, worker)


def release(connection: Connection, job_id: str, worker: str) -> None:
    """Give a job back undone, as a worker does that stops in good order: this attempt does not count."""
    row = _held(connection, job_id, worker)
    _set(connection, job_id, state="queued", owner=None, leased_until=None, attempts=row.attempts - 1)


def waiting_items(connection: Connection, job_id: str) -> list[JobItem]:
    """The files of a job that nobody has read yet, in order."""
    query = select(*_ITEM).where(job_items.c.job_id == job_id, job_items.c.state == "waiting")
    return [JobItem(**row._mapping) for row in connection.execute(query.order_by(job_items.c.position))]


def items_of(connection: Connection, job_id: str, *, after: int = -1, limit: int = 1000) -> list[JobItem]:
    """The files of a job behind a position, in order."""
    query = select(*_ITEM).where(job_items.c.job_id == job_id, job_items.c.position > after)
    return [JobItem(**row._mapping) for row in connection.execute(query.order_by(job_items.c.position).limit(limit))]


def finish_item(
    connection: Connection,
    job_id: str,
    worker: str,
    position: int,
    *,
    report_id: str | None = None,
    error: tuple[str, str] | None = None,
) -> None:
    """Note what became of a file, once; LeaseLost where the job is another's, so that the transaction is undone.

    To be called in the transaction that keeps the reading.
    """
    _held(connection, job_id, worker)
    code, message = error or (None, None)
    here = (job_items.c.job_id == job_id, job_items.c.position == position, job_items.c.state == "waiting")
    done = {"state": "failed" if error else "read", "report_id": report_id}
    changed = connection.execute(
        update(job_items).where(*here).values(error_code=code, error_message=message, **done)
    ).rowcount
    if changed:
        connection.execute(update(jobs).where(jobs.c.id == job_id).values(n_done=jobs.c.n_done + 1, attempts=1))


def progress(connection: Connection, job_id: str, worker: str, *, n_done: int, n_items: int) -> None:
    """How far a job without items is; LeaseLost where it is another's."""
    _held(connection, job_id, worker)
    _set(connection, job_id, n_done=n_done, n_items=n_items)


def finish(
    connection: Connection,
    job_id: str,
    worker: str,
    *,
    result: Mapping[str, Any] | None = None,
    error: tuple[str, str] | None = None,
) -> None:
    """End a job, done or failed; LeaseLost where it is another's."""
    _held(connection, job_id, worker)
    code, message = error or (None, None)
    _set(
        connection,
        job_id,
        state="failed" if error else "done",
        result=None if result is None else dict(result),
        error_code=code,
        error_message=message,
        finished_at=datetime.now(UTC),
        owner=None,
        leased_until=None,
    )


def cancel(connection: Connection, job_id: str) -> bool:
    """Stop a job that has not ended; whether it could be. Its worker finds out when it renews its lease."""
    here = (jobs.c.id == job_id, jobs.c.state.in_(["queued", "running"]))
    values = {"state": "cancelled", "finished_at": datetime.now(UTC), "owner": None, "leased_until": None}
    return connection.execute(update(jobs).where(*here).values(**values)).rowcount > 0


def find(connection: Connection, job_id: str) -> Job | None:
    """The job with this id."""
    row = connection.execute(select(*_JOB).where(jobs.c.id == job_id)).one_or_none()
    return None if row is None else Job(**row._mapping)


def unread_files(connection: Connection, job_id: str | None = None) -> dict[tuple[str, int], str]:
    """The files that batches which ended have not read, or could not, by job and position; not those forgotten.

    Of one batch where ``job_id`` names it.
    """
    query = select(job_items.c.job_id, job_items.c.position, job_items.c.sha256)
    ended = (jobs.c.kind == "batch", jobs.c.state.in_(["done", "failed", "cancelled"]))
    query = query.join(jobs, jobs.c.id == job_items.c.job_id).where(*ended)
    if job_id is not None:
        query = query.where(jobs.c.id == job_id)
    rows = connection.execute(query.where(job_items.c.state != "read", job_items.c.sha256.is_not(None)))
    return {(row.job_id, row.position): row.sha256 for row in rows}


def forget_files(connection: Connection, places: Iterable[tuple[str, int]]) -> None:
    """Note of files, by job and position, that they are kept no more."""
    here = (job_items.c.job_id == bindparam("of"), job_items.c.position == bindparam("at"))
    rows = [{"of": job_id, "at": position} for job_id, position in places]
    if rows:
        connection.execute(update(job_items).where(*here).values(sha256=None), rows)


def n_in_state(connection: Connection) -> dict[str, int]:
    """How many jobs are in each state."""
    query = select(jobs.c.state, func.count().label("n_jobs")).group_by(jobs.c.state)
    return {row.state: row.n_jobs for row in connection.execute(query)}


def _held(connection: Connection, job_id: str, worker: str) -> Row[Any]:
    query = select(*_JOB).where(jobs.c.id == job_id, jobs.c.state == "running", jobs.c.owner == worker)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None:
        raise LeaseLost(job_id)
    return row


def _set(connection: Connection, job_id: str, **values: Any) -> None:
    connection.execute(update(jobs).where(jobs.c.id == job_id).values(**values))


def _one(connection: Connection, job_id: str) -> Job:
    return Job(**connection.execute(select(*_JOB).where(jobs.c.id == job_id)).one()._mapping)


def _item_row(job_id: str, position: int, item: NewItem) -> dict[str, Any]:
    return {
        "job_id": job_id,
        "position": position,
        "name": item.name,
        "sha256": item.sha256,
        "state": "failed" if item.error_code else "waiting",
        "report_id": item.report_id,
        "error_code": item.error_code,
        "error_message": item.error_message,
    }
