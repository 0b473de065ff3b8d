"""Readings of many bodies and years → for each the body's reading of the year before, where there is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from service.reading import Reading
from service.series.names import agency_key


def years_before(readings: Sequence[Reading]) -> list[Reading | None]:
    """For every reading that of the same body for the year before.

    None where agency or year are not known, where there is none, and where there are several that do not say the
    same: a guess would make errors out of another draft.
    """
    by_body: dict[tuple[str, int], list[Reading]] = defaultdict(list)
    for reading in readings:
        body = _body(reading)
        if body is not None:
            by_body[body].append(reading)
    found = []
    for reading in readings:
        body = _body(reading)
        found.append(None if body is None else _one(by_body.get((body[0], body[1] - 1), [])))
    return found


def _body(reading: Reading) -> tuple[str, int] | None:
    agency, year = reading.report.agency, reading.report.year
    key = agency_key(agency) if agency else ""
    return None if not key or year is None else (key, year)


def _one(readings: Sequence[Reading]) -> Reading | None:
    """The only one, or the first of several copies (the same report as DOCX and PDF)."""
    if not readings:
        return None
    first, *others = readings
    return first if all(_says_the_same(first, other) for other in others) else None


def _says_the_same(one: Reading, other: Reading) -> bool:
    if one.id == other.id:
        return True
    values = [{name: cell.value for name, cell in reading.form.cells.items()} for reading in (one, other)]
    return bool(values[0]) and values[0] == values[1]
