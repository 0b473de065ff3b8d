"""What the narrative says of growth and decline, against this year's and last year's report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.finding import Finding, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import Agreement, Interval
from service.reconcile.narrative.scope import sentence_before
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation, titles
from service.reconcile.years.base import is_other_base, may_be_other_scope
from service.reconcile.years.figures import Figure, Figures, comparable, figures, quantity_of
from service.reconcile.years.growth import Change, agrees, computed, difference

RULE = "years.change"
_SHOWN = 3
_SENTENCE_END = re.compile(r"[。\n]")
Pair = tuple[Figure, Figure]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of a change; ``pairs`` are this year's and last year's figures it was measured by."""

    verdict: Verdict
    pairs: tuple[Pair, ...]
    reason: str = ""


def stated_changes(subject: Subject) -> tuple[Finding, ...]:
    """A stated change (增加N件, 增长p%, 与上年持平) is the one between the figures of the two years.

    It fails only where no admissible pair of figures fits (NARRATIVES §6): new requests with or without those carried
    in, tables or text, the base that this report itself states. Nothing is said where last year's report has no
    figure for the same thing, or the change is measured from another time.
    """
    last = subject.last_year
    year = subject.report.year
    if last is None or year is None or last.report.year != year - 1:
        return ()
    found = []
    for fact in subject.facts:
        if fact.kind != "change" or fact.year != year or not fact.evidence:
            continue
        change = _change(fact, subject)
        if change.is_of_share or is_other_base(change.sentence, year):
            continue
        judgement = _judged(change, subject, last, year)
        if judgement is not None:
            found.append(_finding(change, judgement, subject))
    return tuple(found)


def _change(fact: Fact, subject: Subject) -> Change:
    text, evidence = subject.report.text, fact.evidence[0]
    return Change(fact, text[slice(*evidence.quantity)], sentence_before(text, evidence.end))


def _judged(change: Change, subject: Subject, last: Subject, year: int) -> Judgement | None:
    this_figures, last_figures = _both(change.fact, subject, last, year, beside=change.extent)
    pairs = _pairs(this_figures, last_figures)
    if not pairs:
        return _without_pairs(change.fact, this_figures, last_figures)
    agreements: list[Agreement | None] = [agrees(change, *pair) for pair in pairs]
    if "agrees" in agreements:
        return Judgement("holds", (pairs[agreements.index("agrees")],))
    if not all(any(part.own for part in side) for side in zip(*pairs, strict=True)):
        return None
    if change.fact.doubtful:
        return Judgement("undecided", pairs, "这一数字识别的把握不大")
    missing = this_figures.missing + last_figures.missing
    if missing:
        return Judgement("undecided", pairs, f"{titles(subject.form.edition, missing)}没有可用的数值")
    if "open" in agreements:
        return Judgement("undecided", pairs, "有的数字是约数或识别存疑")
    if "disagrees" not in agreements:
        return Judgement("undecided", pairs[:1], "上年为零，没有可比的基数")
    pairs = tuple(pair for pair, agreed in zip(pairs, agreements, strict=True) if agreed is not None)
    reason = _reason_for_doubt(change, this_figures, last_figures, subject, last, year)
    return Judgement("undecided", pairs, reason) if reason else Judgement("fails", pairs)


def _both(
    fact: Fact, subject: Subject, last: Subject, year: int, *, beside: range = range(0)
) -> tuple[Figures, Figures]:
    """This year's figures and last year's, those that this report states of last year among them."""
    quantity = quantity_of(fact, subject, table="changed")
    this = figures(quantity, subject, year=year, beside=beside)
    before = figures(quantity, last, year=year - 1)
    own = figures(quantity, subject, year=year - 1, beside=beside).told
    table = comparable(before.table, quantity, subject.form, last.form)
    missing = before.missing if this.table else ()
    return this, Figures(table, (*before.told, *own), missing)


