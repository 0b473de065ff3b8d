"""The measurements as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks.service.bodies import Kind
from benchmarks.service.load import Load
from benchmarks.service.memory import Memory
from benchmarks.service.overload import Overload

_PERCENTILES = ("p50", "p95", "p99", "max")


def show_loads(console: Console, loads: Mapping[Kind, Sequence[Load]], direct: Mapping[Kind, float]) -> None:
    """A row for each number of clients; ratios against the first row, and against reading without a service."""
    heads = (
        "requests",
        "a second",
        "× one client",
        *(f"ms {name}" for name in _PERCENTILES),
        "p50 × direct",
        "answers",
    )
    table = Table("report", "clients", *heads, box=None)
    for column in table.columns[1:-1]:
        column.justify = "right"
    for kind, of in loads.items():
        for load in of:
            times = load.milliseconds()
            table.add_row(
                kind,
                str(load.n_clients),
                str(len(load.answers)),
                f"{load.per_second:.1f}",
                f"{load.per_second / of[0].per_second:.2f}" if of[0].per_second else "–",
                *(f"{times[name]:.0f}" for name in _PERCENTILES),
                f"{times['p50'] / direct[kind]:.2f}",
                _statuses(load),
            )
    console.print(table)
    told = ", ".join(f"{kind} {milliseconds:.1f} ms" for kind, milliseconds in direct.items())
    console.print(f"read without a service, in one process (median): {told}\n")


def show_memory(console: Console, memory: Sequence[Memory]) -> None:
    """First, highest and last figure."""
    table = Table("MiB", "first", "highest", "last", "last ÷ first", box=None)
    for name in ("server_mib", "below_mib"):
        values = [getattr(each, name) for each in memory]
        figures = (f"{values[0]:.1f}", f"{max(values):.1f}", f"{values[-1]:.1f}", f"{values[-1] / values[0]:.3f}")
        table.add_row("server" if name == "server_mib" else "its reading processes", *figures)
    console.print(table)
    console.print(f"first after {memory[0].n_requests} requests, last after {memory[-1].n_requests}\n")


def show_overload(console: Console, found: Overload) -> None:
    """What was answered, and when all was well again."""
    rush = found.rush
    recovered = "not at all" if found.recovered_s is None else f"{found.recovered_s:.1f} s later"
    asked = [answer.retry_after_s or 0 for answer in rush.answers if answer.status != 200]
    console.print(
        f"overload: {len(rush.answers)} requests of {rush.n_clients} clients in {rush.seconds:.1f} s: "
        f"{_statuses(rush)}; "
        f"Retry-After {min(asked, default=0)}–{max(asked, default=0)} s; the next report was read {recovered}"
    )


def _statuses(load: Load) -> str:
    return " ".join(f"{status}×{n}" for status, n in sorted(load.statuses.items()))
