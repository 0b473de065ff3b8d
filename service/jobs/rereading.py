"""Reading reports again with the model and rules of now; their earlier readings stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from service.jobs.hold import Hold
from service.jobs.items import GONE, Failure, ReadBody, counts_of, finish, read_item
from service.store import jobs
from service.store.jobs import NewItem
from service.store.reports import Filter, ReadingBody, add_reading, find, oldest_year_first

IsRead = Callable[[str], bool]
"""Id of a report → whether the model and rules of now have read it."""


def items_to_reread(connection: Connection, wanted: Filter) -> Sequence[NewItem]:
    """The reports of a kind as the files of a job.

    They are settled when the job is made, so that it ends however many reports come in meanwhile: those are read by
    the versions of now anyway. Earlier years come first: a reading is one beside last year's, so in another order one
    run would leave readings beside readings that are the newest no more.
    """
    reports = oldest_year_first(connection, wanted)
    return [NewItem(report.name, report.sha256, report_id=report.id) for report in reports]


class Rereading:
    """The handler of re-reading."""

    def __init__(self, read: ReadBody, is_read: IsRead) -> None:
        self._read_body = read
        self._is_read = is_read

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Read every report of the job that these versions have not read yet; the counts of those read and failed."""
        with hold.store.database.reading() as connection:
            waiting = jobs.waiting_items(connection, hold.job.id)
        for item in waiting:
            hold.check()
            if item.report_id is not None and self._is_read(item.report_id):
                finish(hold, item, item.report_id)
            else:
                read_item(hold, item, self._read_body, _keep)
        return counts_of(hold)


def _keep(connection: Connection, body: ReadingBody, data: bytes) -> str | Failure:
    """A report that was deleted while it was read again stays deleted."""
    if find(connection, body["id"], lock=True) is None:
        return GONE
    return add_reading(connection, body, size=len(data)).id
