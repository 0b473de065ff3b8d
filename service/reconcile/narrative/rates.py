"""Stated rates: what is impossible, and the rate of conclusion recomputed from table three."""

from __future__ import annotations

from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import exactly, rate_agreement, share_of
from service.reconcile.narrative.comparing import in_part
from service.reconcile.narrative.readings import Reading, reading
from service.reconcile.narrative.scope import may_differ_in_scope
from service.reconcile.narrative.statement import Judgement, narrative_finding, percentage, quantity_words, stated
from service.reconcile.narrative.words import comparison_data
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure, titles

RANGE_RULE = "narrative.rate_range"
COMPLETION_RULE = "narrative.completion_rate"
_HUNDRED = Decimal(100)
_ALL_DUE = "到期的申请均已答复"


def rates_in_range(subject: Subject) -> tuple[Finding, ...]:
    """A share or a named rate lies between 0 and 100 %; what the catalogue has no metric for may be of another kind."""
    return tuple(
        _in_range(fact, subject)
        for fact in subject.facts
        if fact.kind == "rate" and fact.unit in ("%", "％", None) and catalogue()[fact.metric].measure != "any"
    )


def _in_range(fact: Fact, subject: Subject) -> Finding:
    said = f"文字{stated(fact, subject.report.text)}的比率为{figure(fact.value)}%"
    if 0 <= fact.value <= _HUNDRED:
        judgement, message = Judgement("holds", "error", ""), f"{said}，在0到100%之间。"
    else:
        judgement, message = Judgement("fails", "error", ""), f"{said}，比率不可能超出0到100%，请核实。"
    # What is more than all is no rate: growth is stated in per cents too, and may have been read as one.
    right = "100" if fact.value > 0 else "0"
    return narrative_finding(
        RANGE_RULE, subject, judgement, message=message, facts=[fact], left=figure(fact.value), right=right
    )


def completion_rates(subject: Subject) -> tuple[Finding, ...]:
    """办结率 is all outcomes through what came in and was carried in (table three).

    Rates that speak of time (按时办结率) are of what was due and are not compared; 答复率 may be of what was due, so
    that 100 % is right whatever was carried out.
    """
    data = comparison_data()["completion"]
    if subject.form.edition is None:
        return ()
    lookup = FormLookup(subject.form, subject.zeros)
    concluded, inflow = reading(data["concluded"], lookup), reading(data["inflow"], lookup)
    by_id = {fact.id: fact for fact in subject.facts}
    found = []
    for fact in subject.facts:
        said = f"{fact.label}{fact.category or ''}"
        named = any(word in said for word in (*data["words"], *data["answered"]))
        timed = any(word in said for word in data["timed"])
        own = fact.metric == data["metric"] and fact.kind == "rate" and fact.year == subject.report.year
        if own and named and not timed and not in_part(_bare(fact), by_id):
            of_due = any(word in said for word in data["answered"])
            found.append(_completion(fact, concluded, inflow, subject, of_due=of_due))
    return tuple(found)


def _bare(fact: Fact) -> Fact:
    """The fact without its category, which is only the name of the rate."""
    return Fact(**{name: getattr(fact, name) for name in Fact.__slots__} | {"category": None})


def _completion(fact: Fact, concluded: Reading, inflow: Reading, subject: Subject, *, of_due: bool) -> Finding:
    said = f"文字{stated(fact, subject.report.text)}"
    cells = (*concluded.cells, *inflow.cells)
    missing = (*concluded.missing, *inflow.missing)
    right = None
    if concluded.amount is None or inflow.amount is None:
        judgement = Judgement("undecided", "warning", "")
        message = f"{said}，{titles(subject.form.edition, missing)}没有可用的数值，无法核对。"
    elif inflow.amount == 0:
        judgement = Judgement("undecided", "information", "")
        message = f"{said}，表中没有收到申请，无从计算比率。"
    else:
        computed = share_of(exactly(concluded.amount), exactly(inflow.amount)) or exactly(Decimal(0))
        right = figure(computed.low.quantize(Decimal("0.01")))
        by = (
            f"{concluded.name}{figure(concluded.amount)} ÷ （{inflow.name}）{figure(inflow.amount)} = "
            f"{percentage(concluded.amount, inflow.amount)}"
        )
        judgement, message = _judged(fact, computed.low, said, by, subject, of_due=of_due)
    return narrative_finding(
        COMPLETION_RULE,
        subject,
        judgement,
        message=message,
        facts=[fact],
        left=figure(fact.value),
        right=right,
        cells=cells,
    )


def _judged(
    fact: Fact, computed: Decimal, said: str, by: str, subject: Subject, *, of_due: bool
) -> tuple[Judgement, str]:
    written = quantity_words(fact, subject.report.text)
    agrees = rate_agreement(fact, exactly(computed), words=written)
    if agrees == "agrees":
        return Judgement("holds", "warning", "", "办理结果总计 ÷ （本年新收 + 上年结转）"), f"{said}与表中{by}相符。"
    if of_due and fact.value == _HUNDRED:
        return Judgement("holds", "warning", "", _ALL_DUE), f"{said}可以理解为{_ALL_DUE}，与表中{by}不矛盾。"
    if agrees == "open" or may_differ_in_scope(fact, subject.report, [Decimal(0)]):
        return Judgement("undecided", "information", ""), f"{said}是约数或统计范围可能不同，表中{by}，无法断定。"
    return Judgement("fails", "warning", ""), f"{said}与表中{by}不符。"
