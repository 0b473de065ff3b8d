"""Which splits of the rows of table three agree with each other, by the equations between its rows (FORM E1, E3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod

Vector = tuple[Decimal, ...]
"""The values of one row, column by column."""

_MAX_CHOICES = 20_000


def settle(row_ids: Sequence[str], choices: Mapping[str, Sequence[Vector]]) -> dict[str, list[Vector]]:
    """The choices of each row that occur in a reading of the whole table under which all columns are right.

    ``choices`` gives every row of the table; rows that are known have one. Where the table cannot be right, or there
    are too many readings to try, nothing is settled and all choices stay.
    """
    unsettled = {id: list(vectors) for id, vectors in choices.items()}
    if set(choices) != set(row_ids) or not 1 <= prod(map(len, choices.values())) <= _MAX_CHOICES:
        return unsettled
    right = [
        reading
        for vectors in product(*choices.values())
        if _balanced(reading := dict(zip(choices, vectors, strict=True)))
    ]
    if not right:
        return unsettled
    return {id: list(dict.fromkeys(reading[id] for reading in right)) for id in choices}


def _balanced(reading: Mapping[str, Vector]) -> bool:
    outcomes = [vector for id, vector in reading.items() if id.startswith("outcomes.") and id != "outcomes.total"]
    total = reading["outcomes.total"]
    if any(sum(column) != whole for column, whole in zip(zip(*outcomes, strict=True), total, strict=True)):
        return False
    ends = (reading["requests.new"], reading["requests.carried_in"], total, reading["requests.carried_out"])
    return all(new + carried == done + left for new, carried, done, left in zip(*ends, strict=True))
