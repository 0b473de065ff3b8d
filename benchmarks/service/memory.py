"""Memory of a process and of those that it started, as Linux tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident MiB of the server itself, and the proportional share of all processes below it, after ``n_requests``."""

    n_requests: int
    server_mib: float
    below_mib: float


def memory_of(pid: int, n_requests: int) -> Memory:
    """The memory of now; OSError where the system does not tell it."""
    below = 0.0
    for process in _below(pid):
        try:
            below += _mib(process, "smaps_rollup", "Pss:")
        except OSError:
            continue  # ended meanwhile
    return Memory(n_requests, _mib(pid, "status", "VmRSS:"), below)


def _below(pid: int) -> Iterator[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for stat in _PROC.glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children[parent].append(int(stat.parent.name))
    waiting = list(children[pid])
    while waiting:
        process = waiting.pop()
        yield process
        waiting.extend(children[process])


def _mib(pid: int, file: str, field: str) -> float:
    for line in (_PROC / str(pid) / file).read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise OSError(f"{file} of {pid} has no {field}")
