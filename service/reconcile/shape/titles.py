"""The title of a report: there, with its year and its agency."""

from __future__ import annotations

from service.reconcile.finding import Finding
from service.reconcile.shape.verdicts import shape_finding
from service.reconcile.subject import Subject


def missing_title(subject: Subject) -> tuple[Finding, ...]:
    """The report begins with a title that names agency and year: here one of the three was not found."""
    report = subject.report
    if report.title is None:
        return (shape_finding("shape.title_missing", subject, "没有找到报告标题。", severity="warning"),)
    found = []
    if report.year is None:
        message = f"标题“{report.title}”没有写明年份，无法确定报告年度。"
        found.append(shape_finding("shape.year_missing", subject, message, severity="warning"))
    if report.agency is None:
        message = f"标题“{report.title}”没有写明编制机关。"
        found.append(shape_finding("shape.agency_missing", subject, message, severity="information"))
    return tuple(found)