def _pairs(this: Figures, last: Figures) -> tuple[Pair, ...]:
    """All pairs of different values, those of one name first: 本年新收 with 本年新收."""
    found = sorted(product(this.all, last.all), key=lambda pair: pair[0].name != pair[1].name)
    distinct: dict[tuple[Interval, Interval], Pair] = {}
    for pair in found:
        distinct.setdefault((pair[0].interval, pair[1].interval), pair)
    return tuple(distinct.values())


def _without_pairs(fact: Fact, this: Figures, last: Figures) -> Judgement | None:
    """Undecided where tables should tell and cannot; otherwise last year's report does not speak of it."""
    if fact.doubtful or not (this.missing or last.missing) or not (this.all or last.all):
        return None
    return Judgement("undecided", (), "统计表相应各格没有可用的数值")


def _reason_for_doubt(
    change: Change, this: Figures, last: Figures, subject: Subject, last_year: Subject, year: int
) -> str:
    """Why a change that fits no pair may still be right; empty where nothing speaks for it."""
    if _SENTENCE_END.search(subject.report.text, change.fact.evidence[0].start, change.fact.evidence[0].end):
        return "这一增减与所指的数字不在同一句"
    if this.table and this.told and not _one_value_in_common(this):
        return "本年文字与表格的数字不同，无法断定所指"
    if may_be_other_scope(change.sentence, subject.report):
        return "文字与表格的统计范围可能不同"
    if not (this.table and last.table) and max(len(this.told), len(last.told)) > 1:
        return "同一事项有几个不同的数字，无法断定所指"
    if change.shape == "share" and _fits_another(change, subject, last_year, year):
        return "同一句中另一数字的增幅与此相符，无法断定所指"
    return ""


def _one_value_in_common(this: Figures) -> bool:
    return any(told.interval.meets(part.interval) for told in this.told for part in this.table)


def _fits_another(change: Change, subject: Subject, last: Subject, year: int) -> bool:
    """N件新收，M件结转，K件答复，同比增长p% does not say which of the three grew."""
    others = [
        fact
        for fact in subject.facts
        if (fact.kind, fact.year) == ("level", year)
        and any(evidence.quantity[0] in change.extent for evidence in fact.evidence)
    ]
    return any(
        agrees(change, *pair) == "agrees" for fact in others for pair in _pairs(*_both(fact, subject, last, year))
    )


def _finding(change: Change, judgement: Judgement, subject: Subject) -> Finding:
    fact, pairs = change.fact, judgement.pairs
    cells = tuple(dict.fromkeys(cell for this, _ in pairs for cell in this.cells if cell in subject.form.cells))
    bases = "；".join(dict.fromkeys(last.described for _, last in pairs))
    amount = computed(change, *pairs[0]) if pairs else None
    return Finding(
        rule=RULE,
        verdict=judgement.verdict,
        severity="warning",
        message=_message(change, judgement, subject),
        key=finding_key(RULE, bases, form=subject.form, cells=cells, facts=[fact]),
        left=figure(fact.value),
        right=figure(amount) if amount is not None else None,
        reading="；".join(part.name for part in pairs[0]) if judgement.verdict == "holds" else None,
        facts=(fact.id,),
        cells=cells,
    )


def _message(change: Change, judgement: Judgement, subject: Subject) -> str:
    fact, year = change.fact, subject.report.year
    quote = quotation(subject.report.text, fact.evidence[0])
    head = f"文字“{quote}”称{catalogue()[fact.metric].zh}{change.described}"
    measured = "；".join(_measured(change, pair, year) for pair in judgement.pairs[:_SHOWN])
    if judgement.verdict == "holds":
        return f"{head}，{measured}，两者相符。"
    if judgement.verdict == "fails":
        several = "，各种口径均" if len(judgement.pairs) > 1 else "，两者"
        return f"{head}，而{measured}{several}不相符。"
    return f"{head}，{f'{measured}，' if measured else ''}{judgement.reason}，无法断定是否相符。"


def _measured(change: Change, pair: Sequence[Figure], year: int | None) -> str:
    this, last = pair
    return f"上年{last.described}，{year}年{this.described}，{difference(change, this, last)}"
