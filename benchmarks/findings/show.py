"""The measurements as tables for people, and as plain values for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.findings.consistent import Consistent
from benchmarks.findings.scores import Score

_SHARES = ("found", "first", "exact", "named", "valued", "several", "fair", "explicable")
_HEADS = (
    "found",
    "in first set",
    "first set exact",
    "in any set",
    "value right",
    "several sets",
    "fair draw",
    "explicable",
)


def show_scores(console: Console, title: str, found: Mapping[str, Score]) -> None:
    """A row for every group of slips."""
    table = _table(title, "slips", "number", "break nothing", *_HEADS)
    for name, score in found.items():
        shares = (f"{100 * getattr(score, share):.1f} %" for share in _SHARES)
        table.add_row(name, str(score.slips), str(score.invisible), *shares, end_section=name == "all")
    console.print(table)


def show_consistent(console: Console, title: str, found: Consistent) -> None:
    """A row for every rule that fails, breaks or leaves something undecided whose inputs are there; then examples."""
    table = _table(title, "rule", "errors", "warnings", "information", "undecided, inputs there", "decided", "broken")
    for rule in rules_to_show(found):
        fails = (found.verdicts[rule, "fails", severity] for severity in ("error", "warning", "information"))
        open_, decided = found.complete[rule, False], found.complete[rule, True]
        broken = found.verdicts[rule, "broken", "information"]
        table.add_row(rule, *map(str, fails), str(open_), f"{percent(decided, open_)} %", str(broken))
    open_, decided = all_complete(found)
    table.add_section()
    sums = (sum(found.failing(severity).values()) for severity in ("error", "warning", "information"))
    table.add_row("all", *map(str, sums), str(open_), f"{percent(decided, open_)} %", str(found.broken))
    console.print(table)
    for kind, messages in found.examples.items():
        for message in messages:
            console.print(f"  {' '.join(kind)}  {message}", markup=False, highlight=False, soft_wrap=True)


def show_times(console: Console, times: Mapping[str, Sequence[float]]) -> None:
    """Median, 95th percentile and maximum of each."""
    table = _table("milliseconds of one core a report", "what", "reports", "median", "p95", "max")
    for name, values in times.items():
        table.add_row(name, str(len(values)), *(f"{value:.1f}" for value in spread(values)))
    console.print(table)


def rules_to_show(found: Consistent) -> list[str]:
    """The rules of which something is to be told, those that fail most first."""
    open_ = {rule for rule, decided in found.complete if not decided}
    rules = {rule for rule, verdict, _ in found.verdicts if verdict in ("fails", "broken")} | open_
    fails = {rule: sum(n for (r, v, _), n in found.verdicts.items() if r == rule and v == "fails") for rule in rules}
    return sorted(rules, key=lambda rule: (-fails[rule], rule))


def all_complete(found: Consistent) -> tuple[int, int]:
    """How many instances whose inputs are there are open, and how many decided."""
    counts = [0, 0]
    for (_, decided), n in found.complete.items():
        counts[decided] += n
    return counts[0], counts[1]


def percent(decided: int, open_: int) -> str:
    """The share that is decided."""
    return f"{100 * decided / max(decided + open_, 1):.2f}"


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum."""
    if not values:
        return 0.0, 0.0, 0.0
    return median(values), quantiles([*values, values[-1]], n=20)[-1], max(values)


def consistent_as_json(found: Consistent) -> dict[str, Any]:
    """The counts as plain values."""
    open_, decided = all_complete(found)
    return {
        "reports": found.reports,
        "failing": {severity: found.failing(severity) for severity in ("error", "warning", "information")},
        "undecided": {rule: n for (rule, known), n in sorted(found.complete.items()) if not known},
        "decided": decided / max(decided + open_, 1),
        "broken": found.broken,
        "examples": {" ".join(kind): messages for kind, messages in found.examples.items()},
    }


def _table(title: str, first: str, *heads: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, header_style="bold")
    table.add_column(first, no_wrap=True)
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    return table
