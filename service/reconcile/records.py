"""The records of a rule, tiny reports that prove it: each must give the verdict whose name it bears."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from annotations.catalogue import catalogue
from service.documents.document import Document
from service.documents.report import Report
from service.facts.fact import Fact
from service.forms.cell import Cell, Edition, Form
from service.forms.layout import layout
from service.reconcile.equations import Equations
from service.reconcile.finding import Finding, Verdict
from service.reconcile.rule import Record, Rule
from service.reconcile.subject import Subject

_VERDICTS: tuple[Verdict, ...] = ("holds", "fails", "undecided")


def complaints_of_records(rule: Rule) -> list[tuple[str, str]]:
    """The records that do not give their verdict: name and reason in Chinese.

    One that holds must hold in every instance, one that fails or is undecided in some, and only that which fails fails.
    """
    found: list[tuple[str, str]] = []
    for name in _VERDICTS:
        verdicts = {finding.verdict for finding in decided(rule, rule.records[name])}
        right = verdicts == {"holds"} if name == "holds" else name in verdicts and "broken" not in verdicts
        if not right or ("fails" in verdicts) != (name == "fails"):
            told = "、".join(sorted(verdicts)) or "没有结论"
            found.append((name, f"样例{name}的结论为{told}"))
    return found


def decided(rule: Rule, record: Record) -> list[Finding]:
    """What a rule says of one record."""
    return Equations((rule,), subject_of_record(record)).findings()


def subject_of_record(record: Record) -> Subject:
    """The record as a report, with that of the year before where it has one."""
    last = None
    if record.last is not None:
        edition = record.last_edition or record.edition
        form = _form(edition, record.last, record.last_others)
        last = Subject(_report(record.agency, record.year - 1), form, ())
    facts = _facts(record.facts or {}, record.year)
    form = _form(record.edition, record.cells, record.others)
    return Subject(_report(record.agency, record.year), form, facts, last_year=last)


def _report(agency: str | None, year: int) -> Report:
    document = Document(name="", format="text", sha256="", blocks=())
    return Report(document, None, agency, year, (), "", (), (), ())


def _form(edition: Edition, cells: Mapping[str, str], others: str | None) -> Form:
    return Form(edition, {name: _cell(name, cells.get(name, others)) for name in layout(edition).ids})


def _cell(name: str, value: str | None) -> Cell:
    return Cell(name, None, "missing", "") if value is None else Cell(name, Decimal(value), "read", value)


def _facts(stated: Mapping[str, tuple[str, ...]], year: int) -> tuple[Fact, ...]:
    said = [(*name.partition(":")[::2], value) for name, values in stated.items() for value in values]
    return tuple(
        Fact(
            id=f"f{number}",
            metric=metric,
            label=catalogue()[metric].zh,
            value=Decimal(value),
            unit=next(iter(catalogue()[metric].units), None),
            kind="level",
            negated=False,
            approx=None,
            year=year,
            confidence=1.0,
            evidence=(),
            key="",
            category=category or None,
        )
        for number, (metric, category, value) in enumerate(said, 1)
    )
