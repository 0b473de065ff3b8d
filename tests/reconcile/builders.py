"""Reports, forms and facts for tests, built by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from service.documents.document import Document, Source
from service.documents.report import Report, Section, SectionKind
from service.facts.fact import Evidence, Fact
from service.forms.cell import Cell, CellStatus, Edition, Form
from service.forms.layout import layout

_SECTIONS: tuple[tuple[str, str, SectionKind], ...] = (
    ("一", "总体情况", "prose"),
    ("二", "主动公开政府信息情况", "table"),
    ("三", "收到和处理政府信息公开申请情况", "table"),
    ("四", "政府信息公开行政复议、行政诉讼情况", "table"),
    ("五", "存在的主要问题及改进情况", "prose"),
    ("六", "其他需要报告的事项", "prose"),
)
BUSY: Mapping[str, str] = {
    "requests.new@natural_person": "10",
    "requests.new@business": "3",
    "requests.new@total": "13",
    "requests.carried_in@natural_person": "1",
    "requests.carried_in@total": "1",
    "outcomes.granted@natural_person": "6",
    "outcomes.granted@business": "3",
    "outcomes.granted@total": "9",
    "outcomes.denied.third_party@natural_person": "4",
    "outcomes.denied.third_party@total": "4",
    "outcomes.total@natural_person": "10",
    "outcomes.total@business": "3",
    "outcomes.total@total": "13",
    "requests.carried_out@natural_person": "1",
    "requests.carried_out@total": "1",
    "review.upheld": "1",
    "review.total": "1",
}
"""Tables three and four of a report that adds up; all other cells are zero."""


def make_report(
    text: str = "",
    *,
    agency: str | None = "甲县水务局",
    year: int | None = 2023,
    title: str | None = "甲县水务局2023年政府信息公开工作年度报告",
    absent: Sequence[str] = (),
    sections: bool = True,
) -> Report:
    """A report with all sections but the ``absent``."""
    document = Document(name="report.txt", format="text", sha256="0" * 64, blocks=())
    made = tuple(Section(n, name, kind, present=n not in absent) for n, name, kind in _SECTIONS) if sections else ()
    return Report(document, title, agency, year, made, text, ((0, Source(0)),), (), ())


def make_form(
    cells: Mapping[str, str | None],
    *,
    edition: Edition | None = "V2",
    others: str | None = "0",
    blank: Sequence[str] = (),
    missing: Sequence[str] = (),
    unread: Mapping[str, CellStatus] | None = None,
) -> Form:
    """A form with these cells; the ``others`` of the edition all have one value, or are missing where it is None.

    ``unread`` gives single cells another status than ``read``, in place of a value.
    """
    ids = layout(edition).ids if edition is not None else ()
    made = {cell_id: _cell(cell_id, cells.get(cell_id, others)) for cell_id in (*ids, *cells)}
    statuses: dict[str, CellStatus] = {**dict.fromkeys(blank, "blank"), **dict.fromkeys(missing, "missing")}
    for name, status in (statuses | dict(unread or {})).items():
        made[name] = Cell(name, None, status, "")
    return Form(edition, made)


def _cell(cell_id: str, value: str | None) -> Cell:
    if value is None:
        return Cell(cell_id, None, "missing", "")
    return Cell(cell_id, Decimal(value), "read", value)


def make_fact(metric: str, value: str, *, text: str = "", quote: str = "", **fields: Any) -> Fact:
    """A fact whose evidence is where ``quote`` stands in ``text``; the quantity is the number inside the quote."""
    at = max(text.find(quote), 0) if quote else 0
    number = quote.find(value) if value in quote else len(quote)
    quantity = (at + number, at + number + len(value)) if value in quote else (at, at + len(quote))
    evidence = (Evidence(at, at + len(quote), quantity, (at, at)),) if quote else ()
    given: dict[str, Any] = {
        "id": f"{metric}={value}",
        "label": metric,
        "unit": "件",
        "kind": "level",
        "negated": False,
        "approx": None,
        "year": 2023,
        "confidence": 1.0,
        "evidence": evidence,
        "key": "",
    }
    return Fact(metric=metric, value=Decimal(value), **(given | fields))
