"""Logs: one line for each event on stderr, JSON where nobody watches.

What reports say and what callers send as secrets stands in no line: events name reports by id, and of an exception
its type, its place and, where that comes from the system or the database and not from a document, its reason.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any, Literal

import structlog

from service.errors import ModelError, StoreError

Level = Literal["debug", "info", "warning", "error"]
_HANDLER = "nianbao"
_DRIVERS = ("sqlite3", "psycopg")


def configure_logs(level: Level) -> None:
    """Send all logs of this process to stderr: for people at a terminal, as JSON lines otherwise."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        told_exception,
        _plain,
    ]
    shown: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown]
    )
    handler = _Stderr()
    handler.set_name(_HANDLER)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [old for old in root.handlers if old.get_name() == _HANDLER]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    # These tell of every request that the client and the migrations make.
    for name in ("httpx", "httpcore", "alembic"):
        logging.getLogger(name).setLevel("WARNING")


class _Stderr(logging.Handler):
    """Writes to what is stderr at that moment, as Python's own handler of last resort does."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; the service goes on where that cannot be."""
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # whatever it was, no request fails for it
            self.handleError(record)


def told_exception(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """In the place of an exception: the types of it and its causes, their reasons where harmless, and where it was."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exception() if given is True else given
    if isinstance(error, BaseException):
        event["error"] = " < ".join(_told(each) for each in _causes(error))
        event["at"] = _places(error.__traceback__)
    return event


def _plain(_: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Without the server's messages once more in colour."""
    event.pop("color_message", None)
    return event


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}{_reason(error)}"


def _reason(error: BaseException) -> str:
    """The message where it cannot hold words of a report: of store and model, the system, a database's first line."""
    if isinstance(error, (StoreError, ModelError)):
        return f": {error.message}"
    if isinstance(error, OSError) and error.strerror:
        return f": {error.strerror}"
    if type(error).__module__.split(".")[0] in _DRIVERS:
        return f": {str(error).splitlines()[0]}" if str(error) else ""
    return ""


def _causes(error: BaseException) -> list[BaseException]:
    found = [error]
    while (cause := found[-1].__cause__ or found[-1].__context__) is not None and cause not in found:
        found.append(cause)
    return found


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
