"""The same reports read without a service: what the time of a request is measured against."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.service.bodies import KINDS, Kind, bodies
from models.registry import RELEASED
from service.reading import ReportReader


def direct_ms(count: int) -> dict[Kind, float]:
    """Median milliseconds of reading a report in this process, by kind."""
    reader = ReportReader.load(RELEASED)
    taken: dict[Kind, float] = {}
    for kind in KINDS:
        given = list(bodies(kind, count + 1, first=0))
        reader.read(given[-1].data, given[-1].name)  # loads what is loaded when it is first needed
        times = []
        for body in given[:-1]:
            began = time.perf_counter()
            reader.read(body.data, body.name)
            times.append(1000 * (time.perf_counter() - began))
        taken[kind] = median(times)
    return taken
