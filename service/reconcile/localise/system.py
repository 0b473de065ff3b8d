"""The equations of a report as systems over its cells: one for every group of equations that hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, get_args

from service.forms.cell import Cell, Edition, Form
from service.forms.layout import layout
from service.forms.table import CellSpec
from service.reconcile.blanks import forgotten_totals
from service.reconcile.finding import Finding
from service.reconcile.instances import Instance
from service.reconcile.localise.linear import Constraint, constraints
from service.reconcile.values import FormLookup, blank_cells

Key = tuple[str, frozenset[str]]
"""A rule and the cells of one of its instances, by which a finding is told to be about that instance."""
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Variable:
    """A cell as a number that may have to be another one.

    ``value`` is what is reported, 0 for a blank, None for a cell that could not be read and may be anything from
    ``lower`` to ``upper``. ``weight`` is what a change counts.
    """

    id: str
    value: Decimal | None
    weight: float
    integral: bool = True
    lower: Decimal | None = _ZERO
    upper: Decimal | None = None

    def allows(self, value: Decimal) -> bool:
        """Whether the cell may have the value at all."""
        above = self.lower is None or value >= self.lower
        return above and (self.upper is None or value <= self.upper) and self._is_whole(value)

    @property
    def impossible(self) -> bool:
        """Whether what is reported cannot be right whatever the equations say: a negative count, a part of a case."""
        return self.value is not None and not self.allows(self.value)

    def _is_whole(self, value: Decimal) -> bool:
        return not self.integral or value == value.to_integral_value()


@dataclass(frozen=True, slots=True)
class System:
    """Constraints that share cells, directly or through others; ``failing`` are the instances that do not hold."""

    variables: Mapping[str, Variable]
    constraints: tuple[Constraint, ...]
    failing: frozenset[Key]

    @property
    def values(self) -> dict[str, Decimal]:
        """What is reported, of the cells that have a value."""
        return {name: v.value for name, v in self.variables.items() if v.value is not None}

    @property
    def unknown(self) -> tuple[str, ...]:
        """The cells that could not be read."""
        return tuple(name for name, variable in self.variables.items() if variable.value is None)

    def holds(self, values: Mapping[str, Decimal]) -> bool:
        """Whether these values satisfy every constraint and every cell allows its value."""
        allowed = all(self.variables[name].allows(value) for name, value in values.items())
        return allowed and all(constraint.excess(values) == 0 for constraint in self.constraints)


def finding_key(finding: Finding) -> Key:
    """What instance a finding is about."""
    return finding.rule, frozenset(finding.cells)


def failing_systems(
    findings: Sequence[Finding], instances: Sequence[Instance], form: Form, weights: Mapping[str, float]
) -> list[System]:
    """The systems in which an instance fails; ``weights`` are what the change of each cell counts.

    An instance takes part as it was decided: blanks count as zeros where it could be decided with them, and where it
    could not, it takes part only if what is missing was there and could not be read, or if it speaks of a total that
    was left blank beside its parts; that one counts as a wrong 0. Information never takes part.
    """
    verdicts = {finding_key(finding): finding.verdict for finding in findings}
    lookup, blanks = FormLookup(form), blank_cells(form)
    chosen: list[tuple[Key, Constraint]] = []
    left_open: list[tuple[Key, Constraint]] = []
    for instance in instances:
        patterns = instance.expression.patterns()
        key = (instance.rule.id, frozenset(cell for name in patterns for cell in lookup.matching(name)))
        verdict = verdicts.get(key)
        if instance.rule.severity == "information" or verdict not in ("holds", "fails", "undecided"):
            continue
        taking_part = left_open if verdict == "undecided" and blanks & key[1] else chosen
        taking_part += [(key, constraint) for constraint in constraints(instance.expression, lookup.matching)]
    forgotten = forgotten_totals((constraint for _, constraint in left_open), form)
    chosen += [each for each in left_open if forgotten & each[1].coefficients.keys()]
    failing = {key for key, verdict in verdicts.items() if verdict == "fails"}
    systems = [_system(group, form, weights, failing, forgotten) for group in _connected(chosen)]
    return [system for system in systems if system.failing or _holds_impossible(system)]


def _holds_impossible(system: System) -> bool:
    return any(variable.impossible for variable in system.variables.values())


def _system(
    group: Sequence[tuple[Key, Constraint]],
    form: Form,
    weights: Mapping[str, float],
    failing: Iterable[Key],
    forgotten: frozenset[str],
) -> System:
    cells = dict.fromkeys(cell for _, constraint in group for cell in constraint.coefficients)
    variables = {cell: variable(form.cells[cell], weights[cell]) for cell in cells}
    # That a negative count fails, or that a total was forgotten, is said by rules of their own, which are no
    # constraints over several cells.
    own = {v.id for v in variables.values() if v.impossible}
    keys = {key for key, _ in group}
    explained = {
        key for key in failing if key in keys or own & key[1] or (forgotten & key[1] and key[1] <= variables.keys())
    }
    return System(variables, tuple(_unique(group)), frozenset(explained))


def _unique(group: Sequence[tuple[Key, Constraint]]) -> list[Constraint]:
    """The constraints, each once: two rules may say the same."""
    found: dict[object, Constraint] = {}
    for _, constraint in group:
        found.setdefault(
            (frozenset(constraint.coefficients.items()), constraint.comparator, constraint.bound), constraint
        )
    return list(found.values())


def _connected(chosen: Sequence[tuple[Key, Constraint]]) -> list[list[tuple[Key, Constraint]]]:
    """The constraints in groups without a common cell."""
    above: dict[str, str] = {}

    def root(cell: str) -> str:
        while above.setdefault(cell, cell) != cell:
            above[cell] = above[above[cell]]
            cell = above[cell]
        return cell

    for _, constraint in chosen:
        first, *others = map(root, constraint.coefficients)
        for other in others:
            above[root(other)] = root(first)
    groups: dict[str, list[tuple[Key, Constraint]]] = defaultdict(list)
    for key, constraint in chosen:
        groups[root(next(iter(constraint.coefficients)))].append((key, constraint))
    return list(groups.values())


def variable(cell: Cell, weight: float) -> Variable:
    """The cell as a number; one that can be read in several ways lies between them."""
    spec = _specs().get(cell.id)
    integral = cell.unit is None if spec is None else not spec.decimal
    lower = None if spec is not None and spec.signed else _ZERO
    if cell.status == "read" and cell.value is not None:
        return Variable(cell.id, cell.value, weight, integral, lower)
    if cell.status in ("blank", "not_applicable"):
        return Variable(cell.id, _ZERO, weight, integral, lower)
    if cell.candidates:
        return Variable(cell.id, None, weight, integral, min(cell.candidates), max(cell.candidates))
    return Variable(cell.id, None, weight, integral, lower)


@cache
def _specs() -> Mapping[str, CellSpec]:
    """What may stand in a cell, of all editions: a report may have tables of several."""
    return {id: spec for edition in get_args(Edition) for id, spec in layout(edition).cells.items()}
