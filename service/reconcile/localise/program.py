"""The smallest changes of a system as a mixed-integer program (Fellegi and Holt 1976), solved with SciPy's HiGHS."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.few import Changes
from service.reconcile.localise.system import System
from service.reconcile.localise.weights import SLACK

Vector = NDArray[np.float64]
_INFINITY: Final = float("inf")
_FARTHER: Final = 10.0
_DECIMALS: Final = 6
_OPTIMAL: Final = 0
_TIME_OUT: Final = 1


class Program:
    """A system as columns of a program.

    By how much each known cell rises, by how much it falls, whether it changes; then the values of the unknown ones.
    """

    def __init__(self, system: System, *, careful: bool = False) -> None:
        """``careful``: take nothing for granted because all factors are 1 (see ``_reach``)."""
        self._system = system
        self._values = system.values
        self._known, self._unknown = tuple(self._values), system.unknown
        self._weights = np.array([system.variables[name].weight for name in self._known])
        self._plain = not careful and all(abs(c) == 1 for c in _coefficients(system))
        equal = all(constraint.comparator == "=" for constraint in system.constraints)
        # Whether one set of changes may do with several values.
        self._open = not self._plain or not equal or bool(self._unknown)
        self._reach = _reach(system, plain=self._plain)
        self._late = False

    def smallest(self, *, limit: int, deadline: Deadline) -> list[Changes]:
        """The lightest sets of changes, and those at most ``SLACK`` heavier with no more cells, lightest first.

        None of them contains another. At most ``limit``, and those found before the ``deadline``; none at all where
        not even the lightest could be proved to be so.
        """
        deadline.later(_loading_time())
        found: list[Changes] = []
        heaviest = most = _INFINITY
        while len(found) < limit:
            changes = self._lightest(without=found, heaviest=heaviest, most=most, deadline=deadline)
            if changes is None and not found and self._plain and not self._late:
                return Program(self._system, careful=True).smallest(limit=limit, deadline=deadline)
            if changes is None:
                break
            found.append(changes)
            heaviest = min(heaviest, sum(self._system.variables[name].weight for name in changes) + SLACK)
            most = min(most, len(changes))
        return found

    def _lightest(
        self, *, without: Sequence[Collection[str]], heaviest: float, most: float, deadline: Deadline
    ) -> Changes | None:
        """The lightest set that contains none of ``without``; None where there is none, or no time to find it."""
        count, free = len(self._known), len(self._unknown)
        rows = self._rows(without, heaviest, most)
        low, high = self._bounds()
        costs = np.concatenate([np.zeros(2 * count), self._weights, np.zeros(free)])
        solution = self._solved(costs, rows, low, high, deadline=deadline)
        if solution is None or not self._open:
            return None if solution is None else self._changes(solution)
        # Those nearest to the reported ones are meant.
        low[2 * count : 3 * count] = high[2 * count : 3 * count] = solution[2 * count : 3 * count].round()
        costs = np.concatenate([np.ones(2 * count), np.zeros(count + free)])
        nearest = self._solved(costs, rows, low, high, deadline=deadline)
        return self._changes(solution if nearest is None else nearest)

    def _solved(
        self, costs: Vector, rows: tuple[Any, Vector, Vector], low: Vector, high: Vector, *, deadline: Deadline
    ) -> Vector | None:
        """The values of all columns at least cost; None where there are none, or not in time."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        self._late = deadline.passed
        if self._late:
            return None
        moved, taken = self._whole(self._known), self._whole(self._unknown)
        solved = milp(
            costs,
            integrality=np.concatenate([moved, moved, np.ones(len(self._known)), taken]),
            bounds=Bounds(low, high),
            constraints=LinearConstraint(*rows),
            options={"time_limit": deadline.left, "mip_rel_gap": 0.0},
        )
        self._late = solved.status == _TIME_OUT
        return solved.x if solved.status == _OPTIMAL else None

    def _rows(self, without: Sequence[Collection[str]], heaviest: float, most: float) -> tuple[Any, Vector, Vector]:
        """The constraints, that only what changes may move, what must change, cuts, how heavy and how many."""
        from scipy import sparse

        count = len(self._known)
        known, unknown = self._matrix(self._known), self._matrix(self._unknown)
        step = sparse.diags_array(np.full(count, 1 / self._reach))
        found = [[float(name in changes) for name in self._known] for changes in without]
        cuts = np.array(found).reshape(len(without), count)
        # Implied by the constraints, and said because the program is solved sooner with it.
        violated = (known != 0)[self._violated()]
        chosen = np.vstack([violated, cuts, self._weights, np.ones(count)])
        rows = sparse.block_array(
            [
                [known, -known, sparse.csr_array((len(known), count)), unknown],
                [step, step, -sparse.eye_array(count), None],
                [None, None, chosen, None],
            ],
            format="csr",
        )
        bounds, equal = self._right_sides()
        none = np.full(count + len(without) + 2, -_INFINITY)
        once, always = np.ones(len(violated)), np.full(len(violated), _INFINITY)
        high = np.concatenate([bounds, np.zeros(count), always, cuts.sum(axis=1) - 1, [heaviest, most]])
        low = np.concatenate([np.where(equal, bounds, -_INFINITY), none[:count], once, none[count:]])
        return rows, low, high

    def _violated(self) -> NDArray[np.bool_]:
        """Which constraints the known cells break; those with unknown cells break by none."""
        off = [c.excess(self._values) != 0 for c in self._system.constraints]
        return np.array(
            [
                o and c.coefficients.keys() <= self._values.keys()
                for o, c in zip(off, self._system.constraints, strict=True)
            ]
        )

    def _matrix(self, names: Sequence[str]) -> Vector:
        zero = Decimal(0)
        rows = [[float(c.coefficients.get(name, zero)) for name in names] for c in self._system.constraints]
        return np.array(rows).reshape(len(self._system.constraints), len(names))

    def _right_sides(self) -> tuple[Vector, NDArray[np.bool_]]:
        """For every constraint what is left for the changes, and whether it is an equation."""
        left = []
        for constraint in self._system.constraints:
            cells = constraint.coefficients.items()
            left.append(constraint.bound - sum(c * self._values[name] for name, c in cells if name in self._values))
        return np.array(left, dtype=float), np.array([c.comparator == "=" for c in self._system.constraints])

    def _bounds(self) -> tuple[Vector, Vector]:
        known = [self._system.variables[name] for name in self._known]
        unknown = [self._system.variables[name] for name in self._unknown]
        low = [0.0] * (2 * len(known)) + [float(variable.impossible) for variable in known]
        low += [-_INFINITY if variable.lower is None else float(variable.lower) for variable in unknown]
        rises = [self._room(variable.upper, self._values[variable.id]) for variable in known]
        falls = [self._room(self._values[variable.id], variable.lower) for variable in known]
        high = rises + falls + [1.0] * len(known)
        high += [self._reach if variable.upper is None else float(variable.upper) for variable in unknown]
        return np.array(low), np.array(high)

    def _room(self, above: Decimal | None, below: Decimal | None) -> float:
        return self._reach if above is None or below is None else min(self._reach, max(0.0, float(above - below)))

    def _whole(self, names: Sequence[str]) -> Vector:
        # Sums of whole numbers, added up in rows and columns, are whole numbers by themselves.
        return np.array([0.0 if self._plain else float(self._moves_by_whole(name)) for name in names])

    def _moves_by_whole(self, name: str) -> bool:
        value = self._values.get(name, Decimal(0))
        return self._system.variables[name].integral and value == value.to_integral_value()

    def _changes(self, solution: Vector) -> Changes | None:
        """The changed cells with their values; None where, counted exactly, not all constraints hold."""
        count = len(self._known)
        rounded = dict(self._rounded(self._known, solution[:count] - solution[count : 2 * count]))
        values = {name: value + rounded[name] for name, value in self._values.items()}
        changed = {name: value for name, value in values.items() if value != self._values[name]}
        if not self._system.holds(values | dict(self._rounded(self._unknown, solution[3 * count :]))):
            return None
        return changed

    def _rounded(self, names: Sequence[str], numbers: Vector) -> Iterator[tuple[str, Decimal]]:
        for name, number in zip(names, numbers, strict=True):
            digits = 0 if self._moves_by_whole(name) else _DECIMALS
            yield name, Decimal(f"{number:.{digits}f}").normalize() + Decimal(0)


def _loading_time() -> float:
    """Seconds that it took to load SciPy, which most reports never need: it counts for no report's time."""
    begun = time.thread_time()
    import scipy.optimize
    import scipy.sparse  # noqa: F401

    return time.thread_time() - begun


def _coefficients(system: System) -> list[Decimal]:
    return [c for constraint in system.constraints for c in constraint.coefficients.values()]


def _reach(system: System, *, plain: bool) -> float:
    """A bound on what a cell changes by.

    Tables of sums are networks, in which nothing moves by more than all equations together are off by (here with 0 for
    the unknown cells); where factors stand before cells it may be more.
    """
    values = system.values
    off = sum((abs(constraint.excess(values)) for constraint in system.constraints), Decimal(0))
    below = sum((-v.value for v in system.variables.values() if v.value is not None and v.value < 0), Decimal(0))
    if plain:
        return float(off + below + 1)
    coefficients = [abs(c) for c in _coefficients(system)]
    return float(off + below + 1) * _FARTHER * float(max(coefficients) / min(coefficients))
