"""The same thing stated twice in the narrative: both figures must be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from annotations.catalogue import catalogue
from service.documents.report import Report
from service.facts.fact import QUALIFIERS, Fact
from service.reconcile.finding import Finding
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import agreement, exactly
from service.reconcile.narrative.fitting import all_fit_tables
from service.reconcile.narrative.place_in_text import sentence_of
from service.reconcile.narrative.statement import Judgement
from service.reconcile.narrative.stock import known_stocks
from service.reconcile.narrative.words import comparison_data, words_of
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation

RULE = "narrative.repetition"
_NEAR = 8
_NOISE = re.compile(r"[\s“”\"'‘’《》]|政府信息公开|信息公开|政府信息|年度|全年|本年|情况")


def narrative_repetitions(subject: Subject) -> tuple[Finding, ...]:
    """A figure that the narrative states in several places is the same in all of them.

    Facts are compared where metric, kind, year, unit and qualifiers agree. Other words for the label leave it undecided
    for metrics of which a report has one figure, and say nothing for the others, of which it has many.
    """
    facts = [fact for fact in subject.facts if not _is_of_another_time(fact, subject.report)]
    disputes = [fact for fact in facts if fact.metric.startswith(("review.", "litigation."))]
    deciding = {id for id, words in words_of(disputes, subject).items() if words.applying("deciding")}
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    data = comparison_data()["repetition"]
    for fact in facts:
        if fact.metric in data["single"] and fact.part_of is None and fact.kind != "change":
            groups[(*_identity(fact), _verb(fact), str(fact.id in deciding))].append(fact)
        elif fact.metric in data["worded"] and fact.part_of is None and fact.kind == "level":
            groups[(*_identity(fact), _bare(fact.label))].append(fact)
    return tuple(_finding(group, subject) for group in groups.values() if _is_stated_twice(group))


def _identity(fact: Fact) -> tuple[str, ...]:
    qualifiers = (_bare(getattr(fact, name) or "") for name in QUALIFIERS)
    # A negation has no unit, and denies whatever the unit would have been.
    unit = fact.unit if fact.metric in comparison_data()["repetition"]["worded"] else ""
    return (fact.metric, fact.kind, str(fact.year), unit or "", *qualifiers)


def _verb(fact: Fact) -> str:
    """What is said to have been done, where it tells two statements of one metric apart (废止 and 宣布失效)."""
    for verbs in comparison_data()["repetition"]["verbs"]:
        if any(verb in fact.label for verb in verbs):
            return str(verbs[0])
    return ""


def _is_of_another_time(fact: Fact, report: Report) -> bool:
    """The figure at the year's beginning, or before a clean-up."""
    words = comparison_data()["repetition"]["other_time"]
    said = [report.text[max(0, e.quantity[0] - _NEAR) : e.quantity[0]] for e in fact.evidence]
    return any(word in text for text in said for word in words)


def _bare(text: str) -> str:
    return _NOISE.sub("", text)


def _is_stated_twice(group: Sequence[Fact]) -> bool:
    return len(group) > 1 or len(group[0].evidence) > 1


def _finding(group: Sequence[Fact], subject: Subject) -> Finding:
    judgement = _judged(group, subject)
    values = list(dict.fromkeys(figure(fact.value) for fact in group))
    return Finding(
        rule=RULE,
        verdict=judgement.verdict,
        severity=judgement.severity,
        message=_message(group, subject.report, judgement.reason),
        key=finding_key(RULE, group[0].metric, form=subject.form, facts=group),
        left=values[0],
        right=values[-1],
        reading=judgement.reading if judgement.verdict == "holds" else None,
        facts=tuple(fact.id for fact in group),
    )


def _judged(group: Sequence[Fact], subject: Subject) -> Judgement:
    first = group[0]
    if any(fact.doubtful for fact in group):
        return Judgement("undecided", "warning", "其中有数字识别的把握不大，无法断定")
    if all(_agree(first, other) for other in group[1:]):
        return Judgement("holds", "warning", "各处一致")
    if _differ_by_stock(group, subject):
        return Judgement("holds", "warning", "相差的正是上年结转的件数", "其中一处含上年结转")
    if all_fit_tables(group, subject):
        return Judgement("holds", "warning", "各与表格的一种口径相符", "各与表格的一种口径相符")
    if _may_differ_by_stock(group, subject):
        return Judgement("undecided", "information", "其中一处含上年结转，而文字和表格都没有说明结转多少，无法断定")
    if any(fact.approx for fact in group):
        return Judgement("fails", "information", "其中有约数，相差较大")
    if all(_same_words(first, other) for other in group[1:]):
        return Judgement("fails", "warning", "前后不一致")
    return Judgement("undecided", "information", "各处用语不同，所指未必相同，无法断定")


def _differ_by_stock(group: Sequence[Fact], subject: Subject) -> bool:
    """Whether 收到 is told once with and once without what was carried in."""
    values = {fact.value for fact in group}
    if group[0].metric != "request.received" or len(values) != 2:
        return False
    return max(values) - min(values) in known_stocks(subject)


def _may_differ_by_stock(group: Sequence[Fact], subject: Subject) -> bool:
    """Whether the largest of several 收到 is said to hold what was carried in, and nothing tells how much that was."""
    largest = max(group, key=lambda fact: fact.value)
    if largest.metric != "request.received" or known_stocks(subject):
        return False
    text, words = subject.report.text, comparison_data()["repetition"]["stock"]
    said = [text[sentence_of(text, e.quantity[0])[0] : e.quantity[0]] for e in largest.evidence]
    return any(word in clause for clause in said for word in words)


def _agree(one: Fact, other: Fact) -> bool:
    return "agrees" in (agreement(one, exactly(other.value)), agreement(other, exactly(one.value)))


def _same_words(one: Fact, other: Fact) -> bool:
    first, second = _bare(one.label), _bare(other.label)
    return first in second or second in first or (_verb(one) != "" and _verb(one) == _verb(other))


def _message(group: Sequence[Fact], report: Report, reason: str) -> str:
    places = []
    for fact in group:
        for evidence in fact.evidence or ():
            quote = quotation(report.text, evidence)
            places.append(f"“{quote}”（{figure(fact.value)}{fact.unit or ''}）")
    stated = "、".join(places) or "、".join(figure(fact.value) for fact in group)
    return f"{catalogue()[group[0].metric].zh}在文字中说了{max(len(places), len(group))}次：{stated}，{reason}。"
