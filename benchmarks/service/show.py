"""The measurements as tables whose rows appear as they are measured."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from benchmarks.service.bodies import Kind
from benchmarks.service.direct import Direct
from benchmarks.service.load import Load, milliseconds
from benchmarks.service.long_run import LongRun
from benchmarks.service.meanwhile import Asked
from benchmarks.service.measured import MeasuredLoad
from benchmarks.service.memory import Memory
from benchmarks.service.overload import Overload

_PERCENTILES = ("p50", "p95", "p99", "max")
_GAP = 2


class Rows:
    """A table with a heading, printed line by line; the first column is words, the others are figures."""

    def __init__(self, console: Console, *heads: str, widest: int) -> None:
        """``widest`` characters has the longest word of the first column."""
        self._console = console
        first, *others = heads
        self._widths = [max(len(first), widest), *(max(len(head), 7) for head in others)]
        self.add(*heads)

    def add(self, *values: str) -> None:
        """A line."""
        first, *others = (
            f"{value:<{width}}" if not at else f"{value:>{width}}"
            for at, (value, width) in enumerate(zip(values, self._widths, strict=True))
        )
        self._console.out((" " * _GAP).join((first, *others)).rstrip(), highlight=False)


def show_direct(console: Console, direct: Mapping[Kind, Direct]) -> None:
    """What the time of a request is measured against."""
    for kind, taken in direct.items():
        _line(console, f"{kind} read without a service: median {taken.wall_ms:.1f} ms, {taken.cpu_ms:.1f} ms of CPU")
    console.out("")


class LoadRows(Rows):
    """A row for each kind and number of clients."""

    def __init__(self, console: Console) -> None:
        times = (f"ms {name}" for name in _PERCENTILES)
        super().__init__(
            console, "report", "clients", "requests", "a second", *times, "ms CPU each", "MiB", "  answers", widest=6
        )

    def show(self, measured: MeasuredLoad) -> None:
        """One measurement; ``MiB`` is the server's memory behind it, without its reading processes."""
        load, times = measured.load, measured.load.milliseconds()
        self.add(
            measured.kind,
            str(load.n_clients),
            str(len(load.answers)),
            f"{load.per_second:.1f}",
            *(f"{times[name]:.0f}" for name in _PERCENTILES),
            f"{measured.cpu_ms:.0f}",
            f"{measured.memory.server_mib:.0f}",
            f"  {_statuses(load)}",
        )


def show_meanwhile(console: Console, asked: Asked) -> None:
    """How soon other questions were answered while reports were read."""
    rows = Rows(console, "meanwhile", "requests", *(f"ms {name}" for name in _PERCENTILES), "not 200", widest=11)
    for path, answers in asked.items():
        times = milliseconds(answers) if answers else dict.fromkeys(_PERCENTILES, float("nan"))
        failed = sum(answer.status != 200 for answer in answers)
        rows.add(path, str(len(answers)), *(f"{times[name]:.0f}" for name in _PERCENTILES), str(failed))
    console.out("")


class MemoryRows(Rows):
    """A row for each look at the memory."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, "after", "server MiB", "its reading processes MiB", widest=15)

    def show(self, memory: Memory) -> None:
        """One look."""
        self.add(f"{memory.n_requests} requests", f"{memory.server_mib:.1f}", f"{memory.below_mib:.1f}")


def show_long_run(console: Console, run: LongRun) -> None:
    """First, last and highest figure."""
    first, last = run.memory[0], run.memory[-1]
    _line(
        console,
        f"server: first {first.server_mib:.1f} MiB, last {last.server_mib:.1f} MiB "
        f"({last.server_mib / first.server_mib:.3f} of the first), peak {last.peak_mib:.1f} MiB; "
        f"reading processes: first {first.below_mib:.1f} MiB, last {last.below_mib:.1f} MiB, "
        f"highest {max(memory.below_mib for memory in run.memory):.1f} MiB",
    )
    _line(console, f"{len(run.load.answers)} requests, {run.load.per_second:.1f} a second: {_statuses(run.load)}\n")


def show_overload(console: Console, found: Overload) -> None:
    """What was answered, how soon, and when all was well again."""
    rush = found.rush
    refused = [answer for answer in rush.answers if answer.status != 200]
    asked = [answer.retry_after_s or 0 for answer in refused]
    soon = f"refused within p95 {milliseconds(refused)['p95']:.0f} ms; " if refused else ""
    recovered = "not at all" if found.recovered_s is None else f"{found.recovered_s:.1f} s later"
    _line(
        console,
        f"overload: {len(rush.answers)} requests of {rush.n_clients} clients in {rush.seconds:.1f} s: "
        f"{_statuses(rush)}; {soon}Retry-After {min(asked, default=0)} to {max(asked, default=0)} s; "
        f"the next report was read {recovered}",
    )


def _line(console: Console, text: str) -> None:
    console.out(text, highlight=False)


def _statuses(load: Load) -> str:
    return " ".join(f"{status}×{n}" for status, n in sorted(load.statuses.items()))
