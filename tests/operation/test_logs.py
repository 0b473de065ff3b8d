"""Logs are JSON lines that bear the request's id and nothing of what reports say."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from structlog.contextvars import bound_contextvars

from service.errors import StoreError
from service.operation.logs import configure_logs

SAID = "共收到政府信息公开申请6件"


class Figure(BaseModel):
    value: int


@pytest.fixture(autouse=True)
def unchanged() -> Iterator[None]:
    """Other tests log as before."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


def configured() -> logging.Logger:
    """A log to the stderr of the test itself."""
    configure_logs("info")
    return logging.getLogger("nianbao.test")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_line_has_its_fields_and_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    log = configured()
    with bound_contextvars(request_id="r-1"):
        log.info("request", extra={"status": 200})
    log.debug("not told")
    [line] = lines(capsys)
    assert (line["event"], line["status"], line["request_id"]) == ("request", 200, "r-1")
    assert (line["level"], line["logger"]) == ("info", "nianbao.test")
    assert line["timestamp"].endswith("Z")


def _raise(kind: str) -> None:
    match kind:
        case "value":
            raise ValueError(SAID)
        case "validation":
            Figure.model_validate({"value": SAID})
        case "cause":
            try:
                raise ValueError(SAID)
            except ValueError as error:
                raise RuntimeError(SAID) from error
        case "store":
            raise StoreError("数据库无法使用。")
        case "system":
            raise FileNotFoundError(2, "No such file or directory", SAID)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("value", "ValueError"),
        ("validation", "ValidationError"),
        ("cause", "RuntimeError < ValueError"),
        ("store", "StoreError: 数据库无法使用。"),
        ("system", "FileNotFoundError: No such file or directory"),
    ],
)
def test_exception_is_told_by_type_and_place_alone(capsys: pytest.CaptureFixture[str], kind: str, told: str) -> None:
    log = configured()
    try:
        _raise(kind)
    except (ValueError, RuntimeError, OSError, ValidationError, StoreError):
        log.exception("failed")
    text = capsys.readouterr().err
    assert SAID not in text
    line = json.loads(text)
    assert line["error"] == told
    assert any("_raise" in place for place in line["at"])


def test_configuring_twice_does_not_double_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log = configured()
    configure_logs("warning")
    log.info("not told")
    log.warning("told")
    assert [line["event"] for line in lines(capsys)] == ["told"]
