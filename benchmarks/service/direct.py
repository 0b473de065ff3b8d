"""The same reports read without a service: what the time of a request is measured against."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from benchmarks.service.bodies import KINDS, Kind, bodies
from models.registry import RELEASED
from service.reading import ReportReader
from service.wire import ReadingJson


@dataclass(frozen=True, slots=True)
class Direct:
    """Milliseconds of reading a report in one process and telling it as JSON: by the clock, and of the processor."""

    wall_ms: float
    cpu_ms: float


def read_directly(count: int) -> dict[Kind, Direct]:
    """The medians over ``count`` reports of each kind."""
    reader = ReportReader.load(RELEASED)
    taken: dict[Kind, Direct] = {}
    for kind in KINDS:
        given = list(bodies(kind, count + 1, first=0))
        reader.read(given[-1].data, given[-1].name)  # loads what is loaded when it is first needed
        walls, cpus = [], []
        for body in given[:-1]:
            wall, cpu = time.perf_counter(), time.process_time()
            ReadingJson.of(reader.read(body.data, body.name)).value()
            walls.append(1000 * (time.perf_counter() - wall))
            cpus.append(1000 * (time.process_time() - cpu))
        taken[kind] = Direct(median(walls), median(cpus))
    return taken
