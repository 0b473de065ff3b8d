"""What handlers need, by name."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.errors import ModelError
from service.reading import ReportReader
from service.settings import Settings


class Readiness:
    """The report reader, or why there is none."""

    def __init__(self, settings: Settings) -> None:
        self.reader: ReportReader | None = None
        self.error: ModelError | None = None
        try:
            self.reader = ReportReader.load(
                settings.model, n_threads=settings.model_threads, max_bytes=settings.max_upload_bytes
            )
        except ModelError as error:
            self.error = error


def readiness(request: Request) -> Readiness:
    """Whether the service can read, as found out at its start."""
    return cast(Readiness, request.app.state.readiness)


def report_reader(state: Annotated[Readiness, Depends(readiness)]) -> ReportReader:
    """The report reader; raises the ModelError of the start where there is none."""
    if state.reader is None:
        raise state.error or RuntimeError("the service was not started")
    return state.reader


ReadinessDep = Annotated[Readiness, Depends(readiness)]
ReportReaderDep = Annotated[ReportReader, Depends(report_reader)]
