"""Reading reports again with the model and rules of now; their earlier readings stay."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from service.errors import DocumentError
from service.jobs.batch import ReadBody
from service.jobs.hold import Hold
from service.store import jobs
from service.store.reports import Filter, StoredReport, add_reading, page

IsRead = Callable[[str], bool]
"""Id of a report → whether the model and rules of now have read it."""
_PAGE = 100
_log = logging.getLogger("nianbao.jobs")


class Rereading:
    """The handler of re-reading: ``payload`` has the agency and year that restrict it, or neither."""

    def __init__(self, read: ReadBody, is_read: IsRead) -> None:
        self._read_body = read
        self._is_read = is_read

    def __call__(self, hold: Hold) -> Mapping[str, Any]:
        """Read all reports that these versions have not read yet; the counts of those read and failed.

        Reports that the same versions read before are passed over, so that going on after a death costs little.
        """
        wanted = Filter(agency=hold.job.payload.get("agency"), year=hold.job.payload.get("year"))
        counts = {"read": 0, "failed": 0}
        before = None
        while True:
            with hold.store.database.reading() as connection:
                found = page(connection, wanted, before=before, limit=_PAGE)
            if not found:
                return counts
            for report in found:
                hold.check()
                counts["read" if self._is_read(report.id) or self._read(hold, report) else "failed"] += 1
            before = found[-1].serial
            with hold.store.database.writing() as connection:
                n_done = sum(counts.values())
                n_items = max(n_done, hold.job.n_items)
                jobs.progress(connection, hold.job.id, hold.worker, n_done=n_done, n_items=n_items, gets_on=True)

    def _read(self, hold: Hold, report: StoredReport) -> bool:
        data = hold.store.originals.get(report.sha256)
        if data is None:
            return False
        try:
            body = self._read_body(data, report.name)
        except DocumentError:
            return False
        except Exception:  # one report spoils none of the others
            _log.exception("report %s could not be read again", report.id)
            return False
        with hold.store.database.writing() as connection:
            jobs.check_held(connection, hold.job.id, hold.worker)
            add_reading(connection, body, size=len(data))
        return True
