"""The findings of one report for people at a terminal: what fails first, with figures, places and suspects."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.commands.checked import Checked
from service.draw.appearance import appearance
from service.findings.entry import Entry
from service.findings.words import words

_GRADES = ("error", "warning", "information")
_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "information": "cyan",
    "undecided": "dim",
    "broken": "magenta",
    "dismissed": "dim",
}


def show_entries(one: Checked, console: Console, *, all_findings: bool) -> None:
    """Print the list of one report; with ``all_findings`` also what holds."""
    console.print(_head(one))
    groups = words().groups
    for group, entries in one.listing.parts.items():
        if group == "undecided" and not all_findings:
            entries = [entry for entry in entries if entry.finding.facts]
        if entries:
            console.print(Text(f"{groups[group]}（{len(entries)}）", style=_STYLES[group]))
            console.print(Group(*(_entry(entry) for entry in entries)))
    for finding in one.reading.findings if all_findings else ():
        if finding.verdict == "holds":
            console.print(Text.assemble(("  相符 ", "green"), finding.message, (f"  {finding.rule}", "dim")))
    console.print(_foot(one, all_findings=all_findings))


def _head(one: Checked) -> Text:
    listing, last = one.listing, one.last_year
    head = Text(listing.agency, style="bold")
    head.append(f"  {listing.year}  {listing.form}", style="not bold")
    head.append(f"\n{one.name}", style="dim")
    if last is not None:
        head.append(f" · 上年报告 {last.document.name}（{last.report.year}年）", style="dim")
    for problem in one.reading.problems:
        head.append(f"\n{problem.message}", style="not bold yellow")
    return head.append("\n")


def _entry(entry: Entry) -> RenderableType:
    # Two columns, so that Chinese, which has no blanks, fills the lines beside the number.
    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_column(justify="right", min_width=4)
    lines.add_column(overflow="fold")
    lines.add_row(f"{entry.number}.", Text(entry.finding.message))
    for quoted in entry.quoted:
        lines.add_row("", Text(quoted.place, style="dim"))
        marked = ((segment.text, "underline" if segment.role else "") for segment in quoted.segments)
        lines.add_row("", Text.assemble("  ", *marked))
    if entry.figures is not None:
        lines.add_row("", Text.assemble(("两数：", "dim"), "、".join(entry.figures)))
    for suggestion in entry.suggestions if entry.group in _GRADES else ():
        lines.add_row("", Text(suggestion, style="green"))
    if entry.judged:
        lines.add_row("", Text(entry.judged, style="blue"))
    lines.add_row("", Text(entry.finding.rule, style="dim"))
    return lines


def _foot(one: Checked, *, all_findings: bool) -> Text:
    counts, verdicts = one.counts, appearance().verdicts
    told = [f"{name} {counts[group]}" for group, name in words().groups.items() if counts[group]]
    foot = Text("  ".join([*told, f"{verdicts['holds']} {one.reading.verdicts['holds']}"]), style="bold")
    hidden = sum(entry.group == "undecided" and not entry.finding.facts for entry in one.listing.entries)
    if hidden and not all_findings:
        foot.append(f"\n另有 {hidden} 项因缺格、空白或没有上年报告等无法断定（--all 列出）", style="not bold dim")
    return foot
