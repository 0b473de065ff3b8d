"""What figures of one narrative owe to each other wherever they stand (``logic.toml``): bounds and sums."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.comparing import in_part
from service.reconcile.narrative.fitting import all_fit_tables
from service.reconcile.narrative.statement import Judgement, narrative_finding, stated
from service.reconcile.narrative.stock import known_stocks
from service.reconcile.narrative.words import words_of
from service.reconcile.subject import Subject
from service.reconcile.wording import figure

WITHIN_RULE = "narrative.within"
IDENTITY_RULE = "narrative.identity"
Plain = Mapping[str, Sequence[Fact]]


@cache
def logic_data() -> Mapping[str, Any]:
    """Bounds, sums, stages and rates (``logic.toml``)."""
    return tomllib.loads(files("service.reconcile.narrative").joinpath("logic.toml").read_text("utf-8"))


def bounds(subject: Subject) -> tuple[Finding, ...]:
    """No part above its whole, and sums that come out, among the figures that speak of the whole report.

    Figures of a channel, an applicant, a category or another organ are left out; parts that hang on their whole are
    judged as its breakdown.
    """
    plain = _plain(subject)
    found: list[Finding] = []
    for entry in logic_data()["within"]:
        found += _within(entry, plain, subject)
    for entry in logic_data()["identity"]:
        found += _identity(entry, plain, subject)
    return tuple(found)


def _plain(subject: Subject) -> Plain:
    by_id = {fact.id: fact for fact in subject.facts}
    found: dict[str, list[Fact]] = defaultdict(list)
    exact = [
        fact
        for fact in subject.facts
        if fact.kind == "level" and fact.year == subject.report.year
        if not fact.approx and not fact.precision and not in_part(fact, by_id)
    ]
    words = words_of(exact, subject)
    for fact in exact:
        if not words[fact.id].referring and not words[fact.id].applying("deciding"):
            found[fact.metric].append(fact)
    return found


def _within(entry: Mapping[str, Any], plain: Plain, subject: Subject) -> Iterator[Finding]:
    wholes = [fact for metric in entry["wholes"] for fact in plain.get(metric, ())]
    parts = [fact for metric in entry["parts"] for fact in plain.get(metric, ())]
    # What hangs on one of the wholes is judged as a breakdown.
    ids = {fact.id for fact in wholes}
    parts = [part for part in parts if part.part_of not in ids]
    if not wholes or not parts:
        return
    beside = [fact for metric in entry.get("beside", ()) for fact in plain.get(metric, ())]
    largest = max(wholes, key=lambda fact: fact.value)
    most = largest.value + sum((fact.value for fact in beside), start=Decimal(0))
    unique = list({part.metric: part for part in sorted(parts, key=lambda part: part.value)}.values())
    over = [part for part in unique if part.value > most]
    together = sum((part.value for part in unique), start=Decimal(0))
    if not over and entry["disjoint"]:
        over = unique if together > most else []
    yield _bound_finding(over or unique, largest, beside, most, subject, over=bool(over), disjoint=entry["disjoint"])


def _bound_finding(
    parts: Sequence[Fact],
    whole: Fact,
    beside: Sequence[Fact],
    most: Decimal,
    subject: Subject,
    *,
    over: bool,
    disjoint: bool,
) -> Finding:
    values = [part.value for part in parts]
    value = sum(values, start=Decimal(0)) if disjoint else max(values)
    text = subject.report.text
    by = f"，合计{figure(value)}" if len(parts) > 1 and disjoint else ""
    with_stock = f"（连同上年结转为{figure(most)}）" if beside else ""
    said = f"文字{'、'.join(stated(part, text) for part in parts)}{by}，其总数{stated(whole, text)}{with_stock}"
    # A whole that holds what was there before may be told in table three only: the flow says so, here it is a hint.
    sure = bool(beside) or not whole.metric.startswith("request.")
    judgement = Judgement("fails" if over else "holds", "error" if sure or not over else "warning", "")
    message = f"{said}：{'部分多于总数，不可能成立' if over else '部分不多于总数'}。"
    figures = {"left": figure(value), "right": figure(most), "instance": whole.metric}
    return narrative_finding(
        WITHIN_RULE, subject, judgement, message=message, facts=(*parts, whole, *beside), **figures
    )


def _identity(entry: Mapping[str, Any], plain: Plain, subject: Subject) -> Iterator[Finding]:
    wholes = plain.get(entry["whole"], ())
    ways = [[plain.get(metric, ()) for metric in way] for way in entry["sums"]]
    complete = [[facts[0] for facts in way] for way in ways if all(_one_value(facts) for facts in way)]
    if not _one_value(wholes) or not complete:
        return
    whole = wholes[0]
    if any(part.part_of == whole.id for way in complete for part in way):
        return
    yield _identity_finding(whole, complete, subject)


def _one_value(facts: Sequence[Fact]) -> bool:
    return len({fact.value for fact in facts}) == 1


def _identity_finding(whole: Fact, ways: Sequence[Sequence[Fact]], subject: Subject) -> Finding:
    text = subject.report.text
    sums = [sum((part.value for part in way), start=Decimal(0)) for way in ways]
    fitting = next((k for k, value in enumerate(sums) if value == whole.value), None)
    taken = ways[len(ways) - 1 if fitting is None else fitting]
    by = " + ".join(f"{catalogue()[part.metric].zh}{figure(part.value)}" for part in taken)
    total = figure(sums[len(ways) - 1 if fitting is None else fitting])
    listed = "、".join(stated(part, text) for part in taken)
    said = f"文字{stated(whole, text)}与{listed}：{by} = {total}"
    if fitting is not None:
        judgement, message = Judgement("holds", "warning", "", by), f"{said}，两者相符。"
    else:
        judgement = _missed(whole, taken, subject)
        message = f"{said}，{judgement.reason}。"
    return narrative_finding(
        IDENTITY_RULE,
        subject,
        judgement,
        message=message,
        facts=(whole, *taken),
        left=figure(whole.value),
        right=total,
        instance=whole.metric,
    )


def _missed(whole: Fact, parts: Sequence[Fact], subject: Subject) -> Judgement:
    """What is said where the parts stated do not make the whole: 收到 may hold a stock that only the table tells."""
    apart = whole.value - sum((part.value for part in parts), start=Decimal(0))
    if whole.metric == "request.received" and len(parts) == 1 and apart > 0:
        stocks = known_stocks(subject)
        if apart in stocks:
            said = f"相差的正是上年结转的{figure(apart)}件"
            return Judgement("holds", "warning", said, "收到的含上年结转")
        if not stocks:
            said = "收到的可能含上年结转，而文字和表格都没有说明结转多少，无法断定"
            return Judgement("undecided", "information", said)
    if all_fit_tables((whole, *parts), subject):
        return Judgement("holds", "warning", "各与表格的一种口径相符", "各与表格的一种口径相符")
    return Judgement("fails", "warning", f"与{figure(whole.value)}不符")
