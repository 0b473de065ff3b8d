"""The narrative against the tables: every fact of a metric that a table speaks of, under each admissible reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotations.catalogue import catalogue
from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Form
from service.reconcile.finding import Finding, Severity, Verdict
from service.reconcile.keys import finding_key
from service.reconcile.narrative.agreement import Agreement, agreement
from service.reconcile.narrative.placement import Placement, placement
from service.reconcile.narrative.readings import Reading, compared_metrics, comparison_data, readings
from service.reconcile.narrative.scope import may_differ_in_scope
from service.reconcile.subject import Subject
from service.reconcile.values import FormLookup
from service.reconcile.wording import figure, quotation, titles

_DISPUTES = ("review.total", "litigation.total")


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
        return tuple(dict.fromkeys(cell for reading in found for cell in reading.cells))


def narrative_against_table(subject: Subject) -> tuple[Finding, ...]:
    """A figure of the narrative equals what the tables say about the same thing, under one admissible reading.

    It fails only where no reading fits, and is undecided where cells have no value, the words are too vague, or the
    figure may be about another scope than the tables. Reviews and suits denied together are one finding.
    """
    report, form, facts = subject.report, subject.form, subject.facts
    found = _comparisons(report, form, facts, FormLookup(form, subject.zeros))
    denied = _denied_together(found)
    single = [_finding(comparison, report, form) for comparison in found if comparison not in denied]
    joint = [_no_disputes(denied, report, form)] if denied else []
    return tuple(single + joint)


def _comparisons(report: Report, form: Form, facts: Sequence[Fact], lookup: FormLookup) -> list[Comparison]:
    if form.edition is None:
        return []
    metrics = compared_metrics(form.edition)
    by_id = {fact.id: fact for fact in facts}
    found = []
    for fact in facts:
        if fact.metric not in metrics or fact.kind != "level" or fact.year != report.year:
            continue
        place = placement(fact, by_id)
        if place is None:
            continue
        said = fact.label + "".join(quotation(report.text, evidence) for evidence in fact.evidence)
        admissible = readings(fact, place, form.edition, lookup, said=said)
        if admissible:
            found.append(_compared(fact, place, admissible, _same_row(fact, place, by_id), report))
    return found


def _same_row(fact: Fact, place: Placement, by_id: Mapping[str, Fact]) -> Fact | None:
    """The fact with the value of all facts that the same row counts, where there are others."""
    if not place.rows:
        return None
    others = [o for o in by_id.values() if o.metric == fact.metric and o.year == fact.year and o.kind == "level"]
    kin = [other for other in others if (p := placement(other, by_id)) is not None and p.rows == place.rows]
    total = sum((other.value for other in kin), start=fact.value * 0)
    return replace(fact, value=total) if len(kin) > 1 else None


def _compared(
    fact: Fact, place: Placement, admissible: Sequence[Reading], summed: Fact | None, report: Report
) -> Comparison:
    severity = _severity(fact, place, report)
    agreements = [_agreement(fact, reading, place) for reading in admissible]
    chosen = next((r for r, agrees in zip(admissible, agreements, strict=True) if agrees == "agrees"), None)
    if chosen is None and summed is not None:
        chosen = next((r for r in admissible if _agreement(summed, r, Placement()) == "agrees"), None)
    verdict, reason = _verdict(fact, admissible, agreements, chosen, report)
    return Comparison(fact, verdict, severity, tuple(admissible), chosen, reason)


def _agreement(fact: Fact, reading: Reading, place: Placement) -> Agreement | None:
    if reading.stated is None:
        return None
    found = agreement(fact, reading.stated)
    return "open" if found == "disagrees" and place.partial and fact.value < reading.stated.low else found


def _verdict(
    fact: Fact,
    admissible: Sequence[Reading],
    agreements: Sequence[Agreement | None],
    chosen: Reading | None,
    report: Report,
) -> tuple[Verdict, str]:
    if fact.doubtful:
        return "undecided", "这一数字识别的把握不大"
    if chosen is not None:
        return "holds", ""
    if None in agreements:
        return "undecided", ""
    if "open" in agreements:
        return "undecided", "这一数字是约数或只说了其中一部分"
    if may_differ_in_scope(fact, report, [r.amount for r in admissible if r.amount is not None]):
        return "undecided", "文字与表格的统计范围可能不同"
    return "fails", ""


def _severity(fact: Fact, place: Placement, report: Report) -> Severity:
    data = comparison_data()
    if fact.metric not in data["errors"] or not place.plain or fact.approx is not None or fact.precision is not None:
        return "warning"
    bodies = data["review_bodies"]
    if fact.metric in bodies["metrics"] and (report.agency or "").endswith(tuple(bodies["endings"])):
        return "warning"
    return "error"


def _denied_together(found: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """The two facts that there was neither a review nor a suit, where both come to one verdict."""
    pair = [next((c for c in found if c.fact.metric == metric and c.fact.value == 0), None) for metric in _DISPUTES]
    comparisons = tuple(comparison for comparison in pair if comparison is not None)
    agree = len(comparisons) == 2 and comparisons[0].verdict == comparisons[1].verdict
    return comparisons if agree else ()


def _finding(comparison: Comparison, report: Report, form: Form) -> Finding:
    fact, chosen = comparison.fact, comparison.chosen
    against = chosen or next((reading for reading in comparison.readings if reading.amount is not None), None)
    rule = f"narrative.{fact.metric}"
    return Finding(
        rule=rule,
        verdict=comparison.verdict,
        severity=comparison.severity,
        message=_message(comparison, report, form),
        key=finding_key(rule, "", form=form, cells=comparison.cells, facts=[fact]),
        left=figure(fact.value),
        right=None if against is None or against.amount is None else figure(against.amount),
        reading=chosen.name if chosen else None,
        facts=(fact.id,),
        cells=comparison.cells,
    )


def _no_disputes(pair: Sequence[Comparison], report: Report, form: Form) -> Finding:
    cells = tuple(dict.fromkeys(cell for comparison in pair for cell in comparison.cells))
    facts = [comparison.fact for comparison in pair]
    rule = "narrative.no_disputes"
    amounts = [comparison.readings[0].amount for comparison in pair]
    known = [amount for amount in amounts if amount is not None]
    return Finding(
        rule=rule,
        verdict=pair[0].verdict,
        severity="error" if all(comparison.severity == "error" for comparison in pair) else "warning",
        message="".join(_message(comparison, report, form) for comparison in pair),
        key=finding_key(rule, "", form=form, cells=cells, facts=facts),
        left="0",
        right=figure(sum(known, start=known[0] * 0)) if len(known) == len(amounts) else None,
        reading="行政复议与行政诉讼均为零" if pair[0].verdict == "holds" else None,
        facts=tuple(fact.id for fact in facts),
        cells=cells,
    )


def _message(comparison: Comparison, report: Report, form: Form) -> str:
    fact = comparison.fact
    quote = quotation(report.text, fact.evidence[0]) if fact.evidence else ""
    name = catalogue()[fact.metric].zh
    stated = f"文字{f'“{quote}”' if quote else ''}所述{name}为{figure(fact.value)}{fact.unit or ''}"
    known = [f"{r.name}为{figure(r.amount)}" for r in comparison.readings if r.amount is not None]
    in_table = f"表中{'，'.join(known)}" if known else ""
    if comparison.verdict == "holds" and comparison.chosen and comparison.chosen.amount is not None:
        return f"{stated}，表中{comparison.chosen.name}为{figure(comparison.chosen.amount)}，两者相符。"
    if comparison.verdict == "fails":
        return f"{stated}，{in_table}，{'均' if len(known) > 1 else ''}不相符。"
    missing = tuple(dict.fromkeys(cell for reading in comparison.readings for cell in reading.missing))
    if missing and not comparison.reason:
        return f"{stated}，{titles(form.edition, missing)}没有可用的数值，无法核对。"
    return f"{stated}，{f'{in_table}，' if in_table else ''}{comparison.reason}，无法断定是否相符。"
