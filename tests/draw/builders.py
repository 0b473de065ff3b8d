"""Readings for drawings, built by hand: no model, no file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PIL import Image

from service.documents.document import Block, Document, Format, Grid, GridCell, Paragraph, Place, Run, Source
from service.documents.outline import read_report
from service.facts.fact import Evidence, Fact
from service.forms.recognise import recognise
from service.reading import Reading, Timings
from service.reconcile.finding import Finding
from tests.forms.tables import ruled, zeros

TITLE = "甲县水务局2023年政府信息公开工作年度报告"
SENTENCE = "全年收到政府信息公开申请20件，其中网上提交12件。"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
TEXT = "\n".join((TITLE, HEADINGS[0], SENTENCE))  # how the running text of the short report begins


def make_blocks(*, sentence: str = SENTENCE, grids: Sequence[Grid] | None = None) -> tuple[Block, ...]:
    """A short report: title, a sentence, and the three tables of zeros under their headings."""
    tables = list(ruled("V2", zeros("V2")) if grids is None else grids)
    blocks: list[Block] = []
    for text in (TITLE, HEADINGS[0], sentence):
        blocks.append(Paragraph(text, Source(len(blocks))))
    for heading, grid in zip(HEADINGS[1:], tables, strict=False):
        blocks.append(Paragraph(heading, Source(len(blocks))))
        blocks.append(replace(grid, source=Source(len(blocks))))
    return tuple(blocks)


def make_reading(
    blocks: Sequence[Block],
    *,
    facts: Sequence[Fact] = (),
    findings: Sequence[Finding] = (),
    name: str = "report.docx",
    format: Format = "docx",
    pages: int | None = None,
) -> Reading:
    """What is read from blocks, with facts and findings as given."""
    document = Document(name=name, format=format, sha256="0" * 64, blocks=tuple(blocks), pages=pages)
    report = read_report(document)
    return Reading(
        id="0" * 32,
        document=document,
        problems=(),
        report=report,
        form=recognise(report),
        facts=tuple(facts),
        findings=tuple(findings),
        versions={"service": "1"},
        timings=Timings(0, 0, 0),
    )


def make_fact(text: str, quantity: str, label: str, *, id: str = "f1", **fields: Any) -> Fact:
    """A fact whose number and words stand in ``text``, each where it occurs first."""
    number, words = text.index(quantity), text.index(label)
    ends = (number, number + len(quantity), words, words + len(label))
    evidence = Evidence(min(ends), max(ends), (number, ends[1]), (words, ends[3]))
    given: dict[str, Any] = {
        "metric": "request.received",
        "label": label,
        "value": Decimal("".join(filter(str.isdigit, quantity)) or 0),
        "unit": "件",
        "kind": "level",
        "negated": False,
        "approx": None,
        "year": 2023,
        "confidence": 0.98,
        "key": id,
    }
    return Fact(id=id, evidence=(evidence,), **(given | fields))


def make_finding(message: str = "两处不一致。", *, verdict: Any = "fails", **fields: Any) -> Finding:
    """A finding that fails."""
    given: dict[str, Any] = {"rule": "form.row_total", "severity": "error", "key": message}
    return Finding(message=message, verdict=verdict, **(given | fields))


def on_page(text: str, block: int, *, page: int = 1, top: float = 100.0, width: int = 20) -> Paragraph:
    """A paragraph set in lines of ``width`` characters, each 10 points wide and 16 high, from 50 points on."""
    runs = []
    for line, start in enumerate(range(0, len(text), width)):
        n = len(text[start : start + width])
        edges = tuple(50.0 + 10 * at for at in range(n + 1))
        runs.append(Run(start, page, top + 16 * line, top + 16 * line + 12, edges))
    return Paragraph(text, Source(block), runs=tuple(runs))


def with_places(grid: Grid, *, page: int = 1, top: float = 200.0) -> Grid:
    """The grid on a page: columns 40 points wide, rows 14 high, from 50 points on."""

    def placed(cell: GridCell) -> GridCell:
        left, upper = 50.0 + 40 * cell.column, top + 14 * cell.row
        box = (left, upper, left + 40 * cell.column_span, upper + 14 * cell.row_span)
        return replace(cell, place=Place(page, box))

    return replace(grid, cells=tuple(map(placed, grid.cells)))


def make_pdf(n_pages: int = 1, *, width: int = 595, height: int = 842) -> bytes:
    """A PDF of white pages, its size in points."""
    pages = [Image.new("RGB", (width, height), "white") for _ in range(n_pages)]
    data = io.BytesIO()
    pages[0].save(data, "PDF", resolution=72, save_all=True, append_images=pages[1:])
    return data.getvalue()
