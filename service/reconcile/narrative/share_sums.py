"""Shares of one whole in one sentence: together they are not more than all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import percent_unit
from service.reconcile.narrative.place_in_text import sentence_of
from service.reconcile.narrative.statement import Judgement, narrative_finding, position, quantity_words, stated
from service.reconcile.subject import Subject
from service.reconcile.wording import figure

RULE = "narrative.share_sum"
_HUNDRED = Decimal(100)
_OVERLAP = ("同时", "重复", "交叉", "多选", "分别占各自", "其中")
_KINDS = ("category", "party", "channel")


def share_sums(subject: Subject) -> tuple[Finding, ...]:
    """The shares that one sentence gives of one whole make at most 100 %, rounding apart.

    Shares of outcomes are told apart by metric and category, others by the qualifier they have in common; shares of
    several kinds (by channel and by applicant) are of wholes of their own.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in subject.facts:
        kind = _kind(fact)
        if kind is not None and fact.evidence and not fact.approx:
            groups[(fact.year, sentence_of(subject.report.text, position(fact)), kind)].append(fact)
    return tuple(_finding(group, subject) for group in groups.values() if _are_apart(group))


def _kind(fact: Fact) -> str | None:
    """What the shares of one whole have in common."""
    if fact.kind != "rate" or catalogue()[fact.metric].measure != "count" or fact.role:
        return None
    told = [name for name in _KINDS if getattr(fact, name)]
    group = fact.metric.partition(".")[0]
    if group == "request" and fact.metric not in ("request.received", "request.new"):
        return "outcome" if told in ([], ["category"]) else None
    return f"{fact.metric} {told[0]}" if len(told) == 1 else None


def _are_apart(group: Sequence[Fact]) -> bool:
    """Whether two shares or more name different things, none of them a reason within another's outcome."""
    named = [(fact.metric, *(getattr(fact, name) for name in _KINDS)) for fact in group]
    whole = {fact.metric for fact in group if not fact.category}
    nested = any(fact.category and fact.metric in whole for fact in group)
    return len(group) > 1 and len(set(named)) == len(named) and not nested


def _finding(group: Sequence[Fact], subject: Subject) -> Finding:
    text = subject.report.text
    together = sum((fact.value for fact in group), start=Decimal(0))
    most = _HUNDRED + sum(
        (percent_unit(fact.value, quantity_words(fact, text)) / 2 for fact in group), start=Decimal(0)
    )
    listed = "、".join(stated(fact, text) for fact in group)
    said = f"文字同一句中的占比{listed}合计{figure(together)}%"
    begin, end = sentence_of(text, position(group[0]))
    if together <= most:
        judgement, message = Judgement("holds", "warning", ""), f"{said}，不超过100%。"
    elif any(word in text[begin:end] for word in _OVERLAP):
        judgement = Judgement("undecided", "information", "")
        message = f"{said}，超过100%，但文字表明各项可能重复或不属于同一总数，无法断定。"
    else:
        judgement, message = Judgement("fails", "warning", ""), f"{said}，超过100%，请核实。"
    return narrative_finding(RULE, subject, judgement, message=message, facts=group, left=figure(together), right="100")
