"""A finding: what one rule says about one report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["holds", "fails", "undecided", "broken"]
Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would have to be another one for the equations to hold."""

    cell: str
    value: str | None
    proposed: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A smallest set of changes under which all equations hold, with the reason in one Chinese sentence."""

    changes: tuple[Change, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One instance of a rule decided on one report (READING: ``findings``).

    ``left`` and ``right`` are the two figures compared, as decimal strings; ``reading`` names the reading under
    which they were compared; ``facts`` and ``cells`` are the ids of all that took part.
    """

    rule: str
    verdict: Verdict
    severity: Severity
    message: str
    key: str
    left: str | None = None
    right: str | None = None
    reading: str | None = None
    facts: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    suspects: tuple[Suspect, ...] = ()
