"""The same thing stated twice in the narrative: both figures must be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from annotations.catalogue import catalogue
from service.documents.report import Report
from service.facts.fact import QUALIFIERS, Fact
from service.forms.cell import Form
from service.reconcile.finding import Finding, Severity, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import agreement, exactly
from service.reconcile.narrative.readings import comparison_data
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation

RULE = "narrative.repetition"
_NOISE = re.compile(r"[\s“”\"'‘’《》]|政府信息公开|信息公开|政府信息|年度|全年|本年|情况")


def narrative_repetitions(subject: Subject) -> tuple[Finding, ...]:
    """A figure that the narrative states in several places is the same in all of them.

    Facts are compared where metric, kind, year, unit and qualifiers agree. Other words for the label leave it undecided
    for metrics of which a report has one figure, and say nothing for the others, of which it has many.
    """
    report, form, facts = subject.report, subject.form, subject.facts
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    data = comparison_data()["repetition"]
    for fact in facts:
        if fact.metric in data["single"] and fact.part_of is None and fact.kind != "change":
            groups[_identity(fact)].append(fact)
        elif fact.metric in data["worded"] and fact.part_of is None and fact.kind == "level":
            groups[(*_identity(fact), _bare(fact.label))].append(fact)
    return tuple(_finding(group, report, form) for group in groups.values() if _is_stated_twice(group))


def _identity(fact: Fact) -> tuple[str, ...]:
    qualifiers = (_bare(getattr(fact, name) or "") for name in QUALIFIERS)
    # A negation has no unit, and denies whatever the unit would have been.
    unit = fact.unit if fact.metric in comparison_data()["repetition"]["worded"] else ""
    return (fact.metric, fact.kind, str(fact.year), unit or "", *qualifiers)


def _bare(text: str) -> str:
    return _NOISE.sub("", text)


def _is_stated_twice(group: Sequence[Fact]) -> bool:
    return len(group) > 1 or len(group[0].evidence) > 1


def _finding(group: Sequence[Fact], report: Report, form: Form) -> Finding:
    verdict, severity, reason = _judged(group)
    values = list(dict.fromkeys(figure(fact.value) for fact in group))
    return Finding(
        rule=RULE,
        verdict=verdict,
        severity=severity,
        message=_message(group, report, reason),
        key=finding_key(RULE, group[0].metric, form=form, facts=group),
        left=values[0],
        right=values[-1],
        facts=tuple(fact.id for fact in group),
    )


def _judged(group: Sequence[Fact]) -> tuple[Verdict, Severity, str]:
    first = group[0]
    if any(fact.doubtful for fact in group):
        return "undecided", "warning", "其中有数字识别的把握不大，无法断定"
    if all(_agree(first, other) for other in group[1:]):
        return "holds", "warning", "各处一致"
    if any(fact.approx for fact in group):
        return "undecided", "information", "其中有约数，无法断定"
    if all(_same_words(first, other) for other in group[1:]):
        return "fails", "warning", "前后不一致"
    return "undecided", "information", "各处用语不同，所指未必相同，无法断定"


def _agree(one: Fact, other: Fact) -> bool:
    return "agrees" in (agreement(one, exactly(other.value)), agreement(other, exactly(one.value)))


def _same_words(one: Fact, other: Fact) -> bool:
    first, second = _bare(one.label), _bare(other.label)
    return first in second or second in first


def _message(group: Sequence[Fact], report: Report, reason: str) -> str:
    places = []
    for fact in group:
        for evidence in fact.evidence or ():
            quote = quotation(report.text, evidence)
            places.append(f"“{quote}”（{figure(fact.value)}{fact.unit or ''}）")
    stated = "、".join(places) or "、".join(figure(fact.value) for fact in group)
    return f"{catalogue()[group[0].metric].zh}在文字中说了{max(len(places), len(group))}次：{stated}，{reason}。"
