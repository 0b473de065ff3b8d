"""The rules over cells with their variables bound, as far as a form has what they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

from service.forms.cell import Edition, Form
from service.forms.layout import tables_in
from service.reconcile.agency import CONDITIONS
from service.reconcile.expression import Logical, Numeric
from service.reconcile.names import domains
from service.reconcile.nodes import Comparison
from service.reconcile.outside import Last, Stated, Unchanged, nodes
from service.reconcile.rule import Rule
from service.reconcile.values import FormLookup, patterns_of


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with its variables bound: one column, one row, one case.

    ``outside`` are the nodes of its expression that ask for a fact or for the year before.
    """

    rule: Rule
    names: Mapping[str, str]
    expression: Logical
    outside: tuple[Stated | Last | Unchanged, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = tuple(node for node in nodes(self.expression) if isinstance(node, Stated | Last | Unchanged))
        object.__setattr__(self, "outside", found)

    @property
    def is_equation(self) -> bool:
        """Whether it says that two sums of the report's own cells are equal, so that a blank can be told from it."""
        return isinstance(self.expression, Comparison) and self.expression.comparator == "=" and not self.outside

    @property
    def label(self) -> str:
        """The bound names in Chinese, for messages and keys."""
        return "、".join(self.names.values())


def occurring(rules: tuple[Rule, ...], form: Form, *, agency: str | None) -> list[Instance]:
    """The instances whose cells the form has and whose condition the agency meets."""
    if form.edition is None:
        return []
    found = _occurring(rules, form.edition, tuple(form.cells))
    met = {name: agency is not None and holds(agency) for name, holds in CONDITIONS.items()}
    return [instance for instance in found if instance.rule.when is None or met[instance.rule.when]]


def is_spoken_of(instance: Instance, lookup: FormLookup) -> bool:
    """Whether the report states every fact that an instance asks for, and the year before has cells that it names."""
    return all(_is_there(node, lookup) for node in instance.outside)


def _is_there(node: Numeric | Logical, lookup: FormLookup) -> bool:
    if isinstance(node, Stated):
        return lookup.stated(node.metric, node.words) is not None
    last = lookup.last
    if last is None:
        return False
    if isinstance(node, Last):
        asked = [inner for inner in nodes(node.operand) if isinstance(inner, Stated)]
        patterns = node.operand.patterns()
        return all(_is_there(fact, last) for fact in asked) and (
            not patterns or any(last.matching(pattern) for pattern in patterns)
        )
    return any(last.matching(pattern) for pattern in node.patterns())


# Reports of one edition have the same cells, so few combinations occur.
@lru_cache(maxsize=64)
def _occurring(rules: tuple[Rule, ...], edition: Edition, ids: tuple[str, ...]) -> tuple[Instance, ...]:
    known = patterns_of(ids)
    editions = {edition, *(table.edition for table in tables_in(edition, dict.fromkeys(ids)))}
    return tuple(
        instance
        for rule in rules
        if editions.intersection(rule.editions)
        for instance in bound_instances(rule)
        if not (patterns := instance.expression.patterns()) or any(map(known.matching, patterns))
    )


def bound_instances(rule: Rule) -> list[Instance]:
    """All instances of a rule, whatever form there is."""
    tables = domains()
    constant = rule.expression.bind({name: tuple(members) for name, members in tables.items()})
    found = []
    for values in product(*(tables[domain] for domain in rule.each.values())):
        chosen = dict(zip(rule.each, values, strict=True))
        names = {variable: tables[rule.each[variable]][value] for variable, value in chosen.items()}
        expression = constant.bind({variable: (value,) for variable, value in chosen.items()})
        found.append(Instance(rule, names, expression))
    return found
