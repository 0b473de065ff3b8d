"""The smallest changes of small systems, against trying every value of every cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.few import pair_changes, pairs_are_open, single_changes
from service.reconcile.localise.linear import Constraint
from service.reconcile.localise.program import Program
from service.reconcile.localise.suspects import smallest_changes
from service.reconcile.localise.system import System, Variable
from service.reconcile.localise.three import triple_changes
from service.reconcile.localise.weights import HEAVIEST, LIGHTEST, SLACK

_HIGHEST = 3
_MANY = 200
_VALUES = st.integers(0, _HIGHEST)
_WEIGHTS = [0.8, 0.85, 0.9, 1.0, 1.05, 1.1, 1.15]


def _weights(count: int) -> st.SearchStrategy[list[float]]:
    return st.lists(st.sampled_from(_WEIGHTS), min_size=count, max_size=count)


def _far() -> Deadline:
    return Deadline(60)


def _system(values: Sequence[int | None], weights: Sequence[float], constraints: Sequence[Constraint]) -> System:
    variables = {
        f"c{i}": Variable(f"c{i}", None if value is None else Decimal(value), weight, upper=Decimal(_HIGHEST))
        for i, (value, weight) in enumerate(zip(values, weights, strict=True))
    }
    return System(variables, tuple(constraints), frozenset())


@st.composite
def _systems(draw: st.DrawFn) -> System:
    """Up to five cells, known or not, in up to three constraints, of which one is no plain sum."""
    count = draw(st.integers(2, 5))
    made = []
    for index in range(draw(st.integers(1, 3))):
        cells = draw(st.lists(st.integers(0, count - 1), min_size=2, max_size=4, unique=True))
        comparator = draw(st.sampled_from(["=", "<="]))
        coefficients = {f"c{i}": Decimal(draw(st.sampled_from([1, 1, -1, -1, 2, -2]))) for i in cells}
        if not index:
            coefficients[f"c{cells[0]}"] = Decimal(2)
        made.append(Constraint(coefficients, comparator, Decimal(draw(st.sampled_from([0, 0, 0, 2, -1])))))
    values = draw(st.lists(st.none() | _VALUES, min_size=count, max_size=count))
    return _system(values, draw(_weights(count)), made)


# Two rows with their totals that are equal column by column, as in table three.
_TABLE = [("c0 c1", "c2"), ("c3 c4", "c5"), ("c0", "c3"), ("c1", "c4"), ("c2", "c5")]


@st.composite
def _tables(draw: st.DrawFn) -> System:
    """A little table of sums, of whose equations some may be missing."""
    chosen = draw(st.lists(st.sampled_from(_TABLE), min_size=2, unique=True))
    made = [
        Constraint({**dict.fromkeys(left.split(), Decimal(1)), right: Decimal(-1)}, "=", Decimal(0))
        for left, right in chosen
    ]
    return _system(draw(st.lists(_VALUES, min_size=6, max_size=6)), draw(_weights(6)), made)


def _by_trying(system: System) -> set[frozenset[str]] | None:
    """The sets of changed cells that the smallest changes have; None where no values satisfy the system."""
    names = list(system.variables)
    sufficient: set[frozenset[str]] = set()
    for values in product(map(Decimal, range(_HIGHEST + 1)), repeat=len(names)):
        tried = dict(zip(names, values, strict=True))
        changed = frozenset(n for n in names if system.variables[n].value not in (None, tried[n]))
        if changed not in sufficient and system.holds(tried):
            sufficient.add(changed)
    if not sufficient:
        return None
    lightest = min(sufficient, key=lambda cells: _weight(cells, system))
    bound = _weight(lightest, system) + SLACK + 1e-9
    minimal = [cells for cells in sufficient if not any(other < cells for other in sufficient)]
    return {cells for cells in minimal if _weight(cells, system) <= bound and len(cells) <= len(lightest)}


def _weight(cells: frozenset[str], system: System) -> float:
    return sum(system.variables[cell].weight for cell in cells)


@settings(deadline=None, max_examples=50)
@given(_systems() | _tables())
def test_program_finds_what_trying_finds(system: System) -> None:
    expected = _by_trying(system)
    found = Program(system).smallest(limit=_MANY, deadline=_far())
    assert {frozenset(changes) for changes in found} == (expected or set())
    weights = [_weight(frozenset(changes), system) for changes in found]
    assert weights == sorted(weights)


@settings(deadline=None, max_examples=60)
@given(_tables())
def test_arithmetic_finds_what_trying_finds(system: System) -> None:
    expected = _by_trying(system)
    found = smallest_changes(system, deadline=_far(), limit=_MANY)
    if expected != {frozenset()}:
        assert {frozenset(changes) for changes in found} == (expected or set())
    for changes in found:
        assert system.holds(system.values | changes)


@settings(deadline=None, max_examples=60)
@given(_systems())
def test_one_cell_gets_its_nearest_value(system: System) -> None:
    if system.unknown or system.holds(system.values):
        return
    for changes in single_changes(system):
        [(cell, value)] = changes.items()
        reported = system.values[cell]
        nearer = [v for v in map(Decimal, range(_HIGHEST + 1)) if abs(v - reported) < abs(value - reported)]
        assert system.holds(system.values | changes)
        assert not any(system.holds(system.values | {cell: other}) for other in nearer)


_SUM = {"c0": Decimal(1), "c1": Decimal(1), "c2": Decimal(-1)}


def test_value_left_open_is_the_nearest() -> None:
    at_most = Constraint({"c0": Decimal(2), "c1": Decimal(-1)}, "<=", Decimal(0))
    system = _system([3, 2], [1.0, 1.1], [at_most])
    assert Program(system).smallest(limit=_MANY, deadline=_far()) == [{"c0": Decimal(1)}]


def test_unknown_cell_takes_whatever_is_left() -> None:
    whole = Constraint(_SUM, "=", Decimal(0))
    system = _system(
        [1, None, 3, 3], [1.0] * 4, [whole, Constraint({"c1": Decimal(1), "c3": Decimal(-1)}, "=", Decimal(0))]
    )
    found = Program(system).smallest(limit=_MANY, deadline=_far())
    assert sorted(next(iter(changes.items())) for changes in found) == [
        ("c0", Decimal(0)),
        ("c3", Decimal(2)),
    ]


def test_no_time_no_answer() -> None:
    system = _system([1, 1, 4], [1.0] * 3, [Constraint(_SUM, "=", Decimal(0))])
    assert Program(system).smallest(limit=_MANY, deadline=Deadline(-1e6)) == []


@pytest.mark.parametrize("comparator", ["=", "<="])
def test_cells_of_the_same_equations_are_left_to_the_program(comparator: str) -> None:
    one = Constraint(_SUM, "=", Decimal(0))
    other = Constraint(_SUM | {"c1": Decimal(2)}, comparator, Decimal(3))  # type: ignore[arg-type]
    assert not pairs_are_open(_system([0, 0, 0], [1.0] * 3, [one, other]))


def test_two_cells_cross() -> None:
    sums = [("c0 c1", 3), ("c2 c3", 3), ("c0 c2", 3), ("c1 c3", 3)]
    equations = [Constraint(dict.fromkeys(cells.split(), Decimal(1)), "=", Decimal(total)) for cells, total in sums]
    system = _system([1, 1, 1, 1], [1.0] * 4, equations)
    assert pair_changes(system, deadline=_far()) == [
        {"c0": Decimal(2), "c3": Decimal(2)},
        {"c1": Decimal(2), "c2": Decimal(2)},
    ]


def test_program_and_arithmetic_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    values = [7, 5, 4, 2, 9, 3]
    made = [
        Constraint({**dict.fromkeys(left.split(), Decimal(1)), right: Decimal(-1)}, "=", Decimal(0))
        for left, right in _TABLE
    ]
    variables = {f"c{i}": Variable(f"c{i}", Decimal(value), 1.0) for i, value in enumerate(values)}
    assert Program(System(variables, tuple(made), frozenset())).smallest(limit=_MANY, deadline=_far())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("search", [pair_changes, triple_changes])
def test_no_time_no_cells(search: Callable[..., object]) -> None:
    sums = [("c0 c1", 3), ("c2 c3", 3), ("c0 c2", 3), ("c1 c3", 3)]
    equations = [Constraint(dict.fromkeys(cells.split(), Decimal(1)), "=", Decimal(total)) for cells, total in sums]
    assert search(_system([1, 1, 1, 1], [1.0] * 4, equations), deadline=Deadline(-1e6)) == []


def test_two_cells_never_weigh_within_the_slack_of_one() -> None:
    assert HEAVIEST + SLACK < 2 * LIGHTEST
    assert 2 * HEAVIEST < 3 * LIGHTEST
