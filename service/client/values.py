"""What the service answers with, as values. Fields that a newer service adds are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from service.client.problems import NO_PROBLEM, ClientError

T = TypeVar("T")
State = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work of the service; ``n_done`` of ``n_items`` are done."""

    id: str
    kind: str
    state: State
    n_done: int
    n_items: int
    result: dict[str, Any] | None
    code: str | None
    message: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.state in ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class JobItem:
    """A file of a job: the report it became, or why it could not be read."""

    position: int
    name: str
    state: Literal["waiting", "read", "failed"]
    report: str | None
    code: str | None
    message: str | None


@dataclass(frozen=True, slots=True)
class ReportItem:
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


@dataclass(frozen=True, slots=True)
class Model:
    """A model of the service; ``scores`` are its card's."""

    label: str
    active: bool
    previous: bool
    date: str | None
    base: str | None
    scores: dict[str, float | None] | None


_JOB = TypeAdapter(Job)
_ITEMS = TypeAdapter(list[JobItem])
_REPORTS = TypeAdapter(list[ReportItem])
_MODEL = TypeAdapter(Model)
_MODELS = TypeAdapter(list[Model])


def job_of(told: Any) -> Job:
    """From JSON; ClientError where it is none."""
    return _valid(_JOB, told)


def items_of(told: Any) -> list[JobItem]:
    """From JSON; ClientError where it is none."""
    return _valid(_ITEMS, told)


def reports_of(told: Any) -> list[ReportItem]:
    """From JSON; ClientError where it is none."""
    return _valid(_REPORTS, told)


def model_of(told: Any) -> Model:
    """From JSON; ClientError where it is none."""
    return _valid(_MODEL, told)


def models_of(told: Any) -> list[Model]:
    """From JSON; ClientError where it is none."""
    return _valid(_MODELS, told)


def _valid(adapter: TypeAdapter[T], told: Any) -> T:
    try:
        return adapter.validate_python(told)
    except ValidationError as error:
        raise ClientError("服务的回答与本软件的版本不符。", code=NO_PROBLEM) from error
