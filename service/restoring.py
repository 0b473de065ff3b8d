"""A reading from its JSON: what was kept can be listed, drawn up for people and compared with another year's.

The document itself is not in the JSON: blocks, tables and the places of single characters are empty in what comes back.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from service.documents.document import Box, Document, Place, Problem, Source
from service.documents.report import Report, Section
from service.facts.fact import Evidence, Fact
from service.forms.cell import Cell, CellStatus, Edition, ExtraRow, Form
from service.reading import Reading, Timings
from service.reconcile.finding import Change, Finding, Suspect
from service.wire import CellJson, EvidenceJson, FactJson, FindingJson, ReadingJson, ReportJson, Where

_NOWHERE = Source(block=0)


def restored(body: dict[str, Any]) -> Reading:
    """The reading that was told as ``body``; ValidationError (pydantic) where it is none."""
    told = ReadingJson.model_validate(body)
    document = Document(
        name=told.document.name,
        format=cast(Any, told.document.format),
        sha256=told.document.sha256,
        blocks=(),
        pages=told.document.pages,
    )
    problems = tuple(Problem(p.code, p.message, _source(p.where)) for p in told.document.problems)
    return Reading(
        id=told.id,
        document=document,
        problems=problems,
        report=_report(document, told.report, told.text),
        form=Form(
            edition=cast("Edition | None", told.report.edition),
            cells={cell_id: _cell(cell_id, cell) for cell_id, cell in told.cells.items()},
            extra_rows=tuple(ExtraRow(tuple(r.texts), _source(r.source) or _NOWHERE) for r in told.extra_rows),
        ),
        facts=tuple(_fact(fact) for fact in told.facts),
        findings=tuple(_finding(finding) for finding in told.findings),
        versions=dict(told.versions),
        timings=Timings(told.timings.read_ms, told.timings.extract_ms, told.timings.reconcile_ms),
    )


def _report(document: Document, told: ReportJson, text: str) -> Report:
    return Report(
        document=document,
        title=told.title,
        agency=told.agency,
        year=told.year,
        sections=tuple(
            Section(s.number, s.title, s.kind, s.present, _source(s.source), printed=s.printed, body=s.body)
            for s in told.sections
        ),
        text=text,
        lines=(),
        passages=(),
        tables=(),
    )


def _cell(cell_id: str, told: CellJson) -> Cell:
    return Cell(
        id=cell_id,
        value=_decimal(told.value),
        status=cast(CellStatus, told.status),
        raw=told.raw,
        source=_source(told.source),
        unit=told.unit,
        candidates=tuple(Decimal(value) for value in told.candidates or ()),
        confidence=told.confidence,
        doubtful=told.doubtful,
    )


def _fact(told: FactJson) -> Fact:
    plain = told.model_dump(exclude={"value", "precision", "evidence"})
    evidence = tuple(_evidence(each) for each in told.evidence)
    return Fact(value=Decimal(told.value), precision=_decimal(told.precision), evidence=evidence, **plain)


def _evidence(told: EvidenceJson) -> Evidence:
    return Evidence(told.start, told.end, told.quantity, told.label, _source(told.source))


def _finding(told: FindingJson) -> Finding:
    plain = told.model_dump(exclude={"facts", "cells", "suspects"})
    suspects = (
        Suspect(tuple(Change(c.cell, c.value, c.proposed) for c in suspect.changes), suspect.reason)
        for suspect in told.suspects
    )
    return Finding(facts=tuple(told.facts), cells=tuple(told.cells), suspects=tuple(suspects), **plain)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _source(told: Where | None) -> Source | None:
    if told is None:
        return None
    page, box = told.get("page"), told.get("box")
    place = None if page is None else Place(cast(int, page), cast(Box, tuple(cast("list[float]", box))))
    row, column = told.get("row"), told.get("column")
    return Source(cast(int, told["block"]), cast("int | None", row), cast("int | None", column), place)
