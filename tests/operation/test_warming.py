"""Warming up reads a report, and is no reason not to start."""

from __future__ import annotations

import sys

import pytest

from models.registry import RELEASED
from service.documents.document import Document
from service.errors import ReadingTimedOut
from service.operation.warming import warm
from service.reading import ReportReader


def test_everything_that_reading_needs_is_loaded_and_used() -> None:
    reader = ReportReader.load(RELEASED)
    seen = []
    read = reader.read

    def watched(data: bytes, name: str) -> object:
        seen.append(read(data, name))
        return seen[-1]

    reader.read = watched  # type: ignore[method-assign,assignment]
    warm(reader)
    [reading] = seen
    assert reading.facts
    assert reading.findings
    assert "scipy.optimize" in sys.modules


def test_report_that_cannot_be_read_is_told(caplog: pytest.LogCaptureFixture) -> None:
    def late(data: bytes, name: str) -> Document:
        raise ReadingTimedOut("超时")

    warm(ReportReader.load(RELEASED, read=late))
    assert [vars(record)["code"] for record in caplog.records] == ["document.timeout"]
