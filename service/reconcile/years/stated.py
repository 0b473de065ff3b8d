"""Last year's figures as this report states them, against last year's report."""

from __future__ import annotations

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.finding import Finding, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import agreement
from service.reconcile.narrative.scope import sentence_before
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation, titles
from service.reconcile.years.base import may_be_other_scope
from service.reconcile.years.figures import Figures, figures, quantity_of

RULE = "years.stated"
_SHOWN = 3


def stated_last_year(subject: Subject) -> tuple[Finding, ...]:
    """A figure of last year that this report states (上年为34件) is the one of last year's report.

    It fails only where neither its tables nor its sentences have the figure under an admissible reading; nothing is
    said where last year's report does not speak of the same thing.
    """
    last, year = subject.last_year, subject.report.year
    if last is None or year is None or last.report.year != year - 1:
        return ()
    stated = [fact for fact in subject.facts if fact.kind == "level" and fact.year == year - 1 and fact.evidence]
    found = [_finding(fact, subject, last, year - 1) for fact in stated if fact.metric != "request.carried_in"]
    return tuple(finding for finding in found if finding is not None)


def _finding(fact: Fact, subject: Subject, last: Subject, year: int) -> Finding | None:
    before = figures(quantity_of(fact, subject, table="stated"), last, year=year)
    if not before.all and (fact.doubtful or not before.missing):
        return None
    verdict, reason = _judged(fact, before, subject, last)
    fitting = [part for part in before.all if agreement(fact, part.interval) == "agrees"]
    shown = fitting[:1] or before.all[:_SHOWN]
    return Finding(
        rule=RULE,
        verdict=verdict,
        severity="warning",
        message=_message(fact, verdict, reason, "，".join(part.described for part in shown), subject),
        key=finding_key(RULE, "；".join(part.described for part in before.all), form=subject.form, facts=[fact]),
        left=figure(fact.value),
        right=figure(shown[0].value) if shown else None,
        reading=shown[0].name if verdict == "holds" else None,
        facts=(fact.id,),
    )


def _judged(fact: Fact, before: Figures, subject: Subject, last: Subject) -> tuple[Verdict, str]:
    agreements = [agreement(fact, part.interval) for part in before.all]
    if "agrees" in agreements:
        return "holds", ""
    if fact.doubtful:
        return "undecided", "这一数字识别的把握不大"
    if before.missing:
        return "undecided", f"{titles(last.form.edition, before.missing)}没有可用的数值"
    if "open" in agreements or not all(part.sure for part in before.all):
        return "undecided", "有的数字是约数或识别存疑"
    if may_be_other_scope(sentence_before(subject.report.text, fact.evidence[0].end), subject.report):
        return "undecided", "所述与上年报告的统计范围可能不同"
    if not before.table and len(before.told) > 1:
        return "undecided", "上年报告中同一事项有几个不同的数字，无法断定所指"
    return "fails", ""


def _message(fact: Fact, verdict: Verdict, reason: str, known: str, subject: Subject) -> str:
    quote = quotation(subject.report.text, fact.evidence[0])
    head = f"文字“{quote}”称上年{catalogue()[fact.metric].zh}为{figure(fact.value)}{fact.unit or ''}"
    told = f"上年报告{known}" if known else ""
    if verdict == "holds":
        return f"{head}，{told}，两者相符。"
    if verdict == "fails":
        return f"{head}，而{told}，不相符。"
    return f"{head}，{f'{told}，' if told else ''}{reason}，无法断定是否相符。"
