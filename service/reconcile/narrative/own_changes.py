"""Changes against figures of another year that the narrative states itself: 去年50件，今年60件，增长20%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.facts.fact import QUALIFIERS, Fact
from service.reconcile.finding import Finding
from service.reconcile.narrative.agreement import Agreement, Interval, agreement, exactly, rate_agreement
from service.reconcile.narrative.place_in_text import line_of
from service.reconcile.narrative.statement import Judgement, narrative_finding, position, quantity_words, stated
from service.reconcile.subject import Subject
from service.reconcile.wording import figure

RULE = "narrative.own_change"
_HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")
_PER_CENT = ("%", "％")
_POINTS = ("个百分点", "百分点")


@dataclass(frozen=True, slots=True)
class Years:
    """The figure of this year and that of an earlier one."""

    now: Fact
    before: Fact


def own_changes(subject: Subject) -> tuple[Finding, ...]:
    """A stated change is the difference, the growth or the multiple of the two years' figures stated beside it.

    A sentence with several figures does not say which of them grew: it holds if one pair fits, and fails if none does.
    """
    found = []
    for change in subject.facts:
        if change.kind == "change":
            pairs = _pairs(change, subject)
            finding = _finding(change, pairs, subject) if pairs else None
            # Where the change leaves out what its figure names, it may be about another one: then only a fit tells.
            if finding is not None and (finding.verdict == "holds" or any(_alike(change, pair.now) for pair in pairs)):
                found.append(finding)
    return tuple(found)


def _pairs(change: Fact, subject: Subject) -> list[Years]:
    """Figures of both years of the change's metric and qualifiers, from the paragraph in which the change stands.

    The year before is any earlier one: 比2017年增长 may stand beside 比2016年增长.
    """
    text = subject.report.text
    line = line_of(text, position(change))
    kind = "rate" if change.unit in _POINTS else "level"
    near = [
        fact
        for fact in subject.facts
        if fact.kind == kind and fact.metric == change.metric and fact.year is not None
        if line_of(text, position(fact)) == line
    ]
    now = [fact for fact in near if fact.year == change.year]
    before = [fact for fact in near if change.year is not None and fact.year is not None and fact.year < change.year]
    pairs = [Years(a, b) for a in now for b in before if _same_thing(a, b) and _same_unit(a, b)]
    return [
        pair for pair in pairs if all(getattr(change, name) in (None, getattr(pair.now, name)) for name in QUALIFIERS)
    ]


def _alike(change: Fact, now: Fact) -> bool:
    return now.part_of is None and all(getattr(change, name) == getattr(now, name) for name in QUALIFIERS)


def _same_thing(one: Fact, other: Fact) -> bool:
    """The year before is told in fewer words: what it leaves out is the same."""
    return all(getattr(other, name) in (None, getattr(one, name)) for name in QUALIFIERS)


def _same_unit(one: Fact, other: Fact) -> bool:
    return one.unit == other.unit or None in (one.unit, other.unit)


def _finding(change: Fact, pairs: Sequence[Years], subject: Subject) -> Finding:
    text = subject.report.text
    verdicts = [_agreed(change, pair, text) for pair in pairs]
    fitting = next((pair for pair, agrees in zip(pairs, verdicts, strict=True) if agrees == "agrees"), None)
    shown = fitting or next((pair for pair in pairs if _alike(change, pair.now)), pairs[0])
    computed = _computed(change, shown)
    by = f"本年{stated(shown.now, text)}、上年{stated(shown.before, text)}"
    amount = None if computed is None else figure(computed.quantize(_PLACES))
    said = f"文字{stated(change, text)}所说的变化与{by}"
    shown_unit = "%" if change.unit in _PER_CENT else change.unit or ""
    if fitting is not None:
        judgement, message = Judgement("holds", "warning", ""), f"{said}推算的{amount}{shown_unit}相符。"
    elif None in verdicts:
        judgement = Judgement("undecided", "information", "")
        message = f"{said}无法核对：上年为零，算不出百分比。"
    elif "open" in verdicts:
        judgement = Judgement("undecided", "information", "")
        message = f"{said}推算的{amount}{shown_unit}相差不大，其中有约数，无法断定。"
    else:
        judgement = Judgement("fails", "warning", "")
        message = f"{said}推算的{amount}{shown_unit}不符。"
    facts = (change, shown.now, shown.before)
    return narrative_finding(
        RULE, subject, judgement, message=message, facts=facts, left=figure(change.value), right=amount
    )


def _computed(change: Fact, pair: Years) -> Decimal | None:
    now, before = pair.now.value, pair.before.value
    if change.unit in _PER_CENT:
        return (now - before) / before * _HUNDRED if before else None
    if change.unit == "倍":
        return now / before if before else None
    return now - before


def _agreed(change: Fact, pair: Years, text: str) -> Agreement | None:
    """Whether the change is what the two figures make; None where nothing can be divided."""
    computed = _computed(change, pair)
    if change.value == 0 and pair.now.value == pair.before.value:
        return "agrees"
    if computed is None:
        return None
    words = quantity_words(change, text)
    vague = _vague(pair)
    if change.unit in _PER_CENT:
        found = rate_agreement(change, exactly(computed), words=words)
    elif change.unit == "倍":
        # 是上年的1.6倍 and 增长了0.6倍 are both written.
        unit = Decimal("0.1")
        options = [Interval(value - unit, value + unit) for value in (computed, computed - 1)]
        found = "agrees" if any(agreement(change, option) == "agrees" for option in options) else "disagrees"
    else:
        found = agreement(change, exactly(computed), words=words)
    return "open" if found == "disagrees" and vague else found


def _vague(pair: Years) -> bool:
    return any(fact.approx is not None or fact.precision is not None for fact in (pair.now, pair.before))
