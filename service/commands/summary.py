"""Many checked reports for people at a terminal: one row a report, in the order of the bodies and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.commands.checked import Checked
from service.findings.words import Group, words

_SHOWN: tuple[Group, ...] = ("error", "warning", "information", "undecided", "dismissed")
_STYLES: dict[Group, str] = {"error": "bold red", "warning": "yellow", "information": "cyan"}


def show_summary(several: Sequence[Checked], console: Console, *, n_unread: int) -> None:
    """Print the table; the bodies with most errors first, their years together."""
    table = Table(box=None, header_style="bold", show_footer=len(several) > 1)
    totals = sum((one.counts for one in several), start=Counter[Group]())
    shown = [group for group in _SHOWN if totals[group] or group != "dismissed"]
    table.add_column("机关", "合计", overflow="fold", min_width=16)
    table.add_column("年度", f"{len(several)}份", no_wrap=True)
    for group in shown:
        table.add_column(words().groups[group], str(totals[group]), justify="right", no_wrap=True)
    table.add_column("上年", str(sum(one.last_year is not None for one in several)), no_wrap=True)
    table.add_column("文件", f"未能读取{n_unread}份" if n_unread else "", overflow="fold", style="dim")
    for one in _ordered(several):
        figures = (_count(one.counts[group], group) for group in shown)
        last = "有" if one.last_year is not None else "—"
        table.add_row(one.listing.agency, one.listing.year, *figures, last, one.name)
    console.print(table)


def _ordered(several: Sequence[Checked]) -> list[Checked]:
    errors: Counter[str] = Counter()
    for one in several:
        errors[one.listing.agency] += one.counts["error"]
    return sorted(several, key=lambda one: (-errors[one.listing.agency], one.listing.agency, one.listing.year))


def _count(number: int, group: Group) -> Text:
    return Text(str(number), style=_STYLES.get(group, "") if number else "dim")
