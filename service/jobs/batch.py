"""Reading the files of a batch, one by one, each done once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from service.jobs.hold import Hold
from service.jobs.items import ReadBody, counts_of, read_item
from service.store import files, jobs
from service.store.reports import ReadingBody, add_reading


class BatchReading:
    """The handler of batches."""

    def __init__(self, read: ReadBody) -> None:
        self._read_body = read

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Read every file that nobody has read yet; the counts of those read and failed."""

        def keep(connection: Connection, body: ReadingBody, data: bytes) -> str:
            files.keeping(connection)
            report = add_reading(connection, body, size=len(data))
            # The same bytes may have been a report that was deleted, with its file, while they were read here.
            hold.store.originals.put(data)
            return report.id

        with hold.store.database.reading() as connection:
            waiting = jobs.waiting_items(connection, hold.job.id)
        for item in waiting:
            hold.check()
            read_item(hold, item, self._read_body, keep)
        return counts_of(hold)
