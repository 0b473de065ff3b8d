"""Who read, changed, trained and activated what. Functions inside a transaction of ``Database``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from service.store.schema import audit


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did; ``who`` is the name of a key."""

    serial: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: Mapping[str, Any]


def note(connection: Connection, who: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write an entry, in the transaction of what it tells of."""
    row = {"who": who, "action": action, "subject": subject, "detail": dict(detail or {})}
    connection.execute(insert(audit).values(at=datetime.now(UTC), **row))


def entries(connection: Connection, *, before: int | None = None, limit: int = 100) -> Sequence[AuditEntry]:
    """The newest entries; ``before`` is the serial of the last one that was seen."""
    query = select(audit).order_by(audit.c.serial.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.serial < before)
    return [AuditEntry(**row._mapping) for row in connection.execute(query)]
