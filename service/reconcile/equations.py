"""The rules over cells, decided on a form: instances, blanks that count as zero, findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from service.forms.cell import Edition, Form
from service.reconcile.agency import CONDITIONS
from service.reconcile.expression import Comparison, Decision, Logical
from service.reconcile.finding import Finding
from service.reconcile.keys import finding_key
from service.reconcile.names import domains
from service.reconcile.rule import Rule
from service.reconcile.values import FormLookup, blank_cells
from service.reconcile.wording import figure, titles


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule with its variables bound: one column, one row, one case."""

    rule: Rule
    names: Mapping[str, str]
    expression: Logical

    @property
    def is_equation(self) -> bool:
        """Whether it says that two sums are equal, so that a blank can be told from it."""
        return isinstance(self.expression, Comparison) and self.expression.comparator == "="

    @property
    def label(self) -> str:
        """The bound names in Chinese, for messages and keys."""
        return "、".join(self.names.values())


class Equations:
    """All instances of the rules on one form, and which blanks the equations show to be zeros."""

    def __init__(self, rules: tuple[Rule, ...], form: Form, *, agency: str | None) -> None:
        self._form = form
        self._blanks = blank_cells(form)
        self._with_zeros = FormLookup(form, self._blanks)
        self._instances = _occurring(_instances(rules, form.edition), form, agency) if form.edition else []
        self._zero_decisions = [instance.expression.decide(self._with_zeros) for instance in self._instances]
        self._by_blank = self._equations_of_blanks()
        self.zeros = frozenset(blank for blank in self._blanks if self._is_zero(blank, apart_from=None))

    def findings(self) -> list[Finding]:
        """One finding for every instance that says something."""
        found = []
        for index, instance in enumerate(self._instances):
            decision = self._decision(index)
            if not decision.vacuous:
                found.append(_finding(instance, decision, self._form))
        return found

    def _equations_of_blanks(self) -> Mapping[str, list[int]]:
        """For every blank the equations it stands in, as far as a written value stands in them too."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, (instance, decision) in enumerate(zip(self._instances, self._zero_decisions, strict=True)):
            blanks = self._blanks.intersection(decision.cells)
            if instance.is_equation and blanks and not decision.missing and len(blanks) < len(decision.cells):
                for blank in blanks:
                    found[blank].append(index)
        return found

    def _is_zero(self, blank: str, *, apart_from: int | None) -> bool:
        """FORM: a blank counts as 0 where the other equations of its row or column agree with 0."""
        others = [index for index in self._by_blank.get(blank, ()) if index != apart_from]
        return bool(others) and all(self._zero_decisions[index].verdict == "holds" for index in others)

    def _decision(self, index: int) -> Decision:
        decision = self._zero_decisions[index]
        blanks = self._blanks.intersection(decision.cells)
        if not blanks or decision.missing:
            return decision
        written_too = len(blanks) < len(decision.cells)
        if self._instances[index].is_equation and decision.verdict == "holds" and written_too:
            contradicted = [blank for blank in blanks if self._is_contradicted(blank, apart_from=index)]
        else:
            contradicted = [blank for blank in blanks if not self._is_zero(blank, apart_from=index)]
        if not contradicted:
            return decision
        zeros = blanks.difference(contradicted)
        return self._instances[index].expression.decide(FormLookup(self._form, zeros))

    def _is_contradicted(self, blank: str, *, apart_from: int) -> bool:
        others = [index for index in self._by_blank.get(blank, ()) if index != apart_from]
        return any(self._zero_decisions[index].verdict == "fails" for index in others)


@lru_cache(maxsize=16)
def _instances(rules: tuple[Rule, ...], edition: Edition) -> tuple[Instance, ...]:
    return tuple(instance for rule in rules if edition in rule.editions for instance in _bound(rule))


def _bound(rule: Rule) -> list[Instance]:
    tables = domains()
    constant = rule.expression.bind({name: tuple(members) for name, members in tables.items()})
    found = []
    for values in product(*(tables[domain] for domain in rule.each.values())):
        chosen = dict(zip(rule.each, values, strict=True))
        names = {variable: tables[rule.each[variable]][value] for variable, value in chosen.items()}
        expression = constant.bind({variable: (value,) for variable, value in chosen.items()})
        found.append(Instance(rule, names, expression))
    return found


def _occurring(instances: Sequence[Instance], form: Form, agency: str | None) -> list[Instance]:
    """Those whose cells the form has and whose condition the agency meets."""
    lookup = FormLookup(form)
    found = []
    for instance in instances:
        when = instance.rule.when
        if when is not None and (agency is None or not CONDITIONS[when](agency)):
            continue
        if any(lookup.matching(pattern) for pattern in instance.expression.patterns()):
            found.append(instance)
    return found


def _finding(instance: Instance, decision: Decision, form: Form) -> Finding:
    rule = instance.rule
    return Finding(
        rule=rule.id,
        verdict=decision.verdict,
        severity=rule.severity,
        message=_message(instance, decision, form.edition),
        key=finding_key(rule.id, instance.label, form=form, cells=decision.cells),
        left=None if decision.left is None else figure(decision.left),
        right=None if decision.right is None else figure(decision.right),
        cells=decision.cells,
    )


def _message(instance: Instance, decision: Decision, edition: Edition | None) -> str:
    if decision.verdict == "undecided":
        where = f"（{instance.label}）" if instance.label else ""
        return f"“{instance.rule.title}”{where}无法核对：{titles(edition, decision.missing)}没有可用的数值。"
    template = instance.rule.holds if decision.verdict == "holds" else instance.rule.fails
    left, right = decision.left, decision.right
    return template.format(
        **instance.names,
        left="" if left is None else figure(left),
        right="" if right is None else figure(right),
        difference="" if left is None or right is None else figure(abs(left - right)),
        culprits=titles(edition, decision.culprits),
    )
