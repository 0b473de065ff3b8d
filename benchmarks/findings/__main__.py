"""How the rules do on reports whose right figures are known: false alarms, planted slips found and named, time."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.progress import track

from benchmarks.findings import consistent
from benchmarks.findings.consistent import Consistent
from benchmarks.findings.double_slips import double_slip
from benchmarks.findings.planted import Planted, Slipping, planted
from benchmarks.findings.scores import as_json, scores
from benchmarks.findings.show import consistent_as_json, show_consistent, show_scores, show_times, spread
from benchmarks.findings.slips import single_slip
from models.registry import RELEASED
from service.reading import ReportReader

_WIDTH = 170
_SLIPS: Mapping[str, Slipping] = {"single": single_slip, "double": double_slip}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 where a rule calls a consistent report wrong, or breaks."""
    import scipy.optimize  # noqa: F401  # a service has it loaded when it starts; no report's time

    options = _options(arguments)
    console = Console(stderr=options.json)
    console.width = max(console.width, _WIDTH)  # a table cut to the width of a log is of no use
    reports = dict(_consistent(options))
    slips = {name: list(_planted(name, count)) for name in _SLIPS if (count := getattr(options, name))}
    times = _times(reports, slips)
    for title, found in reports.items():
        show_consistent(console, f"\n{found.reports} consistent reports, {title}", found)
    for name, each in slips.items():
        show_scores(console, f"\n{name} slips", scores(each))
    show_times(console, times)
    if options.json:
        print(json.dumps(_as_json(reports, slips, times), ensure_ascii=False, indent=2))
    return 1 if any(found.failing("error") or found.broken for found in reports.values()) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.findings", description=__doc__)
    parser.add_argument(
        "--consistent", type=int, default=1000, help="consistent reports whose cells and facts are given"
    )
    parser.add_argument(
        "--read", type=int, default=100, help="consistent documents that are read, by the released model"
    )
    parser.add_argument("--single", type=int, default=2000, help="reports with a slip in one cell")
    parser.add_argument("--double", type=int, default=500, help="reports with a slip over two cells or more")
    parser.add_argument("--json", action="store_true", help="print the measurements as JSON, the tables to stderr")
    return parser.parse_args(arguments)


def _consistent(options: argparse.Namespace) -> Iterator[tuple[str, Consistent]]:
    if options.consistent:
        yield "cells and facts given", consistent.direct(options.consistent)
    if options.read:
        yield "read from documents", consistent.read(options.read, ReportReader.load(RELEASED))


def _planted(name: str, count: int) -> Iterator[Planted]:
    shown = Console(stderr=True)
    yield from track(planted(count, _SLIPS[name], seed=name), f"{name:6}", total=count, console=shown)


def _times(reports: Mapping[str, Consistent], slips: Mapping[str, list[Planted]]) -> dict[str, list[float]]:
    """Of all rules on consistent reports, and how much longer they take where a cell is wrong: the localisation."""
    found = {f"all rules, {title}": each.milliseconds for title, each in reports.items()}
    for name, each in slips.items():
        found[f"all rules and localisation, {name} slips"] = [one.all_ms for one in each]
        found[f"localisation alone, {name} slips"] = [one.all_ms - one.rules_ms for one in each]
    return found


def _as_json(
    reports: Mapping[str, Consistent], slips: Mapping[str, list[Planted]], times: Mapping[str, list[float]]
) -> dict[str, Any]:
    return {
        "consistent": {title: consistent_as_json(found) for title, found in reports.items()},
        "slips": {name: as_json(scores(each)) for name, each in slips.items()},
        "milliseconds": {
            name: dict(zip(("median", "p95", "max"), spread(values), strict=True)) for name, values in times.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
