"""Reports and their readings. Every function works inside a transaction of ``Database``."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.store.schema import readings, reports

ReadingBody = Mapping[str, Any]
"""A reading as JSON (docs/reading.md)."""
ReportVerdict = Literal["fails", "errors", "warnings", "undecided", "holds"]
"""What a reading says of its report: something fails (of this severity, or either), is undecided, or nothing fails."""


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as lists show it; ``newest`` is the version of its newest reading."""

    serial: int
    id: str
    sha256: str
    name: str
    size: int
    agency: str | None
    year: int | None
    edition: str | None
    newest: int
    n_errors: int
    n_warnings: int
    n_undecided: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class StoredReading:
    """One reading of a report: which versions of service, model, rules and catalogue made it."""

    report_id: str
    version: int
    versions: Mapping[str, str]
    body: ReadingBody
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Filter:
    """Which reports a list is to hold; None does not restrict."""

    agency: str | None = None
    year: int | None = None
    verdict: ReportVerdict | None = None


_COLUMNS = tuple(reports.c[name] for name in StoredReport.__dataclass_fields__)


def add_reading(connection: Connection, body: ReadingBody, *, size: int) -> StoredReport:
    """Keep a reading: of a new report the first version, of a known one the next, unless the same versions made it."""
    known = find(connection, body["id"], lock=True)
    if known is None:
        try:
            with connection.begin_nested():
                return _first(connection, body, size)
        except IntegrityError:  # another worker kept the same bytes meanwhile
            known = find(connection, body["id"], lock=True)
            if known is None:
                raise
    before = reading_of(connection, known.id)
    if before is not None and before.versions == body["versions"]:
        return known
    version = known.newest + 1
    _keep(connection, body, version)
    connection.execute(update(reports).where(reports.c.id == known.id).values(newest=version, **_said(body)))
    return _found(connection, known.id)


def find(connection: Connection, report_id: str, *, lock: bool = False) -> StoredReport | None:
    """The report with this id; ``lock`` keeps others from changing it until the transaction ends."""
    query = select(*_COLUMNS).where(reports.c.id == report_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _report(row)


def reading_of(connection: Connection, report_id: str, version: int | None = None) -> StoredReading | None:
    """A reading of a report, the newest for None."""
    query = select(readings).where(readings.c.report_id == report_id)
    query = query.order_by(readings.c.version.desc()).limit(1)
    row = connection.execute(query if version is None else query.where(readings.c.version == version)).one_or_none()
    if row is None:
        return None
    return StoredReading(row.report_id, row.version, row.versions, unpacked(row.body), row.read_at)


def versions_of(connection: Connection, report_id: str) -> list[tuple[int, Mapping[str, str], datetime]]:
    """What made each reading of a report, and when, the first reading first."""
    query = select(readings.c.version, readings.c.versions, readings.c.read_at)
    rows = connection.execute(query.where(readings.c.report_id == report_id).order_by(readings.c.version))
    return [(row.version, row.versions, row.read_at) for row in rows]


def page(
    connection: Connection, wanted: Filter, *, before: int | None = None, limit: int = 50
) -> Sequence[StoredReport]:
    """The newest reports of a kind; ``before`` is the serial of the last one that was seen."""
    query = select(*_COLUMNS).where(*_among(wanted)).order_by(reports.c.serial.desc()).limit(limit)
    if before is not None:
        query = query.where(reports.c.serial < before)
    return [_report(row) for row in connection.execute(query)]


def oldest_year_first(connection: Connection, wanted: Filter) -> Sequence[StoredReport]:
    """All reports of a kind, those of an earlier year before those of a later one, and within a year as they came.

    Read in this order, every report is read when last year's report, which it is read beside, has been.
    """
    query = select(*_COLUMNS).where(*_among(wanted))
    return [_report(row) for row in connection.execute(query.order_by(reports.c.year.nulls_first(), reports.c.serial))]


def agencies(connection: Connection, year: int) -> Sequence[tuple[str, str]]:
    """Id and agency of every report of a year that names one, the first to come first."""
    query = select(reports.c.id, reports.c.agency).where(reports.c.year == year, reports.c.agency.is_not(None))
    return [(row.id, row.agency) for row in connection.execute(query.order_by(reports.c.serial))]


def remove(connection: Connection, report_id: str) -> StoredReport | None:
    """Forget a report with its readings and corrections; what was known of it, None if nothing."""
    known = find(connection, report_id, lock=True)
    if known is not None:
        connection.execute(delete(reports).where(reports.c.id == report_id))
    return known


def packed(body: ReadingBody) -> bytes:
    """A reading as it is kept."""
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> dict[str, Any]:
    """A reading as it was."""
    body: dict[str, Any] = json.loads(zlib.decompress(data))
    return body


def _among(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.agency is not None:
        yield reports.c.agency == wanted.agency
    if wanted.year is not None:
        yield reports.c.year == wanted.year
    match wanted.verdict:
        case "fails":
            yield (reports.c.n_errors > 0) | (reports.c.n_warnings > 0)
        case "errors":
            yield reports.c.n_errors > 0
        case "warnings":
            yield reports.c.n_warnings > 0
        case "undecided":
            yield reports.c.n_undecided > 0
        case "holds":
            yield (reports.c.n_errors == 0) & (reports.c.n_warnings == 0)


def _first(connection: Connection, body: ReadingBody, size: int) -> StoredReport:
    document = body["document"]
    row = {"id": body["id"], "sha256": document["sha256"], "name": document["name"], "size": size, "newest": 1}
    connection.execute(insert(reports).values(received_at=datetime.now(UTC), **row, **_said(body)))
    _keep(connection, body, 1)
    return _found(connection, body["id"])


def _keep(connection: Connection, body: ReadingBody, version: int) -> None:
    row = {"report_id": body["id"], "version": version, "versions": body["versions"], "body": packed(body)}
    connection.execute(insert(readings).values(read_at=datetime.now(UTC), **row))


def _said(body: ReadingBody) -> dict[str, Any]:
    """What lists and filters need of a reading."""
    failing = [finding["severity"] for finding in body["findings"] if finding["verdict"] == "fails"]
    report = body["report"]
    return {
        **{name: report[name] for name in ("agency", "year", "edition")},
        "n_errors": failing.count("error"),
        "n_warnings": failing.count("warning"),
        "n_undecided": body["summary"]["undecided"],
    }


def _found(connection: Connection, report_id: str) -> StoredReport:
    return _report(connection.execute(select(*_COLUMNS).where(reports.c.id == report_id)).one())


def _report(row: Row[Any]) -> StoredReport:
    return StoredReport(**row._mapping)
