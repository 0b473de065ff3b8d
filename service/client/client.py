"""The client: one method for each thing that the service does."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal
from urllib.parse import quote

import httpx

from service.client.problems import UNREACHABLE, ClientError
from service.client.transport import Transport
from service.client.values import (
    Job,
    JobItem,
    Model,
    ReportItem,
    items_of,
    job_of,
    model_of,
    models_of,
    reports_of,
)

Source = Path | bytes | str
"""A report: a file, its bytes, or its text."""
Progress = Callable[[Job], None]
ReportVerdict = Literal["fails", "errors", "warnings", "undecided", "holds"]
ReadingBody = dict[str, Any]
"""A reading as JSON (docs/reading.md)."""
_LATER = {"Prefer": "respond-async"}
_PAGE = 200
_ITEMS_PAGE = 1000


class Client:
    """The service at ``url``, asked with ``key`` where it needs one; thread-safe.

    Every method raises ClientError where the service refuses or does not answer within ``timeout_s``. Where it is
    overloaded (429, 503) a request is tried ``n_retries`` times more, each after the time the service asks for.
    """

    def __init__(self, url: str, key: str | None = None, *, timeout_s: float = 180.0, n_retries: int = 5) -> None:
        self._transport = Transport(url, key, timeout_s=timeout_s, n_retries=n_retries)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def read(self, source: Source, *, name: str | None = None) -> ReadingBody:
        """The reading of a report; ``name`` is shown in the place of the file's own."""
        told: ReadingBody = self._transport.json("POST", "/v1/reports", **_report(source, name))
        return told

    def read_later(self, source: Source, *, name: str | None = None) -> Job:
        """Hand a report in and do not wait for its reading."""
        return job_of(self._transport.json("POST", "/v1/reports", headers=_LATER, **_report(source, name)))

    def batch(self, paths: Iterable[Path]) -> Job:
        """Hand many reports in, ZIP archives among them, as one job. All are held in memory while they are sent."""
        files = [("files", (path.name, path.read_bytes())) for path in paths]
        return job_of(self._transport.json("POST", "/v1/batches", files=files))

    def job(self, job: Job | str) -> Job:
        """A job as it is now."""
        return job_of(self._transport.json("GET", f"/v1/jobs/{_id(job)}"))

    def cancel(self, job: Job | str) -> Job:
        """Stop a job that has not ended."""
        return job_of(self._transport.json("DELETE", f"/v1/jobs/{_id(job)}"))

    def items(self, job: Job | str) -> Iterator[JobItem]:
        """What became of each file of a job, in order."""
        after = -1
        while True:
            params = {"after": after, "limit": _ITEMS_PAGE}
            items = items_of(self._transport.json("GET", f"/v1/jobs/{_id(job)}/items", params=params))
            yield from items
            if len(items) < _ITEMS_PAGE:
                return
            after = items[-1].position

    def wait(
        self, job: Job | str, *, progress: Progress | None = None, poll_s: float = 1.0, patience_s: float = 120.0
    ) -> Job:
        """The job when it has ended; ``progress`` is told of every change.

        The service's events are followed; where they break off, the job is asked for every ``poll_s`` seconds. A
        service that cannot be reached (it may be starting again) is waited for ``patience_s`` seconds.
        """
        last: Job | None = None
        reached_at = time.monotonic()
        while True:
            try:
                for now in self._changes(job):
                    reached_at = time.monotonic()
                    if progress is not None and now != last:
                        progress(now)
                    last = now
                    if now.ended:
                        return now
            except ClientError as error:
                away = error.code == UNREACHABLE or (error.status or 0) >= 500
                if not away or time.monotonic() - reached_at > patience_s:
                    raise
            time.sleep(poll_s)

    def _changes(self, job: Job | str) -> Iterator[Job]:
        """The events of a job until they break off, and how it stands then."""
        try:
            with self._transport.stream("GET", f"/v1/jobs/{_id(job)}/events") as answer:
                for line in answer.iter_lines():
                    if line.startswith("data:"):
                        yield job_of(json.loads(line.removeprefix("data:")))
        except (httpx.HTTPError, ValueError):
            pass  # a proxy that knows no streams, or a service that ends: the job is asked for instead
        yield self.job(job)

    def reports(
        self, *, agency: str | None = None, year: int | None = None, verdict: ReportVerdict | None = None
    ) -> Iterator[ReportItem]:
        """All reports of a kind, the newest first, page by page."""
        params = _given(agency=agency, year=year, verdict=verdict, limit=_PAGE)
        while True:
            page = self._transport.json("GET", "/v1/reports", params=params)
            yield from reports_of(page["items"])
            if page["next"] is None:
                return
            params["after"] = page["next"]

    def report(self, report: str, *, version: int | None = None) -> ReadingBody:
        """The newest reading of a report, or an earlier one, with people's verdicts and corrections."""
        path = f"/v1/reports/{_quoted(report)}"
        told: ReadingBody = self._transport.json("GET", path, params=_given(version=version))
        return told

    def facts(self, report: str) -> list[dict[str, Any]]:
        """The facts of a report's newest reading."""
        return list(self._transport.json("GET", f"/v1/reports/{_quoted(report)}/facts"))

    def cells(self, report: str) -> dict[str, dict[str, Any]]:
        """The cells of a report's newest reading."""
        return dict(self._transport.json("GET", f"/v1/reports/{_quoted(report)}/cells"))

    def findings(self, report: str) -> list[dict[str, Any]]:
        """The findings of a report's newest reading."""
        return list(self._transport.json("GET", f"/v1/reports/{_quoted(report)}/findings"))

    def findings_file(self, report: str, kind: Literal["html", "docx", "xlsx"]) -> bytes:
        """The findings of a report as a file for people."""
        return self._transport.content("GET", f"/v1/reports/{_quoted(report)}/findings.{kind}")

    def all_findings(self, *, agency: str | None = None, year: int | None = None) -> bytes:
        """The findings of many reports as one workbook (.xlsx)."""
        return self._transport.content("GET", "/v1/findings.xlsx", params=_given(agency=agency, year=year))

    def document(self, report: str) -> bytes:
        """The file as it came."""
        return self._transport.content("GET", f"/v1/reports/{_quoted(report)}/document")

    def judge(
        self, report: str, key: str, verdict: Literal["confirmed", "dismissed"] | None, comment: str = ""
    ) -> dict[str, Any]:
        """Say of a finding that it is right or not; None takes that back. The finding with the verdict."""
        path = f"/v1/reports/{_quoted(report)}/findings/{_quoted(key)}"
        return dict(self._transport.json("PATCH", path, json={"verdict": verdict, "comment": comment}))

    def correct(self, report: str, fact: str, **fields: Any) -> dict[str, Any]:
        """Say what a fact should have been (fields of ``PATCH …/facts/{id}``); what was kept of that."""
        path = f"/v1/reports/{_quoted(report)}/facts/{_quoted(fact)}"
        return dict(self._transport.json("PATCH", path, json=fields))

    def add_fact(self, report: str, **fields: Any) -> dict[str, Any]:
        """Tell of a fact that was not read (fields of ``POST …/facts``); what was kept of that."""
        return dict(self._transport.json("POST", f"/v1/reports/{_quoted(report)}/facts", json=fields))

    def corrections(self, report: str) -> list[dict[str, Any]]:
        """All corrections of a report."""
        return list(self._transport.json("GET", f"/v1/reports/{_quoted(report)}/corrections"))

    def delete(self, report: str) -> None:
        """Forget a report with its readings, corrections and file."""
        self._transport.json("DELETE", f"/v1/reports/{_quoted(report)}")

    def export(
        self,
        kind: Literal["facts", "cells"],
        format: Literal["csv", "jsonl", "parquet"],
        *,
        agency: str | None = None,
        year: int | None = None,
    ) -> Iterator[bytes]:
        """The facts or cells of all reports as a table, in pieces as they come."""
        params = _given(agency=agency, year=year)
        with self._transport.stream("GET", f"/v1/exports/{kind}.{format}", params=params) as answer:
            yield from self._transport.pieces(answer)

    def reread(self, *, agency: str | None = None, year: int | None = None) -> Job:
        """Have reports read again with the model and rules of now."""
        return job_of(self._transport.json("POST", "/v1/rereadings", json=_given(agency=agency, year=year)))

    def train(
        self,
        *,
        samples: Path | bytes | None = None,
        corrections: bool = True,
        base: str | None = None,
        epochs: int | None = None,
    ) -> Job:
        """Have a model learn from people's corrections, from ``samples`` (JSON Lines), or from both."""
        wanted = _given(corrections=corrections, base=base, epochs=epochs)
        if samples is None:
            return job_of(self._transport.json("POST", "/v1/trainings", json=wanted))
        form = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in wanted.items()}
        files = {"samples": ("samples.jsonl", samples if isinstance(samples, bytes) else samples.read_bytes())}
        return job_of(self._transport.json("POST", "/v1/trainings", data=form, files=files))

    def models(self) -> list[Model]:
        """All models that the service may read with, the oldest version first."""
        return models_of(self._transport.json("GET", "/v1/models"))

    def activate(self, label: str) -> Model:
        """Have the service read with this model from now on."""
        return model_of(self._transport.json("POST", f"/v1/models/{_quoted(label)}/activate"))

    def roll_back(self) -> Model:
        """Have the service read with the model before this one again."""
        return model_of(self._transport.json("POST", "/v1/models/rollback"))

    def ready(self) -> dict[str, str]:
        """The versions that readings will bear; ClientError where the service cannot read."""
        return dict(self._transport.json("GET", "/readyz")["versions"])


def _report(source: Source, name: str | None) -> dict[str, Any]:
    if isinstance(source, str):
        return {"json": _given(text=source, name=name)}
    data, own = (source, "report") if isinstance(source, bytes) else (source.read_bytes(), source.name)
    return {"files": {"file": (name or own, data)}}


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _id(job: Job | str) -> str:
    return _quoted(job if isinstance(job, str) else job.id)


def _quoted(part: str) -> str:
    """A part of a path that leads nowhere else, whatever is in it."""
    return quote(part, safe="") if part not in (".", "..") else quote(part, safe="").replace(".", "%2E")
