"""Readings with findings: reports of made-up bodies, built by hand and checked by the real rules; no model, no file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.documents.document import Paragraph, Source
from service.facts.fact import Fact
from service.reading import Reading
from service.reconcile.engine import reconcile
from service.reconcile.finding import Finding
from tests.draw.builders import HEADINGS, SENTENCE, make_fact, make_reading
from tests.forms.tables import ruled, zeros

AGENCY, YEAR = "甲县水务局", 2023
WRONG = {"requests.new@natural_person": "5", "requests.new@total": "6"}


def checked(
    cells: Mapping[str, str] = WRONG,
    *,
    agency: str = AGENCY,
    year: int = YEAR,
    sentences: tuple[str, ...] = (SENTENCE,),
    facts: Mapping[str, str] | None = None,
    name: str = "report.docx",
) -> Reading:
    """A report whose tables are zeros but for these cells, with what the rules say of it.

    ``facts`` are numbers of the narrative with the words that say what they count.
    """
    written: list[Paragraph | Any] = [
        Paragraph(text, Source(at))
        for at, text in enumerate((f"{agency}{year}年政府信息公开工作年度报告", HEADINGS[0], *sentences))
    ]
    for heading, grid in zip(HEADINGS[1:], ruled("V2", zeros("V2") | dict(cells)), strict=True):
        written.append(Paragraph(heading, Source(len(written))))
        written.append(replace(grid, source=Source(len(written))))
    reading = make_reading(written, name=name)
    text = reading.report.text
    found: list[Fact] = [
        make_fact(text, number, label, id=f"f{n}") for n, (number, label) in enumerate((facts or {}).items(), 1)
    ]
    return replace(reading, facts=tuple(found), findings=reconcile(reading.report, reading.form, found))


def failing(reading: Reading, rule: str) -> Finding:
    """The one finding of a rule that fails."""
    (found,) = (finding for finding in reading.findings if finding.rule == rule and finding.verdict == "fails")
    return found


def only(reading: Reading, *findings: Finding) -> Reading:
    """The reading with these findings and no others."""
    return replace(reading, findings=findings)
