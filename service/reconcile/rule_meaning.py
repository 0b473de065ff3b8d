"""Whether what a rule file says means something: variables, cells and metrics that there are, messages to be filled."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from annotations.catalogue import catalogue
from service.forms.cell import Edition
from service.forms.layout import layout
from service.reconcile.agency import CONDITIONS
from service.reconcile.expression import Logical, Numeric, bound
from service.reconcile.names import domains
from service.reconcile.outside import Last, Stated, nodes
from service.reconcile.rule_schema import RecordEntry, RuleEntry
from service.reconcile.telling import FIGURES
from service.reconcile.values import patterns_of

Complaint = tuple[str, tuple[str, ...]]
"""What is wrong, and the way to the key that says it."""


def complaints_of_meaning(entry: RuleEntry, expression: Logical) -> Iterator[Complaint]:
    """All that is wrong with a rule whose keys and types are right."""
    yield from _each(entry.each)
    if entry.when is not None and entry.when not in CONDITIONS:
        yield f"没有名为“{entry.when}”的条件，可用：{'、'.join(CONDITIONS)}", ("when",)
    for key, template in (("holds", entry.messages.holds), ("fails", entry.messages.fails)):
        yield from ((reason, ("messages", key)) for reason in _message(template, entry.each))
    yield from ((reason, ("expression",)) for reason in _expression(entry, expression))
    for name in ("holds", "fails", "undecided"):
        record: RecordEntry = getattr(entry.records, name)
        yield from ((reason, ("records", name)) for reason in _record(record, entry.editions))


def _each(each: Mapping[str, str]) -> Iterator[Complaint]:
    for variable, domain in each.items():
        if variable in domains() or variable in FIGURES:
            yield f"变量“{variable}”与范围或数值同名", ("each",)
        if domain not in domains():
            yield f"没有名为“{domain}”的范围，可用：{'、'.join(domains())}", ("each",)


def _message(template: str, each: Mapping[str, str]) -> Iterator[str]:
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        yield f"消息模板的花括号不配对：{template}"
        return
    if any(spec or conversion for _, _, spec, conversion in parts):
        yield f"花括号内只能写名称：{template}"
    names = {name for _, name, _, _ in parts if name is not None}
    if unknown := names - set(each) - FIGURES:
        yield f"消息中没有可填的“{'、'.join(sorted(unknown))}”"


def _expression(entry: RuleEntry, expression: Logical) -> Iterator[str]:
    tables = domains()
    names = {name: tuple(members) for name, members in tables.items()}
    names |= {variable: tuple(tables.get(domain, ())) for variable, domain in entry.each.items()}
    found = list(nodes(expression))
    then = [pattern for node in found if isinstance(node, Last) for pattern in node.operand.patterns()]
    now = list(expression.patterns())
    facts = [node for each in _with_last(found) for node in nodes(each) if isinstance(node, Stated)]
    marks = {mark for text in (*then, *now, *(fact.metric for fact in facts)) for mark in _marks(text)}
    if unknown := marks - set(names):
        yield f"表达式中的“{'、'.join(sorted(unknown))}”既不是变量也不是范围"
        return
    yield from _unknown_cells(now, names, entry.editions)
    yield from _unknown_cells(then, names, get_args(Edition))
    metrics = {metric for fact in facts for metric in bound(fact.metric, names)}
    if absent := sorted(metrics - set(catalogue())):
        yield f"没有指标“{'、'.join(absent)}”"


def _with_last(found: Iterable[Numeric | Logical]) -> Iterator[Numeric | Logical]:
    """Every node once, also those inside ``last(…)``."""
    for node in found:
        if isinstance(node, Last):
            yield node.operand
        elif isinstance(node, Stated):
            yield node


def _marks(pattern: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None)


def _unknown_cells(
    patterns: Sequence[str], names: Mapping[str, Sequence[str]], editions: Sequence[Edition]
) -> Iterator[str]:
    known = [patterns_of(layout(edition).ids) for edition in editions]
    for pattern in dict.fromkeys(patterns):
        if not any(cells.matching(text) for text in bound(pattern, names) for cells in known):
            yield f"{'、'.join(editions)}格式中没有单元格“{pattern}”"


def _record(record: RecordEntry, editions: Sequence[Edition]) -> Iterator[str]:
    if record.edition not in editions:
        yield f"样例的格式“{record.edition}”不在editions之中"
    now, then = set(layout(record.edition).ids), set(layout(record.last_edition or record.edition).ids)
    if unknown := sorted(set(record.cells) - now) + sorted(set(record.last or ()) - then):
        yield f"样例中没有这样的单元格：{'、'.join(unknown)}"
    if absent := sorted({name.partition(":")[0] for name in record.facts} - set(catalogue())):
        yield f"样例中没有这样的指标：{'、'.join(absent)}"
