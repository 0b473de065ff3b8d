"""What the rules look at: one report as it was read, and the same body's report of the year before where known."""

from __future__ import annotations

from dataclasses import dataclass

from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Form


@dataclass(frozen=True, slots=True)
class Subject:
    """A report with its cells and facts; ``zeros`` are the blank cells that its equations show to be zeros."""

    report: Report
    form: Form
    facts: tuple[Fact, ...]
    zeros: frozenset[str] = frozenset()
    last_year: Subject | None = None
