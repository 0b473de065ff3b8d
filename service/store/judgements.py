"""What people say of findings and facts: verdicts and corrections. Functions inside a transaction of ``Database``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, delete, select, update

from service.store.placing import place
from service.store.schema import corrections, verdicts

Judged = Literal["confirmed", "dismissed"]


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A person's verdict on a finding of an agency's report of a year ("" and 0 where the report names none)."""

    agency: str
    year: int
    finding_key: str
    verdict: Judged
    comment: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """What a fact should have been, and the paragraph with its corrected annotation where it could be made."""

    report_id: str
    fact_key: str
    correction: Mapping[str, Any]
    sample: Mapping[str, Any] | None
    who: str
    at: datetime


def judge(
    connection: Connection, agency: str | None, year: int | None, key: str, verdict: Judged, *, comment: str, who: str
) -> StoredVerdict:
    """Keep a verdict in the place of an earlier one."""
    given = StoredVerdict(agency or "", year or 0, key, verdict, comment, who, datetime.now(UTC))
    place(connection, verdicts, _plain(given))
    return given


def retract(connection: Connection, agency: str | None, year: int | None, key: str) -> bool:
    """Take a verdict back; whether there was one."""
    here = (verdicts.c.agency == (agency or ""), verdicts.c.year == (year or 0), verdicts.c.finding_key == key)
    return connection.execute(delete(verdicts).where(*here)).rowcount > 0


def verdicts_on(connection: Connection, agency: str | None, year: int | None) -> dict[str, StoredVerdict]:
    """The verdicts on an agency's report of a year, by key of the finding."""
    query = select(verdicts).where(verdicts.c.agency == (agency or ""), verdicts.c.year == (year or 0))
    return {row.finding_key: StoredVerdict(**row._mapping) for row in connection.execute(query)}


def every_verdict(connection: Connection) -> Sequence[StoredVerdict]:
    """All verdicts, the oldest first."""
    return [StoredVerdict(**row._mapping) for row in connection.execute(select(verdicts).order_by(verdicts.c.at))]


def correct(
    connection: Connection,
    report_id: str,
    fact_key: str,
    correction: Mapping[str, Any],
    *,
    sample: Mapping[str, Any] | None,
    who: str,
) -> StoredCorrection:
    """Keep a correction in the place of an earlier one of the same fact."""
    given = StoredCorrection(report_id, fact_key, correction, sample, who, datetime.now(UTC))
    place(connection, corrections, _plain(given))
    return given


def corrections_of(connection: Connection, report_id: str | None = None) -> Sequence[StoredCorrection]:
    """The corrections of a report, of all for None, the oldest first."""
    query = select(corrections).order_by(corrections.c.at, corrections.c.fact_key)
    if report_id is not None:
        query = query.where(corrections.c.report_id == report_id)
    return [StoredCorrection(**row._mapping) for row in connection.execute(query)]


def withdraw(connection: Connection, report_id: str, fact_key: str) -> bool:
    """Take a correction back; whether there was one."""
    here = (corrections.c.report_id == report_id, corrections.c.fact_key == fact_key)
    return connection.execute(delete(corrections).where(*here)).rowcount > 0


def set_sample(connection: Connection, report_id: str, fact_key: str, sample: Mapping[str, Any] | None) -> None:
    """Give a correction another sample, as another correction of the same paragraph makes it."""
    here = (corrections.c.report_id == report_id, corrections.c.fact_key == fact_key)
    connection.execute(update(corrections).where(*here).values(sample=sample))


def samples(connection: Connection) -> Sequence[Mapping[str, Any]]:
    """The samples that corrections became, each paragraph once, as it was corrected last."""
    query = select(corrections.c.sample).order_by(corrections.c.at, corrections.c.fact_key)
    given = (row.sample for row in connection.execute(query) if row.sample is not None)
    return list({sample["id"]: sample for sample in given}.values())


def _plain(value: StoredVerdict | StoredCorrection) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
