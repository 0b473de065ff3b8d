"""Reading the files of a batch, one by one, each done once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from service.errors import DocumentError
from service.jobs.hold import Hold
from service.store import jobs
from service.store.jobs import JobItem
from service.store.reports import ReadingBody, add_reading

ReadBody = Callable[[bytes, str], ReadingBody]
"""Bytes and name → the reading as JSON, by the model that is active now; raises DocumentError."""
_INTERNAL = ("internal", "服务内部错误，请把时间和任务编号告知管理员。")
_GONE = ("document.gone", "原件已经不在。")
_log = logging.getLogger("nianbao.jobs")


class BatchReading:
    """The handler of batches."""

    def __init__(self, read: ReadBody) -> None:
        self._read_body = read

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Read every file that nobody has read yet; the counts of those read and failed."""
        with hold.store.database.reading() as connection:
            waiting = jobs.waiting_items(connection, hold.job.id)
        for item in waiting:
            hold.check()
            self._read(hold, item)
        return self._counts(hold)

    def _read(self, hold: Hold, item: JobItem) -> None:
        body, size, error = self._reading(hold, item)
        with hold.store.database.writing() as connection:
            report = None if body is None else add_reading(connection, body, size=size)
            report_id = None if report is None else report.id
            jobs.finish_item(connection, hold.job.id, hold.worker, item.position, report_id=report_id, error=error)

    def _reading(self, hold: Hold, item: JobItem) -> tuple[ReadingBody | None, int, tuple[str, str] | None]:
        data = None if item.sha256 is None else hold.store.originals.get(item.sha256)
        if data is None:
            return None, 0, _GONE
        try:
            return self._read_body(data, item.name), len(data), None
        except DocumentError as error:
            return None, 0, (error.code, error.message)
        except Exception:  # one file spoils none of the others
            _log.exception("file %d of job %s failed", item.position, hold.job.id)
            return None, 0, _INTERNAL

    def _counts(self, hold: Hold) -> Mapping[str, Any]:
        counts = {"read": 0, "failed": 0}
        after = -1
        with hold.store.database.reading() as connection:
            while items := jobs.items_of(connection, hold.job.id, after=after):
                for item in items:
                    counts["failed" if item.state == "failed" else "read"] += 1
                after = items[-1].position
        return counts
