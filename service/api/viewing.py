"""Noting who looked at what: a report once an hour for each caller, what is taken out as a file every time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api.access import Caller
from service.api.running import Running
from service.store import audit


def viewed(state: Running, caller: Caller, report_id: str) -> None:
    """Note that the caller looked at a report."""
    if state.views.is_new(caller.name, report_id):
        taken_out(state, caller, "report.view", report_id)


def taken_out(
    state: Running, caller: Caller, action: str, subject: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Note that the caller took something out of the service."""
    with state.store.database.writing() as connection:
        audit.note(connection, caller.name, action, subject, detail)
