"""Stated shares (占57.9%) recomputed: from the tables where they speak of it, else from the counts of the narrative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from annotations.catalogue import catalogue
from service.facts.fact import QUALIFIERS, Fact
from service.reconcile.expression import Lookup
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import Agreement, Interval, exactly, rate_agreement, share_of
from service.reconcile.narrative.comparing import Placed, placed_facts
from service.reconcile.narrative.place_in_text import line_of
from service.reconcile.narrative.readings import Reading, reading
from service.reconcile.narrative.scope import may_differ_in_scope
from service.reconcile.narrative.statement import (
    Judgement,
    narrative_finding,
    percentage,
    position,
    quantity_words,
    stated,
)
from service.reconcile.narrative.words import comparison_data
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure, titles

TABLE_RULE = "narrative.share"
OWN_RULE = "narrative.own_share"
_INFLOW = ("requests.new", "requests.new + requests.carried_in")


@dataclass(frozen=True, slots=True)
class Division:
    """A part and a whole of the tables, read alike."""

    part: Reading
    whole: Reading

    @property
    def computed(self) -> Interval | None:
        """What per cent the one is of the other."""
        if self.part.amount is None or self.whole.amount is None:
            return None
        return share_of(exactly(self.part.amount), exactly(self.whole.amount))

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of both."""
        return tuple(dict.fromkeys((*self.part.cells, *self.whole.cells)))

    @property
    def shown(self) -> str:
        """The division with its result, as people write it."""
        part, whole = self.part.amount or Decimal(0), self.whole.amount or Decimal(0)
        by = f"{self.part.name}{figure(part)} ÷ {self.whole.name}{figure(whole)}"
        return f"{by} = {percentage(part, whole)}" if whole else by


def narrative_shares(subject: Subject) -> tuple[Finding, ...]:
    """A stated share is the quotient of the counts, with the tolerance of its last digit (a point for whole per cents).

    A share of outcomes may be of all outcomes or of the inflow; one of applicants is of the inflow with or without what
    was carried in. What no table knows is recomputed from the narrative's own counts, where both are stated.
    """
    edition = subject.form.edition
    lookup = FormLookup(subject.form, subject.zeros)
    placed = [] if edition is None else placed_facts(subject, edition, lookup, kind="rate")
    found, decided = [], set()
    for each in placed:
        divisions = [d for d in _divisions(each, lookup) if d.whole.cells]
        if divisions and each.place.extent == "whole":
            finding = _against_table(each, divisions, subject)
            found.append(finding)
            if finding.verdict != "undecided":
                decided.add(each.fact.id)
    return (*found, *_own_shares(subject, decided))


def _divisions(placed: Placed, lookup: Lookup) -> Iterator[Division]:
    group = placed.fact.metric.partition(".")[0]
    data = comparison_data()["shares"]
    if placed.fact.metric in ("request.received", "request.new"):
        if placed.place.columns != (("total",),):
            for columns in placed.place.columns:
                for name in _INFLOW:
                    yield Division(reading(name, lookup, columns=columns), reading(name, lookup))
        return
    bases = data["outcomes"] if group == "request" else data.get(group, ())
    for part in placed.readings:
        for base in bases:
            yield Division(part, reading(base, lookup))


def _against_table(placed: Placed, divisions: Sequence[Division], subject: Subject) -> Finding:
    fact = placed.fact
    agreements = [_agreed(fact, division.computed, placed.words.written) for division in divisions]
    chosen = next((d for d, agrees in zip(divisions, agreements, strict=True) if agrees == "agrees"), None)
    shown = chosen or divisions[0]
    name = f"文字{stated(fact, subject.report.text)}所述{catalogue()[fact.metric].zh}的占比"
    cells = tuple(dict.fromkeys(cell for d in ((chosen,) if chosen else divisions) for cell in d.cells))
    missing = tuple(dict.fromkeys(cell for d in divisions for cell in (*d.part.missing, *d.whole.missing)))
    if chosen is not None:
        judgement = Judgement("holds", "warning", "", f"{chosen.part.name} ÷ {chosen.whole.name}")
        message = f"{name}与表中{chosen.shown}相符。"
    elif None in agreements:
        judgement = Judgement("undecided", "warning", "")
        reason = f"{titles(subject.form.edition, missing)}没有可用的数值" if missing else "作为分母的数为零"
        message = f"{name}无法核对：{reason}。"
    elif "open" in agreements or may_differ_in_scope(fact, subject.report, [Decimal(0)]):
        judgement = Judgement("undecided", "warning", "")
        message = f"{name}是约数或统计范围可能不同，表中{shown.shown}，无法断定。"
    else:
        judgement = Judgement("fails", "warning", "")
        message = f"{name}与表格推算的不符：{'；'.join(_distinct(d.shown for d in divisions))}。"
    computed = shown.computed
    right = None if computed is None else figure(computed.low.quantize(Decimal("0.01")))
    return narrative_finding(
        TABLE_RULE, subject, judgement, message=message, facts=[fact], left=figure(fact.value), right=right, cells=cells
    )


