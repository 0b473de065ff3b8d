"""``make bench-service``: speed and memory of a running service, and what it does when there is too much to read."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from benchmarks.service.bodies import KINDS, Kind, bodies, body
from benchmarks.service.direct import Direct, read_directly
from benchmarks.service.load import Load, milliseconds, post
from benchmarks.service.long_run import LongRun, long_run
from benchmarks.service.meanwhile import Asked, asking
from benchmarks.service.measured import MeasuredLoad, measured_load
from benchmarks.service.overload import Overload, overload
from benchmarks.service.process import Command, command, without_torch
from benchmarks.service.show import (
    LoadRows,
    MemoryRows,
    show_direct,
    show_long_run,
    show_meanwhile,
    show_overload,
)

_N_DIRECT = 24
_N_FIRST = 8
# Nothing is refused while times are taken: limits have a run of their own.
_OPEN = {"NIANBAO_RATE_PER_MINUTE": "100000000", "NIANBAO_MAX_WAITING": "1000"}


@dataclass(slots=True)
class _Found:
    """All that is measured."""

    direct: Mapping[Kind, Direct]
    loads: list[MeasuredLoad] = field(default_factory=list)
    meanwhile: Asked = field(default_factory=dict)

    @property
    def all_read(self) -> bool:
        """Whether every report was read, and everything asked meanwhile was answered."""
        answers = [*(answer for each in self.loads for answer in each.load.answers), *sum(self.meanwhile.values(), [])]
        return all(answer.status == 200 for answer in answers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a report was not read, or an overloaded service did not refuse and recover."""
    options = _options(arguments)
    console = Console(stderr=options.json, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="nianbao-service-") as scratch:
        folder, numbers = Path(scratch), _Numbers()
        settings = {"NIANBAO_DATA": str(folder / "data"), **_OPEN, **without_torch(folder / "hidden")}
        found = _Found(read_directly(min(_N_DIRECT, options.count)))
        show_direct(console, found.direct)
        with command(folder / "serve.log", "serve", "--port", "0", settings=settings) as server:
            _measure_loads(console, server, options, numbers, found)
            run = _measure_memory(console, server, options.count, numbers)
            server.check()
        limits = {**settings, "NIANBAO_DATA": str(folder / "overload")}
        rush = overload(folder, limits, n_clients=max(options.clients), first=0)
        show_overload(console, rush)
    if options.json:
        print(json.dumps(_told(found, run, rush), ensure_ascii=False, indent=2))
    return 0 if rush.is_sound and found.all_read and set(run.load.statuses) == {200} else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.service", description=__doc__)
    parser.add_argument(
        "--count", type=int, default=5000, help="reports of the long run; a tenth for each number of clients and kind"
    )
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64], help="clients at the same time")
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON, the tables to stderr")
    return parser.parse_args(arguments)


class _Numbers:
    """Numbers of reports that nobody posted yet."""

    def __init__(self) -> None:
        self._next = 0

    def take(self, count: int) -> int:
        """The first of so many."""
        first, self._next = self._next, self._next + count
        return first


def _measure_loads(
    console: Console, server: Command, options: argparse.Namespace, numbers: _Numbers, found: _Found
) -> None:
    """Every kind at every number of clients; with the most of them the service is asked other things too."""
    url = server.address()
    with httpx.Client(base_url=url) as http:
        for kind in KINDS:  # whoever starts a service is not measured, but who uses it
            for number in range(first := numbers.take(_N_FIRST), first + _N_FIRST):
                post(http, body(kind, number))
    rows = LoadRows(console)
    for kind in KINDS:
        for n_clients in options.clients:
            with ExitStack() as stack:
                asked = stack.enter_context(asking(url)) if n_clients == max(options.clients) else {}
                n_reports = max(options.count // 10, n_clients)
                posted = list(bodies(kind, n_reports, first=numbers.take(n_reports)))
                found.loads.append(measured_load(server, posted, n_clients=n_clients))
            rows.show(found.loads[-1])
            for path, answers in asked.items():
                found.meanwhile.setdefault(path, []).extend(answers)
    console.out("")
    show_meanwhile(console, found.meanwhile)


def _measure_memory(console: Console, server: Command, count: int, numbers: _Numbers) -> LongRun:
    rows = MemoryRows(console)
    run = long_run(server.address(), server.process.pid, count, first=numbers.take(count), tell=rows.show)
    show_long_run(console, run)
    return run


def _told(found: _Found, run: LongRun, rush: Overload) -> dict[str, Any]:
    return {
        "direct": {kind: asdict(direct) for kind, direct in found.direct.items()},
        "loads": [
            {"kind": each.kind, **_load(each.load), "cpu_ms": each.cpu_ms, "server_mib": each.memory.server_mib}
            for each in found.loads
        ],
        "meanwhile": {path: milliseconds(answers) for path, answers in found.meanwhile.items() if answers},
        "long_run": {**_load(run.load), "memory": [asdict(memory) for memory in run.memory]},
        "overload": {**_load(rush.rush), "recovered_s": rush.recovered_s},
    }


def _load(load: Load) -> dict[str, Any]:
    return {
        "clients": load.n_clients,
        "requests": len(load.answers),
        "seconds": load.seconds,
        "read_per_second": load.per_second,
        "milliseconds": load.milliseconds(),
        "statuses": {str(status): n for status, n in sorted(load.statuses.items())},
    }


if __name__ == "__main__":
    sys.exit(main())
