"""What handlers need, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated, cast

from fastapi import Depends, Request

from service.errors import ModelError
from service.opening import open_reader
from service.reading import ReportReader
from service.settings import Settings


class Readiness:
    """The report reader, or why there is none."""

    def __init__(self, reader: ReportReader | None, error: ModelError | None) -> None:
        self.reader = reader
        self.error = error

    @classmethod
    @contextmanager
    def of(cls, settings: Settings) -> Iterator[Readiness]:
        """As long as the service runs; the processes that read documents end with it."""
        reader, error = None, None
        with ExitStack() as stack:
            try:
                reader = stack.enter_context(open_reader(settings))
            except ModelError as missing:
                error = missing
            yield cls(reader, error)


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