def _agreed(fact: Fact, computed: Interval | None, written: str) -> Agreement | None:
    return None if computed is None else rate_agreement(fact, computed, words=written)


def _distinct(lines: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(lines))


def _own_shares(subject: Subject, decided: set[str]) -> Iterator[Finding]:
    for fact in subject.facts:
        if fact.kind != "rate" or fact.id in decided or catalogue()[fact.metric].measure != "count":
            continue
        count = _count_of(fact, subject)
        wholes = [] if count is None else _wholes_of(count, subject)
        if count is not None and wholes:
            yield _own_share(fact, count, wholes, subject)


def _count_of(share: Fact, subject: Subject) -> Fact | None:
    """The count that stands before its share: 业务类41条，占70.7%."""
    text, at = subject.report.text, position(share)
    found = [
        fact
        for fact in subject.facts
        if fact.kind == "level" and fact.metric == share.metric and fact.year == share.year
        if all(getattr(fact, name) == getattr(share, name) for name in QUALIFIERS)
        if position(fact) < at and line_of(text, position(fact)) == line_of(text, at)
    ]
    return found[-1] if len(found) == 1 else None


def _wholes_of(count: Fact, subject: Subject) -> list[tuple[Decimal, tuple[Fact, ...]]]:
    """What the count may be a share of: its total, the total of that, and where it has one what its list adds up to."""
    by_id = {fact.id: fact for fact in subject.facts}
    total = by_id.get(count.part_of or "")
    if total is None or total.kind != "level":
        return []
    found: list[tuple[Decimal, tuple[Fact, ...]]] = [(total.value, (total,))]
    listed = tuple(f for f in subject.facts if f.part_of == total.id and f.kind == "level")
    found.append((sum((f.value for f in listed), start=Decimal(0)), listed))
    for other in subject.facts:
        near = other.kind == "level" and other.metric.partition(".")[0] == count.metric.partition(".")[0]
        if near and other.id not in (count.id, total.id) and other.value >= count.value and other.year == count.year:
            found.append((other.value, (other,)))
    return [(value, facts) for value, facts in found if value > 0]


def _own_share(
    fact: Fact, count: Fact, wholes: Sequence[tuple[Decimal, tuple[Fact, ...]]], subject: Subject
) -> Finding:
    text = subject.report.text
    written = quantity_words(fact, text)
    first_value, first_facts = wholes[0]
    fits = [
        (value, facts)
        for value, facts in wholes
        if _agreed(fact, share_of(exactly(count.value), exactly(value)), written) == "agrees"
    ]
    vague = fact.approx or count.approx or count.precision or any(f.approx or f.precision for f in first_facts)
    value, facts = fits[0] if fits else (first_value, first_facts)
    of = stated(facts[0], text) if len(facts) == 1 else f"所列各项之和{figure(value)}"
    shown = f"{stated(count, text)}÷{of} = {percentage(count.value, value)}"
    if fits:
        judgement = Judgement("holds", "warning", "", "占文字所述总数的比例")
        message = f"文字{stated(fact, text)}的占比与文字自身的数字相符：{shown}。"
    elif vague:
        judgement = Judgement("undecided", "information", "")
        message = f"文字{stated(fact, text)}的占比由约数推算，无法断定：{shown}。"
    else:
        judgement = Judgement("fails", "warning", "")
        message = f"文字{stated(fact, text)}的占比与文字自身的数字不符：{shown}。"
    right = figure((count.value / value * 100).quantize(Decimal("0.01")))
    taking_part = tuple(dict.fromkeys((fact, count, *facts)))
    return narrative_finding(
        OWN_RULE, subject, judgement, message=message, facts=taking_part, left=figure(fact.value), right=right
    )
