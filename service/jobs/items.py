"""The files of a job, one by one, each done once, and one failure spoiling none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, SQLAlchemyError

from service.errors import DocumentError, StoreError
from service.jobs.hold import Hold
from service.store import jobs
from service.store.jobs import JobItem, LeaseLost
from service.store.reports import ReadingBody

ReadBody = Callable[[bytes, str], ReadingBody]
"""Bytes and name → the reading as JSON, by the model that is active now; raises DocumentError."""
Failure = tuple[str, str]
"""Code and message of what went wrong with a file."""
Keep = Callable[[Connection, ReadingBody, bytes], str | Failure]
"""Keeps a reading; the id of its report, or why it is not kept. In the transaction that notes the file as done."""
INTERNAL: Failure = ("internal", "服务内部错误，请把时间和任务编号告知管理员。")
GONE: Failure = ("document.gone", "原件已经不在。")
# What is no fault of a file; that a value cannot be kept (DataError) is one.
_OF_THE_STORE = (LeaseLost, SQLAlchemyError, StoreError)
_log = logging.getLogger("nianbao.jobs")


def read_item(hold: Hold, item: JobItem, read_body: ReadBody, keep: Keep) -> None:
    """Read a file and keep what was read, together with the note that it is done.

    LeaseLost, or an error of the store, leaves it undone.
    """
    data = None if item.sha256 is None else hold.store.originals.get(item.sha256)
    body, error = (None, GONE) if data is None else _read(hold, item, data, read_body)
    if body is None or data is None:
        finish(hold, item, error or INTERNAL)
        return
    try:
        with hold.store.database.writing() as connection:
            jobs.check_held(connection, hold.job.id, hold.worker)  # before anything is written
            outcome = keep(connection, body, data)
            _note(connection, hold, item, outcome)
    except Exception as failure:
        if isinstance(failure, _OF_THE_STORE) and not isinstance(failure, DataError):
            raise
        _spoilt(hold, item)


def finish(hold: Hold, item: JobItem, outcome: str | Failure) -> None:
    """Note that a file is done: the id of its report, or why there is none."""
    with hold.store.database.writing() as connection:
        _note(connection, hold, item, outcome)


def counts_of(hold: Hold) -> Mapping[str, Any]:
    """How many files of a job were read, and how many could not be."""
    counts = {"read": 0, "failed": 0}
    after = -1
    with hold.store.database.reading() as connection:
        while items := jobs.items_of(connection, hold.job.id, after=after):
            for item in items:
                counts["failed" if item.state == "failed" else "read"] += 1
            after = items[-1].position
    return counts


def _read(
    hold: Hold, item: JobItem, data: bytes, read_body: ReadBody
) -> tuple[ReadingBody, None] | tuple[None, Failure]:
    try:
        return read_body(data, item.name), None
    except DocumentError as error:
        return None, (error.code, error.message)
    except _OF_THE_STORE:
        raise
    except Exception:
        _log.exception("file %d of job %s failed", item.position, hold.job.id)
        return None, INTERNAL


def _note(connection: Connection, hold: Hold, item: JobItem, outcome: str | Failure) -> None:
    report_id, error = (outcome, None) if isinstance(outcome, str) else (item.report_id, outcome)
    jobs.finish_item(connection, hold.job.id, hold.worker, item.position, report_id=report_id, error=error)


def _spoilt(hold: Hold, item: JobItem) -> None:
    """A reading that cannot be kept is that file's failure."""
    _log.exception("the reading of file %d of job %s cannot be kept", item.position, hold.job.id)
    finish(hold, item, INTERNAL)
