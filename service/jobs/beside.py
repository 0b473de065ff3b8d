"""Reading a report beside the same body's report of the year before, where the store has one.

Which report that was, and which reading of it, is one of the versions of a reading (``last_year``): when another one is
kept by then, the report counts as not yet read by the versions of now.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from service.operation.measures import measured
from service.reading import Reading
from service.restoring import restored
from service.series.names import agency_key
from service.shelf import ActiveModel
from service.store.reports import Filter, ReadingBody, StoredReading, agencies, page, reading_of
from service.store.store import Store
from service.wire import ReadingJson

LAST_YEAR = "last_year"
_MOST_DRAFTS = 20
_log = logging.getLogger("nianbao.jobs")


def read_beside(store: Store, active: ActiveModel, data: bytes, name: str) -> dict[str, Any]:
    """The reading of a file as JSON; DocumentError where it cannot be read, ModelMissing without a model."""
    reader = active.reader()
    reading = reader.read(data, name)
    with store.database.reading() as connection:
        last = last_year(connection, reading.report.agency, reading.report.year)
    before = None if last is None else _restored(last)
    if before is not None:
        reading = reader.with_last_year(reading, before)
    body = ReadingJson.of(reading).value()
    measured(body)
    return body | {"versions": versions_with(reader.versions, last)}


def is_read(store: Store, active: ActiveModel, report_id: str) -> bool:
    """Whether the newest reading of a report is what ``read_beside`` would make now; ModelMissing without a model."""
    with store.database.reading() as connection:
        reading = reading_of(connection, report_id)
        if reading is None:
            return False
        report = reading.body["report"]
        last = last_year(connection, report["agency"], report["year"])
    return reading.versions == versions_with(active.reader().versions, last)


def versions_with(versions: Mapping[str, str], last: StoredReading | None) -> dict[str, str]:
    """What makes a reading: software, model, rules, catalogue, and last year's reading where there is one."""
    return dict(versions) | ({} if last is None else {LAST_YEAR: f"{last.report_id}/{last.version}"})


def last_year(connection: Connection, agency: str | None, year: int | None) -> StoredReading | None:
    """The newest reading of the body's report of the year before.

    None where agency or year are not known, where there is none, and where there are several that do not say the
    same: a guess would make errors out of another draft.
    """
    if year is None or agency is None or not agency_key(agency):
        return None
    same = [report.id for report in page(connection, Filter(agency, year - 1), limit=_MOST_DRAFTS)]
    if not same:
        key = agency_key(agency)
        same = [id_ for id_, name in agencies(connection, year - 1) if agency_key(name) == key][:_MOST_DRAFTS]
    readings = [reading for id_ in sorted(same) if (reading := reading_of(connection, id_)) is not None]
    return _one(readings)


def _one(readings: Sequence[StoredReading]) -> StoredReading | None:
    """The only one, or the first of several copies (the same report as DOCX and PDF)."""
    if not readings:
        return None
    first, *others = readings
    return first if all(_says_the_same(first.body, other.body) for other in others) else None


def _says_the_same(one: ReadingBody, other: ReadingBody) -> bool:
    values = [{name: cell["value"] for name, cell in body["cells"].items()} for body in (one, other)]
    return bool(values[0]) and values[0] == values[1]


def _restored(reading: StoredReading) -> Reading | None:
    try:
        return restored(dict(reading.body))
    except ValidationError:  # kept by a version of this software that told readings in another way
        _log.warning("reading %s/%d cannot be compared with", reading.report_id, reading.version, exc_info=True)
        return None
