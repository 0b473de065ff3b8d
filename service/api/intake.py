"""A report that came in: read once, kept, and answered with what is known of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from service.api.running import Running
from service.api.shapes import kept_reading
from service.errors import Busy, NotFound
from service.findings.verdicts import VerdictKey, body_name
from service.jobs.beside import last_year, read_beside, versions_with
from service.reading import report_id
from service.store import audit, judgements
from service.store.reports import StoredReading, StoredReport, add_reading, find, reading_of


class Turnstile:
    """Lets in so many at once and sends the others away with a problem, rather than let all wait for ever."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Busy where it is full."""
        if not self._free.acquire(blocking=False):
            raise Busy("同时读取的报告过多，请稍后再试。")
        try:
            yield
        finally:
            self._free.release()


def take_in(state: Running, turnstile: Turnstile, data: bytes, name: str, *, who: str) -> dict[str, Any]:
    """The reading of these bytes, from the store where the versions of now have read them already."""
    known = _known(state, data)
    if known is None:
        with turnstile.entered():
            body = read_beside(state.store, state.active, data, name)
        state.store.originals.put(data)
        with state.store.database.writing() as connection:
            report = add_reading(connection, body, size=len(data))
            audit.note(connection, who, "report.read", report.id, {"name": name})
        return kept(state, report.id)
    return known


def _known(state: Running, data: bytes) -> dict[str, Any] | None:
    with state.store.database.reading() as connection:
        reading = reading_of(connection, report_id(data))
        if reading is None:
            return None
        report = reading.body["report"]
        last = last_year(connection, report["agency"], report["year"])
    if reading.versions != versions_with(state.active.reader().versions, last):
        return None
    return kept(state, reading.report_id)


def kept(state: Running, id_: str, version: int | None = None) -> dict[str, Any]:
    """The JSON of ``KeptReadingJson``; NotFound where there is no such report or version."""
    with state.store.database.reading() as connection:
        reading = reading_of(connection, id_, version)
        if reading is None:
            raise NotFound("没有这份报告，或没有这一版本的读取结果。")
        verdicts = judgements.verdicts_on(connection, *judged(reading.body))
        corrections = {c.fact_key: c for c in judgements.corrections_of(connection, id_)}
    return kept_reading(reading.body, reading.version, verdicts, corrections)


def judged(body: Mapping[str, Any]) -> tuple[str, int | None]:
    """Body and year for which verdicts on a reading's findings hold, the same in every draft of the report."""
    report = body["report"]
    named = VerdictKey(body_name(report["agency"], body["id"]), report["year"], "")
    return named.plain.agency, named.year


def found(state: Running, id_: str) -> tuple[StoredReport, StoredReading]:
    """A report with its newest reading; NotFound where there is none."""
    with state.store.database.reading() as connection:
        report, reading = find(connection, id_), reading_of(connection, id_)
    if report is None or reading is None:
        raise NotFound("没有这份报告。")
    return report, reading
