"""The form that a report uses and the year it is about."""

from __future__ import annotations

from service.reconcile.finding import Finding, Severity
from service.reconcile.shape.verdicts import shape_finding
from service.reconcile.subject import Subject

_FIRST_OF_V1, _FIRST_OF_V2 = 2019, 2021
_NAMES = {"V0a": "2019年以前的格式", "V0b": "2014年的格式", "V1": "2019年的试行格式", "V2": "2021年的格式"}


def other_years_form(subject: Subject) -> tuple[Finding, ...]:
    """The tables are those of the form of the year: here an older form lived on, or a later one came early."""
    year, edition = subject.report.year, subject.form.edition
    severity = None if year is None or edition is None else _severity(year, edition)
    if severity is None or edition is None:
        return ()
    message = f"报告是{year}年的，统计表用的却是{_NAMES[edition]}，{_usual(year or 0)}。"
    return (shape_finding("shape.form_of_year", subject, message, severity=severity, instance=f"{year} {edition}"),)


def _severity(year: int, edition: str) -> Severity | None:
    if year >= _FIRST_OF_V2:
        return None if edition == "V2" else "warning"
    if year >= _FIRST_OF_V1:
        # The trial form was encouraged for 2019, not required.
        return "information" if edition == "V2" or (edition != "V1" and year > _FIRST_OF_V1) else None
    return "information" if edition in ("V1", "V2") else None


def _usual(year: int) -> str:
    if year >= _FIRST_OF_V2:
        return "2021年度起的报告使用国办公开办函〔2021〕30号所附的格式"
    if year >= _FIRST_OF_V1:
        return "2019、2020年度的报告使用国办公开办函〔2019〕60号所附的试行格式"
    return "当年还没有这种格式"
