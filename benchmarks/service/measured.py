"""A load with what it cost the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.service.bodies import Body, Kind
from benchmarks.service.load import Load, post_all
from benchmarks.service.memory import Memory, cpu_seconds, memory_of
from benchmarks.service.process import Command
from benchmarks.service.progress import progress


@dataclass(frozen=True, slots=True)
class MeasuredLoad:
    """``cpu_ms`` is processor time of the server and its reading processes for each request."""

    kind: Kind
    load: Load
    cpu_ms: float
    memory: Memory


def measured_load(server: Command, posted: Sequence[Body], *, n_clients: int) -> MeasuredLoad:
    """Post reports of one kind."""
    kind, count, pid = posted[0].kind, len(posted), server.process.pid
    before = cpu_seconds(pid)
    with progress(f"{kind}, {n_clients} clients", count) as done:
        load = post_all(server.address(), posted, n_clients=n_clients, after_each=done)
    return MeasuredLoad(kind, load, 1000 * (cpu_seconds(pid) - before) / count, memory_of(pid, count))
