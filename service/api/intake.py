"""A report that came in: read once, kept, and answered with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from service.api.access import Caller
from service.api.running import Running
from service.api.shapes import kept_reading
from service.api.turns import Turns
from service.api.viewing import viewed
from service.errors import NotFound
from service.findings.verdicts import VerdictKey, body_name
from service.jobs.beside import last_year, read_beside, versions_with
from service.reading import report_id
from service.store import audit, files, judgements
from service.store.leftovers import provisional
from service.store.reports import StoredReading, StoredReport, add_reading, find, reading_of


async def take_in(request: Request, state: Running, data: bytes, name: str, caller: Caller) -> Response:
    """The reading of these bytes, from the store where the versions of now have read them already.

    Raises DocumentError, Busy, and ClientDisconnect where the client of ``request`` goes away before its turn comes.
    """
    known = await run_in_threadpool(_known, state, data, caller)
    if known is not None:
        return known
    turns: Turns = request.app.state.turns
    return await turns.run(partial(_read, state, data, name, caller), request)


def _read(state: Running, data: bytes, name: str, caller: Caller) -> Response:
    known = _known(state, data, caller)  # the same bytes may have waited here twice
    if known is not None:
        return known
    body = read_beside(state.store, state.active, data, name)
    with provisional(state.store) as put:
        put.append(state.store.originals.put(data))
        with state.store.database.writing() as connection:
            files.keeping(connection)
            report = add_reading(connection, body, size=len(data))
            state.store.originals.put(data)  # once more: the same bytes may have been a report deleted meanwhile
            audit.note(connection, caller.name, "report.read", report.id, {"name": name})
    return _answer(state, report.id)


def _known(state: Running, data: bytes, caller: Caller) -> Response | None:
    """What is known of these bytes already, which the caller has seen by then, people's words on it included."""
    with state.store.database.reading() as connection:
        reading = reading_of(connection, report_id(data))
        if reading is None:
            return None
        report = reading.body["report"]
        last = last_year(connection, report["agency"], report["year"])
    if reading.versions != versions_with(state.active.reader().versions, last):
        return None
    viewed(state, caller, reading.report_id)
    return _answer(state, reading.report_id)


def _answer(state: Running, id_: str) -> Response:
    return JSONResponse(kept(state, id_), headers={"Location": f"/v1/reports/{id_}"})


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
