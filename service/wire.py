"""The Reading as JSON: one shape for the API, the command line and batches (docs/reading.md)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.documents.document import Problem, Source
from service.documents.report import Section
from service.facts.fact import Evidence, Fact
from service.forms.cell import Cell
from service.reading import SCHEMA, Reading
from service.reconcile.finding import Finding

Where = dict[str, int | list[float]]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True)


class ProblemJson(_Wire):
    """Something that could not be read as it should."""

    code: str
    message: str
    where: Where | None = None

    @classmethod
    def of(cls, problem: Problem) -> ProblemJson:
        """From the value."""
        return cls(code=problem.code, message=problem.message, where=where(problem.where))


class DocumentJson(_Wire):
    """The file that was read."""

    name: str
    format: str
    sha256: str
    pages: int | None
    status: Literal["read", "partly_read"]
    problems: list[ProblemJson]


class SectionJson(_Wire):
    """A section of the form."""

    number: str
    title: str
    kind: Literal["prose", "table"]
    present: bool
    printed: str | None = None
    body: tuple[int, int] | None = None
    source: Where | None = None

    @classmethod
    def of(cls, section: Section) -> SectionJson:
        """From the value."""
        plain = {name: getattr(section, name) for name in ("number", "title", "kind", "present", "printed", "body")}
        return cls(**plain, source=where(section.source))


class ReportJson(_Wire):
    """What the document says it is; ``body`` of a section are characters of ``text``."""

    title: str | None = None
    agency: str | None
    year: int | None
    edition: str | None
    sections: list[SectionJson]


class CellJson(_Wire):
    """A cell of the statutory tables."""

    value: str | None
    status: str
    raw: str
    source: Where | None = None
    unit: str | None = None
    candidates: list[str] | None = None
    confidence: float | None = None
    doubtful: bool = False

    @classmethod
    def of(cls, cell: Cell) -> CellJson:
        """From the value."""
        return cls(
            value=decimal(cell.value),
            status=cell.status,
            raw=cell.raw,
            source=where(cell.source),
            unit=cell.unit,
            candidates=[decimal_text(value) for value in cell.candidates] or None,
            confidence=cell.confidence,
            doubtful=cell.doubtful,
        )


class ExtraRowJson(_Wire):
    """A row of a statutory table that the form does not know."""

    texts: list[str]
    source: Where | None


class EvidenceJson(_Wire):
    """One place where a fact is stated; offsets are characters of ``text``."""

    start: int
    end: int
    quantity: tuple[int, int]
    label: tuple[int, int]
    source: Where | None = None

    @classmethod
    def of(cls, evidence: Evidence) -> EvidenceJson:
        """From the value."""
        return cls(
            start=evidence.start,
            end=evidence.end,
            quantity=evidence.quantity,
            label=evidence.label,
            source=where(evidence.source),
        )


class FactJson(_Wire):
    """One quantity that the narrative states."""

    id: str
    metric: str
    label: str
    value: str
    unit: str | None
    kind: Literal["level", "change", "rate"]
    negated: bool
    approx: Literal["about", "at_least", "at_most"] | None
    year: int | None
    channel: str | None
    category: str | None
    party: str | None
    role: str | None
    part_of: str | None
    precision: str | None
    confidence: float
    doubtful: bool
    parts_doubtful: bool
    key: str
    evidence: list[EvidenceJson]

    @classmethod
    def of(cls, fact: Fact) -> FactJson:
        """From the value."""
        plain = (
            "id",
            "metric",
            "label",
            "unit",
            "kind",
            "negated",
            "approx",
            "year",
            "confidence",
            "doubtful",
            "parts_doubtful",
            "key",
        )
        qualified = ("channel", "category", "party", "role", "part_of")
        return cls(
            **{name: getattr(fact, name) for name in (*plain, *qualified)},
            value=decimal_text(fact.value),
            precision=decimal(fact.precision),
            evidence=[EvidenceJson.of(evidence) for evidence in fact.evidence],
        )


class ChangeJson(_Wire):
    """A value that would have to be another one."""

    cell: str
    value: str | None
    proposed: str


class SuspectJson(_Wire):
    """A smallest set of changes under which all equations hold."""

    changes: list[ChangeJson]
    reason: str


class FindingJson(_Wire):
    """What one rule says."""

    rule: str
    verdict: Literal["holds", "fails", "undecided", "broken"]
    severity: Literal["error", "warning", "information"]
    message: str
    left: str | None
    right: str | None
    reading: str | None
    facts: list[str]
    cells: list[str]
    suspects: list[SuspectJson]
    key: str

    @classmethod
    def of(cls, finding: Finding) -> FindingJson:
        """From the value."""
        suspects = [
            SuspectJson(
                changes=[ChangeJson(cell=c.cell, value=c.value, proposed=c.proposed) for c in suspect.changes],
                reason=suspect.reason,
            )
            for suspect in finding.suspects
        ]
        plain = ("rule", "verdict", "severity", "message", "left", "right", "reading", "key")
        return cls(
            **{name: getattr(finding, name) for name in plain},
            facts=list(finding.facts),
            cells=list(finding.cells),
            suspects=suspects,
        )


class SummaryJson(_Wire):
    """The reading in five numbers."""

    fails: int
    undecided: int
    holds: int
    facts: int
    cells_read: int


class TimingsJson(_Wire):
    """Milliseconds of each stage."""

    read_ms: float
    extract_ms: float
    reconcile_ms: float


class ReadingJson(_Wire):
    """Everything that was read from one report, and what the rules say of it."""

    schema_: str = Field(alias="schema")
    id: str
    document: DocumentJson
    report: ReportJson
    text: str
    cells: dict[str, CellJson]
    extra_rows: list[ExtraRowJson]
    facts: list[FactJson]
    findings: list[FindingJson]
    summary: SummaryJson
    versions: dict[str, str]
    timings: TimingsJson

    @classmethod
    def of(cls, reading: Reading) -> ReadingJson:
        """From the value."""
        document, report, verdicts = reading.document, reading.report, reading.verdicts
        status: Literal["read", "partly_read"] = "partly_read" if reading.problems else "read"
        return cls(
            schema=SCHEMA,
            id=reading.id,
            document=DocumentJson(
                name=document.name,
                format=document.format,
                sha256=document.sha256,
                pages=document.pages,
                status=status,
                problems=[ProblemJson.of(problem) for problem in reading.problems],
            ),
            report=ReportJson(
                title=report.title,
                agency=report.agency,
                year=report.year,
                edition=reading.form.edition,
                sections=[SectionJson.of(section) for section in report.sections],
            ),
            text=report.text,
            cells={cell_id: CellJson.of(cell) for cell_id, cell in reading.form.cells.items()},
            extra_rows=[ExtraRowJson(texts=list(r.texts), source=where(r.source)) for r in reading.form.extra_rows],
            facts=[FactJson.of(fact) for fact in reading.facts],
            findings=[FindingJson.of(finding) for finding in reading.findings],
            summary=SummaryJson(
                fails=verdicts["fails"],
                undecided=verdicts["undecided"],
                holds=verdicts["holds"],
                facts=len(reading.facts),
                cells_read=sum(cell.status == "read" for cell in reading.form.cells.values()),
            ),
            versions=dict(reading.versions),
            timings=TimingsJson(
                read_ms=reading.timings.read_ms,
                extract_ms=reading.timings.extract_ms,
                reconcile_ms=reading.timings.reconcile_ms,
            ),
        )

    def line(self) -> str:
        """The reading as one line of JSON."""
        return self.model_dump_json(by_alias=True)

    def value(self) -> dict[str, Any]:
        """The reading as plain JSON values."""
        value: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        return value


def where(source: Source | None) -> Where | None:
    """A place in the document, only with what is known of it."""
    if source is None:
        return None
    place: dict[str, int | list[float] | None] = {"block": source.block, "row": source.row, "column": source.column}
    if source.place is not None:
        place |= {"page": source.place.page, "box": [round(side, 1) for side in source.place.box]}
    return {name: number for name, number in place.items() if number is not None}


def decimal(value: Decimal | None) -> str | None:
    """A figure as a decimal string."""
    return None if value is None else decimal_text(value)


def decimal_text(value: Decimal) -> str:
    """A figure as a decimal string, never with an exponent."""
    return format(value, "f")
