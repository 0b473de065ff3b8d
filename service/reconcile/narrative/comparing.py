"""One fact of the narrative beside the tables: which readings were tried, which fits, and why none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Edition
from service.reconcile.expression import Lookup
from service.reconcile.finding import Severity, Verdict
from service.reconcile.narrative.agreement import Agreement, agreement
from service.reconcile.narrative.placement import Placement, ancestors, placement
from service.reconcile.narrative.readings import Reading, compared_metrics, reading, readings
from service.reconcile.narrative.scope import may_differ_in_scope
from service.reconcile.narrative.words import Words, comparison_data, words_of
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup

_REST = ("其他", "其它", "其余")
_TEN_THOUSAND = Decimal(10000)
_EXTENTS = {"at_most": "（文字只说其中一部分，不超过该数）", "at_least": "（文字所述以此为主，不少于该数）"}
_FLOWS = frozenset(
    {"request.received", "request.new", "request.carried_in", "request.concluded", "request.carried_out"}
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact with its words, the place where the tables speak of it, and what they say."""

    words: Words
    place: Placement
    readings: tuple[Reading, ...]

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return self.words.fact


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact beside the readings it was compared with; ``chosen`` is the one that fits."""

    fact: Fact
    verdict: Verdict
    severity: Severity
    readings: tuple[Reading, ...]
    chosen: Reading | None
    reason: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the reading that fits, else of all."""
        found = [self.chosen] if self.chosen else self.readings
        return tuple(dict.fromkeys(cell for each in found for cell in each.cells))


def comparisons(subject: Subject) -> list[Comparison]:
    """Every fact of this year of which a table speaks, compared."""
    edition = subject.form.edition
    if edition is None:
        return []
    lookup = FormLookup(subject.form, subject.zeros)
    placed = placed_facts(subject, edition, lookup)
    by_id = {fact.id: fact for fact in subject.facts}
    return [_compared(each, placed, by_id, lookup, subject.report) for each in placed]


def placed_facts(subject: Subject, edition: Edition, lookup: Lookup, *, kind: str = "level") -> list[Placed]:
    """The facts of a kind that belong somewhere in the tables, with the readings that their words admit."""
    metrics, year = frozenset(compared_metrics(edition)), subject.report.year
    facts = [fact for fact in subject.facts if fact.metric in metrics and fact.kind == kind and fact.year == year]
    words = words_of(facts, subject)
    by_id = {fact.id: fact for fact in subject.facts}
    found = []
    for fact in facts:
        own = words[fact.id]
        place = placement(fact, by_id, said=own.said)
        # 其中自然人6件 after 上年收到8件 says nothing of this year.
        of_another_year = any(each.year not in (year, None) for each in ancestors(fact, by_id))
        if place is None or of_another_year or own.applying("elsewhere"):
            continue
        admissible = readings(own, place, edition, lookup)
        if admissible:
            found.append(Placed(own, place, tuple(admissible)))
    return found


def _compared(
    placed: Placed, others: Sequence[Placed], by_id: Mapping[str, Fact], lookup: Lookup, report: Report
) -> Comparison:
    fact = placed.fact
    tried = (*placed.readings, *_remainder(placed, by_id, lookup))
    agreements = [_agreement(placed, each, others) for each in tried]
    chosen = next((each for each, agrees in zip(tried, agreements, strict=True) if agrees == "agrees"), None)
    holds: tuple[Verdict, str] = ("holds", "")
    verdict, reason = holds if chosen is not None else _unmet(placed, tried, agreements, report)
    if fact.doubtful:
        verdict, reason = "undecided", "这一数字识别的把握不大"
    if chosen is not None and placed.place.extent != "whole" and chosen.amount != fact.value:
        chosen = replace(chosen, name=f"{chosen.name}{_EXTENTS[placed.place.extent]}")
    return Comparison(fact, verdict, _severity(placed), tried, chosen, reason)


def _agreement(placed: Placed, tried: Reading, others: Sequence[Placed]) -> Agreement | None:
    if tried.stated is None or tried.amount is None:
        return None
    fact, extent = placed.fact, placed.place.extent
    found = agreement(fact, tried.stated, words=placed.words.written)
    if found != "disagrees" or extent == "whole":
        return found
    if extent == "at_least":
        return "agrees" if fact.value > tried.amount else "disagrees"
    together = sum((other.fact.value for other in _kin(placed, others)), start=Decimal(0))
    return "agrees" if together <= tried.stated.high else "disagrees"


def _kin(placed: Placed, others: Sequence[Placed]) -> list[Placed]:
    """The fact and the others that name another part of the same row: 信息不存在 beside 不属于本机关."""
    found, seen = [placed], {placed.fact.category}
    for other in others:
        same = other.place == placed.place and other.fact.metric == placed.fact.metric
        if same and other.fact.category not in seen:
            seen.add(other.fact.category)
            found.append(other)
    return found


def _remainder(placed: Placed, by_id: Mapping[str, Fact], lookup: Lookup) -> list[Reading]:
    """What is left of all outcomes after those that the same list tells: 其余N件按其他情形处理."""
    fact = placed.fact
    if fact.metric != "request.other_outcome" or not placed.place.plain:
        return []
    if not any(word in placed.words.said for word in _REST):
        return []
    told = [
        other.value
        for other in by_id.values()
        if other.part_of == fact.part_of and other.id != fact.id and _is_outcome(other) and other.year == fact.year
    ]
    total = reading("outcomes.total", lookup)
    if not told or total.value is None:
        return []
    left = total.value - sum(told, start=Decimal(0))
    return [Reading("办理结果总计减去文字另列的各项", total.cells, (), left)]


def _is_outcome(fact: Fact) -> bool:
    return fact.metric.startswith("request.") and fact.kind == "level" and fact.metric not in _FLOWS


def _unmet(
    placed: Placed, tried: Sequence[Reading], agreements: Sequence[Agreement | None], report: Report
) -> tuple[Verdict, str]:
    """What is said where no reading fits."""
    if None in agreements:
        return "undecided", ""
    lenient = [*placed.words.applying("lenient"), *placed.words.applying("deciding")]
    if lenient:
        return "undecided", str(lenient[0]["reason"])
    if "open" in agreements:
        return "undecided", "这一数字是约数"
    amounts = [each.amount for each in tried if each.amount is not None]
    if may_differ_in_scope(placed.fact, report, amounts):
        return "undecided", "文字与表格的统计范围可能不同"
    if placed.fact.value and any(_ten_thousandfold(placed.fact.value, amount) for amount in amounts):
        return "fails", "两者恰好相差一万倍，请核对单位"
    return "fails", ""


def _ten_thousandfold(one: Decimal, other: Decimal) -> bool:
    return other != 0 and (one / other in (_TEN_THOUSAND, 1 / _TEN_THOUSAND))


def _severity(placed: Placed) -> Severity:
    """An error only where words and figure leave nothing open; what refers to a figure said before is a hint."""
    fact = placed.fact
    vague = fact.approx is not None or fact.precision is not None or placed.words.referring
    if fact.metric not in comparison_data()["errors"] or vague or placed.words.applying("bodies"):
        return "warning"
    return "error" if placed.place.plain else "warning"


def in_part(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    """Whether a fact speaks of only a part of the report's requests: of a channel, an applicant, an organ, a role."""
    told = (fact, *ancestors(fact, facts))
    return any(each.channel or each.party or each.role or each.category for each in told)
