"""What the API answers with, beside the reading itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.corrections.keys import keyed
from service.corrections.told import told_facts
from service.store.jobs import Job, JobItem
from service.store.judgements import StoredCorrection, StoredVerdict
from service.store.reports import StoredReport
from service.wire import FactJson, FindingJson, ReadingJson


class Shape(BaseModel):
    """A value of the API."""

    model_config = ConfigDict(frozen=True)


class JudgementJson(Shape):
    """What a person said of a finding."""

    verdict: Literal["confirmed", "dismissed"]
    comment: str
    who: str
    at: datetime

    @classmethod
    def of(cls, verdict: StoredVerdict) -> JudgementJson:
        """From the value."""
        return cls(verdict=verdict.verdict, comment=verdict.comment, who=verdict.who, at=verdict.at)


class CorrectionJson(Shape):
    """What a person said a fact should have been; ``wrong``: there is no such fact."""

    correction: dict[str, Any]
    who: str
    at: datetime
    learnable: bool = Field(description="Whether it became a sample to train on.")

    @classmethod
    def of(cls, correction: StoredCorrection, ids: Mapping[str, str]) -> CorrectionJson:
        """From the value; ``ids`` are those of the reading's facts by key."""
        said, learnable = shown_correction(correction, ids), correction.sample is not None
        return cls(correction=said, who=correction.who, at=correction.at, learnable=learnable)


class JudgedFindingJson(FindingJson):
    """A finding with what a person said of it."""

    judgement: JudgementJson | None = None


class CorrectedFactJson(FactJson):
    """A fact as it was read, with what a person said of it; or as a person told it who found it missing (``added``)."""

    confidence: float | None = Field(description="None for a fact that a person added.")  # type: ignore[assignment]
    said: Literal["corrected", "removed", "added"] | None = Field(None, description="What a person said of the fact.")
    correction: CorrectionJson | None = None


class KeptReadingJson(ReadingJson):
    """A reading as it is kept: with people's verdicts and corrections, and its number among the report's readings."""

    version: int
    findings: list[JudgedFindingJson]  # type: ignore[assignment]
    facts: list[CorrectedFactJson]  # type: ignore[assignment]


def shown_correction(correction: StoredCorrection, ids: Mapping[str, str]) -> dict[str, Any]:
    """What was said of a fact; the total that it is a part of by its id, where the reading has it."""
    said = dict(correction.correction)
    if said.get("part_of") is not None:
        said["part_of"] = ids.get(said["part_of"], said["part_of"])
    return said


def kept_reading(
    body: Mapping[str, Any],
    version: int,
    verdicts: Mapping[str, StoredVerdict],
    corrections: Mapping[str, StoredCorrection],
) -> dict[str, Any]:
    """The JSON of ``KeptReadingJson``, not checked once more: it was when it was kept."""
    findings = [
        finding | {"judgement": _plain(JudgementJson.of(verdicts[finding["key"]]))}
        if finding["key"] in verdicts
        else finding
        for finding in body["findings"]
    ]
    return dict(body) | {"version": version, "findings": findings, "facts": _facts(body, corrections)}


def _facts(body: Mapping[str, Any], corrections: Mapping[str, StoredCorrection]) -> list[Mapping[str, Any]]:
    ids = {key: fact["id"] for key, fact in keyed(body["facts"]).items()}
    facts = []
    for told in told_facts(body, {key: each.correction for key, each in corrections.items()}):
        words = None if told.by is None else _plain(CorrectionJson.of(corrections[told.by], ids))
        facts.append(told.fact if words is None else {**told.fact, "said": told.said, "correction": words})
    return facts


class ReportItem(Shape):
    """A report in a list."""

    id: str
    name: str
    agency: str | None
    year: int | None
    edition: str | None
    size: int
    n_errors: int
    n_warnings: int
    n_undecided: int
    version: int
    received_at: datetime

    @classmethod
    def of(cls, report: StoredReport) -> ReportItem:
        """From the value."""
        plain = {name: getattr(report, name) for name in cls.model_fields if name != "version"}
        return cls(version=report.newest, **plain)


class ReportPage(Shape):
    """Some reports, the newest first; ``next`` leads to those before them."""

    items: list[ReportItem]
    next: str | None


class VersionItem(Shape):
    """One reading of a report: what made it, and when."""

    version: int
    versions: dict[str, str]
    read_at: datetime


class JobItemJson(Shape):
    """A file of a job."""

    position: int
    name: str
    state: Literal["waiting", "read", "failed"]
    report: str | None
    code: str | None
    message: str | None

    @classmethod
    def of(cls, item: JobItem) -> JobItemJson:
        """From the value."""
        code, message = item.error_code, item.error_message
        return cls(
            position=item.position, name=item.name, state=item.state, report=item.report_id, code=code, message=message
        )


class JobJson(Shape):
    """A piece of work that goes on behind the requests."""

    id: str
    kind: Literal["batch", "training", "rereading"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    n_done: int
    n_items: int
    result: dict[str, Any] | None
    code: str | None
    message: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, job: Job) -> JobJson:
        """From the value."""
        same = ("id", "kind", "state", "n_done", "n_items", "created_at", "started_at", "finished_at")
        result = None if job.result is None else dict(job.result)
        plain = {name: getattr(job, name) for name in same}
        return cls(result=result, code=job.error_code, message=job.error_message, **plain)


def _plain(shape: Shape) -> dict[str, Any]:
    return shape.model_dump(mode="json")
