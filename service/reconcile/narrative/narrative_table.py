"""The narrative against the tables: every fact of a metric that a table speaks of, under each admissible reading."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.catalogue import catalogue
from service.documents.report import Report
from service.forms.cell import Form
from service.reconcile.finding import Finding
from service.reconcile.keys import finding_key
from service.reconcile.narrative.comparing import Comparison, comparisons
from service.reconcile.subject import Subject
from service.reconcile.wording import figure, quotation, titles

_DISPUTES = ("review.total", "litigation.total")


def narrative_against_table(subject: Subject) -> tuple[Finding, ...]:
    """A figure of the narrative equals what the tables say about the same thing, under one admissible reading.

    It fails only where no reading fits, and is undecided where cells have no value, the words are too vague, or the
    figure may be about another scope than the tables. Reviews and suits denied together are one finding.
    """
    report, form = subject.report, subject.form
    found = comparisons(subject)
    denied = _denied_together(found)
    single = [_finding(comparison, report, form) for comparison in found if comparison not in denied]
    joint = [_no_disputes(denied, report, form)] if denied else []
    return tuple(single + joint)


def _denied_together(found: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """The two facts that there was neither a review nor a suit, where both come to one verdict."""
    pair = [next((c for c in found if c.fact.metric == metric and c.fact.value == 0), None) for metric in _DISPUTES]
    both = tuple(comparison for comparison in pair if comparison is not None)
    agree = len(both) == 2 and both[0].verdict == both[1].verdict
    return both if agree else ()


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
        note = f"（{comparison.reason}）" if comparison.reason else ""
        return f"{stated}，{in_table}，{'均' if len(known) > 1 else ''}不相符{note}。"
    missing = tuple(dict.fromkeys(cell for reading in comparison.readings for cell in reading.missing))
    if missing and not comparison.reason:
        return f"{stated}，{titles(form.edition, missing)}没有可用的数值，无法核对。"
    return f"{stated}，{f'{in_table}，' if in_table else ''}{comparison.reason}，无法断定是否相符。"
