"""What comes back from a reading's JSON says the same as the reading, in JSON and in lists for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.registry import RELEASED
from service.findings.files import findings_html
from service.reading import ReportReader
from service.restoring import restored
from service.wire import ReadingJson

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("[0-9]*.docx"))


@pytest.fixture(scope="module")
def reader() -> ReportReader:
    return ReportReader.load(RELEASED)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_nothing_that_was_told_is_lost(reader: ReportReader, path: Path) -> None:
    reading = reader.read(path.read_bytes(), path.name)
    told = ReadingJson.of(reading).value()
    assert ReadingJson.of(restored(told)).value() == told
    assert findings_html([restored(told)]) == findings_html([reading])
