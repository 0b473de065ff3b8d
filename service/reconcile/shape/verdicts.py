"""Findings about the report's shape and wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from service.reconcile.finding import Finding, Severity, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.subject import Subject

RECOGNISED: Final = "（文字由扫描件识别得到，可能识别有误，请先对照原件。）"
NOT_ALL_READ: Final = "（文件有内容未能读取，无法断定。）"


def shape_finding(
    rule: str,
    subject: Subject,
    message: str,
    *,
    severity: Severity,
    instance: str = "",
    cells: Sequence[str] = (),
    verdict: Verdict = "fails",
) -> Finding:
    """A finding about ``instance``, the words or the section concerned; its key changes with them and the cells."""
    key = finding_key(rule, instance, form=subject.form, cells=cells)
    return Finding(rule=rule, verdict=verdict, severity=severity, message=message, key=key, cells=tuple(cells))


def wording_finding(rule: str, subject: Subject, message: str, *, severity: Severity, instance: str) -> Finding:
    """A finding about single characters; undecided where these were recognised on a scan."""
    if is_recognised(subject):
        message += RECOGNISED
        return shape_finding(rule, subject, message, severity=severity, instance=instance, verdict="undecided")
    return shape_finding(rule, subject, message, severity=severity, instance=instance)


def absence_finding(rule: str, subject: Subject, message: str, *, severity: Severity, instance: str = "") -> Finding:
    """A finding that something is not in the text; undecided where part of the document could not be read."""
    if subject.report.document.status == "partly_read":
        message += NOT_ALL_READ
        return shape_finding(rule, subject, message, severity=severity, instance=instance, verdict="undecided")
    return shape_finding(rule, subject, message, severity=severity, instance=instance)


def is_recognised(subject: Subject) -> bool:
    """Whether the text came out of character recognition, here or in the program that made the file."""
    return any(problem.code.startswith("document.recognised") for problem in subject.report.document.problems)
