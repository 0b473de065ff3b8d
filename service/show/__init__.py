"""A reading for people: what the report says, the figures of its tables, and what does not agree."""

from __future__ import annotations

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from annotations.catalogue import catalogue
from service.facts.fact import Fact
from service.findings.quoting import clause
from service.forms.layout import cell_title
from service.reading import Reading
from service.reconcile.finding import Finding
from service.show.forms import tables
from service.wire import decimal_text

_VERDICTS = {
    "fails": ("不符", "bold red"),
    "undecided": ("待定", "yellow"),
    "holds": ("相符", "green"),
    "broken": ("规则有误", "magenta"),
}
_SEVERITIES = {"error": "错误", "warning": "提醒", "information": "提示"}
_KINDS = {"level": "", "change": "增减", "rate": "比率"}
_APPROXIMATIONS = {None: "", "about": "约", "at_least": "≥", "at_most": "≤"}
_EDITIONS = {
    "V0a": "2013年以前各地格式",
    "V0b": "2014年格式",
    "V1": "2019年格式",
    "V2": "2021年格式",
    None: "没有统计表",
}


def show(reading: Reading, console: Console, *, all_findings: bool = False) -> None:
    """Print a reading; with ``all_findings`` also what holds and what of the tables cannot be said."""
    console.print(_head(reading))
    if reading.facts:
        console.print(_facts(reading))
    if reading.form.edition:
        console.print(tables(reading.form))
    console.print(_findings(reading, all_findings=all_findings))


def _head(reading: Reading) -> Group:
    report, form = reading.report, reading.form
    title = Text(report.agency or "机关名称未识别", style="bold")
    year = f"{report.year}年" if report.year else "年度未识别"
    title.append(f"  {year}  {_EDITIONS[form.edition]}", style="not bold")
    lines = [title, Text(f"{reading.document.name} · {reading.document.format} · {reading.id}", style="dim")]
    missing = [f"{section.number}、{section.title}" for section in report.sections if not section.present]
    if missing:
        lines.append(Text("缺少：" + "；".join(missing), style="yellow"))
    lines += [Text(f"{problem.code}  {problem.message}", style="yellow") for problem in reading.problems]
    return Group(*lines, Text())


def _facts(reading: Reading) -> Table:
    table = Table(title=f"叙述中的事实（{len(reading.facts)}）", title_justify="left", header_style="bold", box=None)
    for heading in ("编号", "指标", "数值", "限定", "原文"):
        table.add_column(heading, justify="right" if heading == "数值" else "left", overflow="fold")
    for fact in reading.facts:
        style = "yellow" if fact.doubtful else ""
        table.add_row(fact.id, _metric(fact), _value(fact), _qualifiers(fact), _quote(reading, fact), style=style)
    return table


def _metric(fact: Fact) -> str:
    name = catalogue()[fact.metric].zh
    return f"{name}（{_KINDS[fact.kind]}）" if fact.kind == "change" else name


def _value(fact: Fact) -> str:
    if fact.negated:
        return "无"
    return f"{_APPROXIMATIONS[fact.approx]}{decimal_text(fact.value)}{fact.unit or ''}"


def _qualifiers(fact: Fact) -> str:
    words = [value for value in (fact.channel, fact.category, fact.party, fact.role) if value]
    if fact.part_of:
        words.append(f"⊂{fact.part_of}")
    if fact.doubtful:
        words.append(f"存疑 {fact.confidence:.2f}")
    return " ".join(words)


def _quote(reading: Reading, fact: Fact) -> Text:
    """The clause of the first evidence, number and label underlined."""
    segments = clause(reading.report.text, fact.evidence[0])
    return Text.assemble(*((segment.text, "underline" if segment.role else "") for segment in segments))


def _findings(reading: Reading, *, all_findings: bool) -> Group:
    verdicts = reading.verdicts
    title = Text("核对结果  ", style="bold")
    for verdict, (name, style) in _VERDICTS.items():
        if verdicts[verdict]:
            title.append(f"{name} {verdicts[verdict]}  ", style=style)
    order = {"fails": 0, "broken": 1, "undecided": 2, "holds": 3}
    shown = [finding for finding in reading.findings if all_findings or _is_telling(finding)]
    lines = [_finding(finding, reading) for finding in sorted(shown, key=lambda finding: order[finding.verdict])]
    n_left = sum(finding.verdict == "undecided" for finding in reading.findings if finding not in shown)
    if n_left:
        lines.append(
            Padding(Text(f"另有 {n_left} 项表内核对因缺格或空白无法断定（--all 列出）", style="dim"), (0, 0, 0, 2))
        )
    return Group(Text(), title, *lines)


def _is_telling(finding: Finding) -> bool:
    """Whether a person should see it at once: what fails, and what of the narrative cannot be said.

    Of a table that breaks off, dozens of equations are undecided for one reason, which a finding of its own gives.
    """
    return finding.verdict in ("fails", "broken") or (finding.verdict == "undecided" and bool(finding.facts))


def _finding(finding: Finding, reading: Reading) -> Padding:
    name, style = _VERDICTS[finding.verdict]
    line = Text.assemble((f"{name} ", style))
    if finding.verdict == "fails":
        line.append(f"[{_SEVERITIES[finding.severity]}] ", style=style)
    line.append(finding.message)
    line.append(f"  {finding.rule}", style="dim")
    facts = {fact.id: fact for fact in reading.facts}
    for fact_id in finding.facts[:3]:
        if fact_id in facts:
            line.append("\n    原文：", style="dim").append_text(_quote(reading, facts[fact_id]))
    if finding.cells and reading.form.edition:
        titles = [cell_title(reading.form.edition, cell_id) for cell_id in finding.cells[:4]]
        more = f" 等{len(finding.cells)}格" if len(finding.cells) > len(titles) else ""
        line.append("\n    栏目：" + "；".join(titles) + more, style="dim")
    return Padding(line, (0, 0, 0, 2))
