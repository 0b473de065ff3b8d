"""What a report says of the fee for handling information (信息处理费), charged since 2021 (国办函〔2020〕109号)."""

from __future__ import annotations

import re

from service.reconcile.finding import Finding
from service.reconcile.shape.quoting import quoted, sentence_at
from service.reconcile.shape.verdicts import absence_finding, shape_finding
from service.reconcile.subject import Subject

RULE, ELSEWHERE = "shape.fee_statement", "shape.fee_statement_place"
_FIRST_YEAR = 2021
_SECTION = "六"
# In the section where it belongs, any word of fees is the statement; elsewhere it must be this fee or a plain denial.
_IN_PLACE = re.compile(r"处理费|收费|收取|费用|免费|收到\S{0,4}费")
_ELSEWHERE = re.compile(
    r"信息处理费|公开\S{0,4}处理费|(?:[未无没]|零)(?:有|向|发生|产生|涉及|对)?[^，。；\n]{0,12}(?:收取|收费)"
    r"|(?:收取|收)[^，。；\n]{0,6}费用?[^，。；\n]{0,6}(?:0|零|无)"
)
_METRICS = ("fee.amount", "fee.cases")
# The name of the instrument says nothing of the year, and other fees are another matter.
_NO_STATEMENT = re.compile(r"信息处理费管理办法|事业性收费")


def missing_fee_statement(subject: Subject) -> tuple[Finding, ...]:
    """From 2021 on a report says in 六 whether 信息处理费 was charged: here elsewhere, or nowhere."""
    year, report = subject.report.year, subject.report
    known = [section for section in report.sections if section.number == _SECTION]
    if year is None or year < _FIRST_YEAR or not known or subject.form.edition in ("V0a", "V0b"):
        return ()
    body = known[0].body
    if not any(section.body for section in report.sections) or (known[0].present and body is None):
        return ()
    if body is not None and _is_said_within(subject, body):
        return ()
    elsewhere = _said_elsewhere(subject)
    if body is None:
        message = "没有找到第六部分，无法核对是否说明了收取信息处理费的情况。"
        undecided = shape_finding(RULE, subject, message, severity="warning", verdict="undecided")
        return () if elsewhere else (undecided,)
    if elsewhere:
        message = f"收取信息处理费的情况一般写在第六部分，这里写在了其他部分：{quoted(elsewhere)}。"
        return (shape_finding(ELSEWHERE, subject, message, severity="information"),)
    message = "第六部分没有说明收取信息处理费的情况；没有收取的，也应写明未收取。"
    return (absence_finding(RULE, subject, message, severity="warning"),)


def _is_said_within(subject: Subject, body: tuple[int, int]) -> bool:
    return _IN_PLACE.search(subject.report.text, *body) is not None or any(
        body[0] <= evidence.start < body[1]
        for fact in subject.facts
        if fact.metric in _METRICS
        for evidence in fact.evidence
    )


def _said_elsewhere(subject: Subject) -> str | None:
    """The sentence of another section, or of the prose around them, that says whether the fee was charged."""
    text = subject.report.text
    for fact in subject.facts:
        if fact.metric in _METRICS and fact.evidence:
            return sentence_at(text, fact.evidence[0].start, fact.evidence[0].end)
    for match in _ELSEWHERE.finditer(text):
        sentence = sentence_at(text, match.start(), match.end())
        if "处理费" in _NO_STATEMENT.sub("", sentence) or not _NO_STATEMENT.search(sentence):
            return sentence
    return None
