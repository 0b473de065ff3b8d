"""The tables of the store. Every change here needs a migration beside it (``migrations/versions``)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

# Constraints bear names that every database gives alike, so that a migration can speak of them.
metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database: UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database: UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# ``serial`` counts up as reports come in, for pages; ``id`` is that of the reading: same bytes, same id.
reports: Final = Table(
    "reports",
    metadata,
    Column("serial", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("agency", Text),
    Column("year", Integer),
    Column("edition", String(4)),
    Column("newest", Integer, nullable=False),
    Column("n_errors", Integer, nullable=False),
    Column("n_warnings", Integer, nullable=False),
    Column("n_undecided", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Index("ix_reports_agency_year", "agency", "year"),
    Index("ix_reports_year", "year"),
)

# ``body`` is the reading's JSON, compressed (zlib); ``version`` counts the readings of one report from 1.
readings: Final = Table(
    "readings",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("versions", JSON, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("read_at", Moment, nullable=False),
)

# A verdict is on what an agency's report of a year says, not on one file: it survives the next draft as long as the
# evidence is the same (the key of a finding hashes it).
verdicts: Final = Table(
    "verdicts",
    metadata,
    Column("agency", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("finding_key", String(16), primary_key=True),
    Column("verdict", String(16), nullable=False),
    Column("comment", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# What a person says a fact should have been; ``sample`` is the paragraph with the corrected annotation, to train on.
corrections: Final = Table(
    "corrections",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("fact_key", String(32), primary_key=True),
    Column("correction", JSON, nullable=False),
    Column("sample", JSON),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

jobs: Final = Table(
    "jobs",
    metadata,
    Column("serial", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("result", JSON),
    Column("error_code", String(64)),
    Column("error_message", Text),
    Column("n_done", Integer, nullable=False),
    Column("n_items", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", Text),
    Column("leased_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    Index("ix_jobs_state_serial", "state", "serial"),
)

# The files of a job that reads many: each is done once, whoever does it.
job_items: Final = Table(
    "job_items",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64)),
    Column("state", String(16), nullable=False),
    Column("report_id", String(32)),
    Column("error_code", String(64)),
    Column("error_message", Text),
)

# Which workers there are and what they can do; one that was not seen for a while is gone.
workers: Final = Table(
    "workers",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("kinds", JSON, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

keys: Final = Table(
    "keys",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("name", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    Column("revoked", Boolean, nullable=False),
    UniqueConstraint("hash"),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("serial", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", JSON, nullable=False),
)

# Single values that outlive a process, such as the model that is active.
settings: Final = Table(
    "settings",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
