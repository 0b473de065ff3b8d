"""Statements of the model → drafts of facts: values, kinds, years, the words of the qualifiers, evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from annotations.catalogue import catalogue
from models.fact_reader.decode import Statement
from service.documents.report import Report
from service.facts.fact import Evidence, Fact, Kind
from service.facts.periods import last_year_words
from service.facts.quantities import Number
from service.facts.valuing import NEGATED, Stated, stated_quantity, stated_unchanged, year_of

# Below this confidence a fact is shown as doubtful, and findings that rest on it are undecided.
DOUBTFUL_BELOW = 0.65
_QUALIFIER_LABELS = {"channel": "CHANNEL", "category": "CATEGORY", "party": "PARTY", "role": "ROLE"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact before its id is known: ``totals`` are the anchors, in the report's text, of what it may be a part of."""

    fact: Fact
    anchor: tuple[int, int]
    totals: dict[tuple[int, int], float]
    passage: int


def drafts_of(doc: Doc, report: Report, *, start: int, passage: int) -> list[Draft]:
    """The drafts of one passage, which begins at ``start`` of the report's text and has the number ``passage``."""
    drafts = []
    for statement in doc._.statements:
        stated = _stated(statement, doc)
        drafts.append(
            Draft(
                fact=_fact(statement, stated, doc.text, report, start),
                anchor=(start + statement.anchor[0], start + statement.anchor[1]),
                totals={(start + a, start + b): p for (a, b), p in statement.totals.items()},
                passage=passage,
            )
        )
    return [_with_unit_of_level(draft, drafts) for draft in drafts]


def _stated(statement: Statement, doc: Doc) -> Stated:
    if statement.anchor_label == "NEGATION":
        return NEGATED
    if statement.anchor_label == "CHANGE":
        return stated_unchanged(None)
    number: Number = next(n for n in doc._.numbers if (n.start, n.end) == statement.anchor)
    change = statement.qualifiers.get("CHANGE")
    words = None if change is None or statement.kind != "change" else doc.text[slice(*change)]
    return stated_quantity(number, words)


def _fact(statement: Statement, stated: Stated, text: str, report: Report, start: int) -> Fact:
    words = {
        name: text[slice(*statement.qualifiers[label])] if label in statement.qualifiers else None
        for name, label in _QUALIFIER_LABELS.items()
    }
    year = year_of(_period_words(statement, text, report), report.year)
    places = [statement.anchor, statement.indicator]
    begins, ends = start + min(a for a, _ in places), start + max(b for _, b in places)
    evidence = Evidence(
        start=begins,
        end=ends,
        quantity=(start + statement.anchor[0], start + statement.anchor[1]),
        label=(start + statement.indicator[0], start + statement.indicator[1]),
        source=report.source_of(begins, ends),
    )
    confidence = round(statement.confidence, 3)
    return Fact(
        id="",
        metric=statement.metric,
        label=text[slice(*statement.indicator)],
        value=stated.value,
        unit=stated.unit,
        kind=_kind(statement, stated),
        negated=stated.negated,
        approx=stated.approx,
        year=year,
        confidence=confidence,
        evidence=(evidence,),
        key="",
        precision=stated.precision,
        doubtful=confidence < DOUBTFUL_BELOW,
        channel=words["channel"],
        category=words["category"],
        party=words["party"],
        role=words["role"],
    )


def _period_words(statement: Statement, text: str, report: Report) -> str | None:
    """The words that put the figure into another year: those that the model found, else 上年 before it."""
    if statement.metric == "request.carried_in":
        return None  # 上年结转 is a figure of this year's report
    period = statement.qualifiers.get("PERIOD")
    if period is not None:
        return text[slice(*period)]
    if report.year is None or statement.kind == "change" or statement.anchor_label == "CHANGE":
        return None
    return last_year_words(text, label=statement.indicator, quantity=statement.anchor, report_year=report.year)


def _kind(statement: Statement, stated: Stated) -> Kind:
    """The model's kind, where unit and metric leave a choice."""
    if statement.anchor_label == "CHANGE":
        return "change"
    if stated.negated:
        return "level"
    rate = catalogue()[statement.metric].measure == "rate"
    if stated.unit == "%" and statement.kind == "level":
        return "rate"
    if rate and statement.kind == "level":
        return "rate"
    kinds: dict[str, Kind] = {"level": "level", "change": "change", "rate": "rate"}
    return kinds[statement.kind]


def _with_unit_of_level(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """与上年持平 has the unit of the figure that did not change."""
    fact = draft.fact
    if fact.kind != "change" or fact.unit is not None or fact.value != 0:
        return draft
    level = next((d.fact for d in drafts if d.fact.metric == fact.metric and d.fact.kind == "level"), None)
    return draft if level is None else replace(draft, fact=replace(fact, unit=level.unit))
