"""What was found of planted slips, counted: in all, and by kind, table, edition, prose and how zeros are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.findings.planted import Planted

_PROSE = {"silent": "no figures in prose", "register": "prose from the register", "table": "prose from the tables"}


@dataclass(frozen=True, slots=True)
class Score:
    """Shares (0 to 1) of the slips that break an equation; of those that break none only the number is told.

    ``found``: an error of a rule that names a wrong cell. ``first``, ``named``: all wrong cells are in first suspect
    sets, in any. ``exact``: the first sets hold just the wrong cells. ``valued``: they propose the true values.
    ``several``: the equations leave several smallest explanations; ``fair``: the share that a fair draw among the
    smallest explanations would name rightly; ``explicable``: the slip itself is among them.
    """

    slips: int
    invisible: int
    found: float
    first: float
    exact: float
    named: float
    valued: float
    several: float
    fair: float
    explicable: float


def score(slips: Sequence[Planted]) -> Score:
    """The score of some slips."""
    visible = [each for each in slips if each.visible]

    def share(true: Callable[[Planted], float]) -> float:
        return sum(map(true, visible)) / max(len(visible), 1)

    return Score(
        slips=len(slips),
        invisible=len(slips) - len(visible),
        found=share(lambda each: each.found),
        first=share(lambda each: each.slip.cells.keys() <= each.first),
        exact=share(lambda each: each.slip.cells.keys() == each.first),
        named=share(lambda each: each.slip.cells.keys() <= each.named),
        valued=share(lambda each: each.slip.cells.keys() <= each.right),
        several=share(lambda each: each.explained > 1),
        fair=share(lambda each: 1 / each.explained if each.known else 0),
        explicable=share(lambda each: each.known),
    )


def scores(slips: Sequence[Planted]) -> dict[str, Score]:
    """The score of all, and of every group in which there is a slip."""
    groups: Mapping[str, Callable[[Planted], str]] = {
        "what": lambda each: "figure left out" if None in each.slip.cells.values() else "wrong figure",
        "kind": lambda each: each.slip.kind,
        "table": lambda each: f"table {each.slip.table}",
        "edition": lambda each: f"edition {each.edition}",
        "prose": lambda each: _PROSE[each.prose],
        "zeros": lambda each: "zeros left blank or marked" if each.blanks else "zeros written",
    }
    found = {"all": score(slips)}
    for group in groups.values():
        for name in sorted({group(each) for each in slips}):
            found[name] = score([each for each in slips if group(each) == name])
    return found


def as_json(found: Mapping[str, Score]) -> dict[str, Any]:
    """The scores as plain values."""
    return {name: asdict(each) for name, each in found.items()}
