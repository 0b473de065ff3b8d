"""What follows from settings."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from service import settings
from service.settings import Settings


@pytest.mark.parametrize(
    ("readings", "n_cores", "at_once"), [(None, 1, 1), (None, 2, 2), (None, 16, 4), (1, 16, 1), (8, 2, 8)]
)
def test_as_many_reports_are_read_at_once_as_there_are_cores_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch, readings: int | None, n_cores: int, at_once: int
) -> None:
    monkeypatch.setattr(settings, "_n_cores", lambda: n_cores)
    assert Settings(readings=readings).at_once == at_once


def test_at_least_one_report_is_read_at_once() -> None:
    with pytest.raises(ValidationError):
        Settings(readings=0)
