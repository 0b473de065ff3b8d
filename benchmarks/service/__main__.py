"""``make bench-service``: speed and memory of a running service, and what it does when there is too much to read."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.service.bodies import KINDS, Kind, bodies
from benchmarks.service.direct import direct_ms
from benchmarks.service.load import Load, post_all
from benchmarks.service.long_run import long_run
from benchmarks.service.overload import overload
from benchmarks.service.process import command
from benchmarks.service.show import show_loads, show_memory, show_overload

_WIDTH = 150
_N_DIRECT = 24
# Nothing is refused while times are taken: limits have a run of their own.
_OPEN = {"NIANBAO_RATE_PER_MINUTE": "100000000", "NIANBAO_MAX_WAITING": "1000"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a report was not read, or an overloaded service did not refuse and recover."""
    options = _options(arguments)
    console = Console(stderr=options.json)
    console.width = max(console.width, _WIDTH)  # a table cut to the width of a log is of no use
    with tempfile.TemporaryDirectory(prefix="nianbao-service-") as scratch:
        folder = Path(scratch)
        settings = {"NIANBAO_DATA": str(folder / "data"), **_OPEN}
        direct = direct_ms(min(_N_DIRECT, options.count))
        with command(folder / "serve.log", "serve", "--port", "0", settings=settings) as server:
            url, numbers = server.address(), _Numbers()
            loads = {kind: [_load(url, kind, n, options.count, numbers) for n in options.clients] for kind in KINDS}
            run = long_run(url, server.process.pid, options.count, first=numbers.take(options.count))
            server.check()
        limits = {**settings, "NIANBAO_DATA": str(folder / "overload")}
        rush = overload(folder, limits, n_clients=max(options.clients), first=0)
    show_loads(console, loads, direct)
    show_memory(console, run.memory)
    show_overload(console, rush)
    if options.json:
        told = {
            "direct_ms": direct,
            "loads": {kind: [_as_json(load) for load in of] for kind, of in loads.items()},
            "memory": [asdict(memory) for memory in run.memory],
            "overload": {**_as_json(rush.rush), "recovered_s": rush.recovered_s},
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    taken = [run.load, *(load for of in loads.values() for load in of)]
    return 0 if rush.is_sound and all(set(load.statuses) == {200} for load in taken) else 1


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


def _load(url: str, kind: Kind, n_clients: int, count: int, numbers: _Numbers) -> Load:
    n_reports = max(count // 10, n_clients)
    return post_all(url, list(bodies(kind, n_reports, first=numbers.take(n_reports))), n_clients=n_clients)


def _as_json(load: Load) -> dict[str, Any]:
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
