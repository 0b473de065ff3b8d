"""The facts that a narrative states, as a model without fault would read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.findings.sentences import Mark, Span, Told
from service.documents.report import Report
from service.facts.drafting import Draft
from service.facts.fact import QUALIFIERS, Evidence, Fact
from service.facts.merging import merged_facts
from service.facts.quantities import Number, find_numbers
from service.facts.valuing import NEGATED, Stated, stated_quantity

# Read as surely as most facts of real reports are.
_CONFIDENCE, _PART = 0.97, 0.98


def stated_facts(told: Sequence[Told], report: Report) -> tuple[Fact, ...]:
    """The facts of the paragraphs, which stand in the report's text in this order; ValueError where they do not."""
    drafts: list[Draft] = []
    at = 0
    for piece in told:
        at = report.text.index(piece.text, at)
        drafts += _drafts(piece, report, at)
    return merged_facts(drafts)


def _drafts(told: Told, report: Report, start: int) -> Iterator[Draft]:
    passage = report.text.count("\n", 0, start)
    numbers = [number for number in find_numbers(told.text) if number.kind == "quantity"]
    for mark in told.marks:
        span, stated = _stated(mark, numbers)
        totals = {} if mark.of is None else {_moved(_number_at(mark.of, numbers), start): _PART}
        yield Draft(_fact(mark, stated, span, told, report, start), _moved(span, start), totals, passage)


def _stated(mark: Mark, numbers: Sequence[Number]) -> tuple[Span, Stated]:
    if mark.negated:
        return mark.quantity, NEGATED
    span = _number_at(mark.quantity, numbers)
    number = next(number for number in numbers if (number.start, number.end) == span)
    return span, stated_quantity(number, mark.fields.get("change"))


def _number_at(digits: Span, numbers: Sequence[Number]) -> Span:
    """The whole quantity around its digits, unit and words of approximation included; ValueError if there is none."""
    found = [(number.start, number.end) for number in numbers if number.start <= digits[0] < number.end]
    if not found:
        raise ValueError(f"no quantity at {digits}: {numbers}")
    return found[0]


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _fact(mark: Mark, stated: Stated, span: Span, told: Told, report: Report, start: int) -> Fact:
    quantity, label = _moved(span, start), _moved(mark.label, start)
    begins, ends = min(quantity[0], label[0]), max(quantity[1], label[1])
    fields: dict[str, Any] = {name: mark.fields[name] for name in QUALIFIERS if name in mark.fields}
    return Fact(
        id="",
        metric=mark.fields["metric"],
        label=told.text[slice(*mark.label)],
        value=stated.value,
        unit=stated.unit,
        kind=mark.fields.get("kind", "level"),
        negated=stated.negated,
        approx=stated.approx,
        year=None if report.year is None else report.year + mark.fields.get("year", 0),
        confidence=_CONFIDENCE,
        evidence=(Evidence(begins, ends, quantity, label, report.source_of(begins, ends)),),
        key="",
        precision=stated.precision,
        **fields,
    )
