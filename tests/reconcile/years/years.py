"""Two years of one body, built from a few cells and sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.forms.cell import Edition
from service.reconcile.subject import Subject

from ..builders import make_fact, make_form, make_report

Said = tuple[str, str, str, dict[str, Any]]


def told(metric: str, value: str, quote: str, **fields: Any) -> Said:
    """A statement: its metric and value, the words that state it."""
    return metric, value, quote, fields


def subject(
    year: int,
    *said: Said,
    cells: Mapping[str, str] | None = None,
    edition: Edition | None = "V2",
    missing: Sequence[str] = (),
    text: str = "",
    agency: str = "甲县水务局",
    last: Subject | None = None,
) -> Subject:
    """A report of a year whose text is the given one, or the quotes one after the other."""
    text = text or "，".join(quote for _, _, quote, _ in said)
    facts = []
    for number, (metric, value, quote, fields) in enumerate(said):
        given: dict[str, Any] = {"year": year, "id": f"f{number}", **fields}
        facts.append(make_fact(metric, value, text=text, quote=quote, **given))
    form = make_form(cells or {}, edition=edition, missing=missing)
    report = make_report(text, year=year, agency=agency, title=f"{agency}{year}年政府信息公开工作年度报告")
    return Subject(report, form, tuple(facts), last_year=last)


def change(metric: str, value: str, quote: str, *, unit: str | None = "件", **fields: Any) -> Said:
    """A statement of growth or decline."""
    return metric, value, quote, {"kind": "change", "unit": unit, **fields}
