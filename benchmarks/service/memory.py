"""Memory and processor time of a process and of those that it started, as Linux tells them."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
# Fields of /proc/PID/stat after the name, counted from 0: processor time of the process itself and, from the third
# on, of its children that have ended (proc_pid_stat(5)).
_PARENT, _TIMES = 1, slice(11, 15)


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident MiB of the server itself, and the proportional share of all processes below it, after ``n_requests``.

    ``peak_mib`` is the most that the server itself ever had.
    """

    n_requests: int
    server_mib: float
    below_mib: float
    peak_mib: float


def memory_of(pid: int, n_requests: int) -> Memory:
    """The memory of now; OSError where the system does not tell it."""
    below = 0.0
    for process in _below(pid):
        try:
            below += _mib(process, "smaps_rollup", "Pss:")
        except OSError:
            continue  # ended meanwhile
    return Memory(n_requests, _mib(pid, "status", "VmRSS:"), below, _mib(pid, "status", "VmHWM:"))


def cpu_seconds(pid: int) -> float:
    """Processor time that a process and all below it have taken; OSError where the system does not tell it."""
    ticks = 0
    for process in (pid, *_below(pid)):
        try:
            ticks += sum(int(field) for field in _stat(process)[_TIMES])
        except OSError:
            continue  # ended meanwhile
    return ticks / os.sysconf("SC_CLK_TCK")


def _below(pid: int) -> Iterator[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for folder in _PROC.glob("[0-9]*"):
        try:
            parent = int(_stat(int(folder.name))[_PARENT])
        except OSError:
            continue
        children[parent].append(int(folder.name))
    waiting = list(children[pid])
    while waiting:
        process = waiting.pop()
        yield process
        waiting.extend(children[process])


def _stat(pid: int) -> list[str]:
    return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _mib(pid: int, file: str, field: str) -> float:
    for line in (_PROC / str(pid) / file).read_text().splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    raise OSError(f"{file} of {pid} has no {field}")
