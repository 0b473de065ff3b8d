"""Which of several equally small sets of changes is likelier: by slips, by what cells usually hold, by witnesses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.forms.cell import Form
from service.reconcile.localise.deadline import Deadline
from service.reconcile.localise.few import Changes
from service.reconcile.localise.slips import Slip, log_frequency, log_likelihood, slip_data, slips
from service.reconcile.localise.surroundings import Vicinity, vicinity
from service.reconcile.localise.system import System
from service.reconcile.localise.witness import Testimony, Witnesses


@dataclass(frozen=True, slots=True)
class Explanation:
    """A set of changes with its story: the likeliest slip of every cell, or that the cells have each other's values.

    ``plausibility`` is a natural logarithm that only compares explanations of one system.
    """

    changes: Changes
    slips: Mapping[str, Slip]
    mixed_up: bool
    testimony: Testimony
    plausibility: float


def ranked(
    found: Sequence[Changes], system: System, form: Form, witnesses: Witnesses, *, deadline: Deadline
) -> list[Explanation]:
    """The sets of changes, the most plausible first; of equally plausible ones the order is kept.

    Where the ``deadline`` passes, nobody is heard: to hear some of the witnesses would be unfair.
    """
    around = vicinity(form, system)
    heard = _heard(found, witnesses, deadline)
    explained = [_explained(changes, system, form, around, said) for changes, said in zip(found, heard, strict=True)]
    return sorted(explained, key=lambda explanation: -explanation.plausibility)


def _heard(found: Sequence[Changes], witnesses: Witnesses, deadline: Deadline) -> list[Testimony]:
    heard = []
    for changes in found:
        if deadline.passed:
            return [Testimony()] * len(found)
        heard.append(witnesses.testimony(changes))
    return heard


def _explained(changes: Changes, system: System, form: Form, around: Vicinity, testimony: Testimony) -> Explanation:
    before = system.values
    after = before | changes
    ways = {cell: slips(right, before[cell], around.around(cell, after)) for cell, right in changes.items()}
    mixed_up = len(changes) > 1 and sorted(changes.values()) == sorted(before[cell] for cell in changes)
    slipped = sum(map(log_likelihood, ways.values()))
    if mixed_up:
        slipped = max(slipped, math.log(slip_data()["mixed_up"]["share"]))
    usual = sum(_usual(cell, changes, system, around) for cell in changes)
    suspicion = sum(_suspicion(cell, form) for cell in changes)
    best = {cell: found[0] for cell, found in ways.items()}
    return Explanation(changes, best, mixed_up, testimony, slipped + usual + suspicion + testimony.weight)


def _usual(cell: str, changes: Changes, system: System, around: Vicinity) -> float:
    """How usual the right value is beside the reported one, and how seldom a cell is wrong whose right value is 0."""
    touched = 0.0 if changes[cell] else math.log(slip_data()["zero"]["wrong"])
    if cell in around.parts:
        return touched
    summed = {
        other
        for constraint in system.constraints
        if cell in constraint.coefficients
        for other in constraint.coefficients
    }
    company = any(system.values[other] for other in summed - {cell} if other in system.values)
    right, wrong = (log_frequency(cell, value, in_company=company) for value in (changes[cell], system.values[cell]))
    return touched + right - wrong


def _suspicion(cell: str, form: Form) -> float:
    data, found = slip_data()["suspicion"], form.cells[cell]
    blank = found.status in ("blank", "not_applicable")
    return float(data["doubtful"] * found.doubtful + data["blank"] * blank)
